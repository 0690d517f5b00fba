from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from workbench.views.base import TypePage


class RecordImport(TypePage):
    """Takes a file of records: dry run first, all or nothing."""

    role = "import"
    edits = True

    def get(self, request: HttpRequest) -> HttpResponse:
        raise Http404


class RecordExport(TypePage):
    """The records of a list as a file."""

    role = "list"

    def get(self, request: HttpRequest) -> HttpResponse:
        raise Http404
