from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from foundation import formats
from workbench.bulk import bulk_fields
from workbench.cells import plural_of
from workbench.links import page_url
from workbench.listing import Listing, counted, listing
from workbench.views.answers import page_or_results
from workbench.views.base import TypePage


class RecordList(TypePage):
    """The list of a record type: words, filters, order, pages, saved views, bulk actions."""

    role = "list"

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = listing(self.object_type, request.GET, self.viewer)
        context = {"page": self.page(shown), "object_type": self.object_type}
        return page_or_results(request, self.get_template_names()[0], context)

    def page(self, shown: Listing) -> dict[str, Any]:
        """The listing, with what may be done with it."""
        can_edit, many = self.may_edit(), self.object_type.model._meta.verbose_name_plural
        what = counted(self.object_type, shown.total) if shown.total else many
        return {
            "title": plural_of(self.object_type),
            "purpose": self.object_type.purpose,
            "listing": shown,
            "finding_lead": (_("%(what)s.") if shown.total else _("No %(what)s yet.")) % {"what": what},
            "finding_rest": self.finding_rest(shown),
            "can_create": can_edit,
            "is_blank": not (shown.total or shown.is_filtered),
            "create_label": _("New %(name)s") % {"name": self.object_type.model._meta.verbose_name},
            "create_url": page_url(self.object_type, "create"),
            "import_url": self.import_url(),
            "view_url": page_url(self.object_type, "view"),
            "column_choices": shown.column_choices[1:],
            "export_urls": self.exports(shown),
            "bulk": {
                "url": page_url(self.object_type, "bulk"),
                "export_url": page_url(self.object_type, "export"),
                "fields": bulk_fields(self.object_type, shown.filters) if can_edit and shown.count else (),
                "can_archive": shown.archived != "only",
                "can_restore": shown.archived != "",
            },
        }

    def finding_rest(self, shown: Listing) -> str:
        """The tension after the fact; a type's own page may know a better one."""
        if not shown.is_filtered:
            return ""
        return _("%(count)s match what you asked for.") % {"count": formats.number(shown.count)}

    def exports(self, shown: Listing) -> list[dict[str, str]]:
        base = f"{page_url(self.object_type, 'export')}?{shown.query}&format="
        return [{"label": _("CSV"), "url": f"{base}csv"}, {"label": _("Excel"), "url": f"{base}xlsx"}]
