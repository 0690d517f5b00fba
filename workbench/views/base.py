"""What the generic pages share: the type, and the record found among those the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import select_template
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from accounts.doors import Door
from accounts.permissions import Permission
from foundation.catalog import ObjectType
from foundation.models import RecordQuerySet
from workbench.inputs import uuid_in
from workbench.links import page_url
from workbench.reach import changed_in, with_relations


class TypePage(TemplateResponseMixin, ContextMixin, Door):
    """A page about one record type. ``role`` names its template; an app may bring its own."""

    object_type: ObjectType = None  # type: ignore[assignment]  # given to as_view()
    role: ClassVar[str]
    edits: ClassVar[bool] = False
    """Whether the page is only for those who may change records of the type."""

    def needed_permission(self) -> str | None:
        return self.object_type.permission if self.edits else None

    def get_template_names(self) -> list[str]:
        app, key = self.object_type.model._meta.app_label, self.object_type.key
        names = [f"{app}/{key}_{self.role}.html", f"workbench/{self.role}.html"]
        return [str(select_template(names).template.name)]

    def picked(self) -> RecordQuerySet:
        """The records whose boxes were ticked, among those the person may see."""
        uids = [uid for uid in map(uuid_in, self.request.POST.getlist("uid")) if uid]
        return self.object_type.model.objects.visible_to(self.viewer).for_list().filter(uid__in=uids)

    def may_edit(self, paths: Iterable[str] = ()) -> bool:
        """Whether the person may change records of the type in these units; anywhere, where none is given."""
        return self.viewer.access.allows(self.object_type.permission, paths)

    def import_url(self) -> str:
        """Where a file of these records is brought in; empty for who may not."""
        may = self.may_edit() and self.viewer.access.allows(Permission.IMPORT)
        return page_url(self.object_type, "import") if may else ""


class RecordPage(TypePage):
    """A page about one record, found by its uid among those the person may see; otherwise 404."""

    record: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = self.object_type.model.objects.visible_to(self.viewer).for_list()
            self.record = get_object_or_404(self.loaded(rows), uid=kwargs["uid"])

    def loaded(self, rows: RecordQuerySet) -> RecordQuerySet:
        """The same rows with the relations that the page needs."""
        return with_relations(rows, self.object_type.fields)

    def concerned_units(self) -> Iterable[str]:
        return list(changed_in(self.record)) if self.edits else ()
