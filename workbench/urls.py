"""The generic pages: the same few for every record type."""

from __future__ import annotations

from django.urls import URLPattern, include, path
from django.views import View

from foundation.catalog import ObjectType
from workbench.types import all_types
from workbench.views.bulk import RecordBulk
from workbench.views.deleted import Deleted
from workbench.views.detail import RecordDetail
from workbench.views.draft import FormDraft
from workbench.views.edit import RecordCreate, RecordEdit
from workbench.views.exchange import RecordExport, RecordImport
from workbench.views.list import RecordList
from workbench.views.options import RecordOptions
from workbench.views.removal import RecordArchive, RecordDelete
from workbench.views.saved_view import ListView
from workbench.views.search import Search
from workbench.views.undo import Undo


def pages_of(object_type: ObjectType) -> list[URLPattern]:
    """The addresses of one record type, below its own. A catalog entry may name views of its own."""
    pages: list[tuple[str, type[View], str]] = [
        ("", object_type.list_view or RecordList, "list"),
        ("new/", object_type.create_view or RecordCreate, "create"),
        ("import/", RecordImport, "import"),
        ("export/", RecordExport, "export"),
        ("options/", RecordOptions, "options"),
        ("bulk/", RecordBulk, "bulk"),
        ("view/", ListView, "view"),
        ("draft/", FormDraft, "draft"),
        ("<uuid:uid>/", object_type.detail_view or RecordDetail, "detail"),
        ("<uuid:uid>/edit/", object_type.edit_view or RecordEdit, "edit"),
        ("<uuid:uid>/archive/", RecordArchive, "archive"),
        ("<uuid:uid>/delete/", RecordDelete, "delete"),
    ]
    return [
        path(route, view.as_view(object_type=object_type), name=f"{object_type.key}_{page}")
        for route, view, page in pages
    ]


urlpatterns = [
    path("search/", Search.as_view(), name="search"),
    path("deleted/", Deleted.as_view(), name="deleted"),
    path("undo/", Undo.as_view(), name="undo"),
    # Included, so that an address is compared with the types before it is compared with their pages.
    *(path(f"{object_type.slug}/", include(pages_of(object_type))) for object_type in all_types()),
]
