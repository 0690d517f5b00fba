from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from activity.panels import discussion
from foundation import formats
from foundation.catalog import Panel, Section
from workbench.cells import cell_of, label_of, plural_of
from workbench.forms import sections_of
from workbench.history import Happening, history_of
from workbench.links import list_url, record_url
from workbench.reach import changed_in
from workbench.types import panels_of
from workbench.views.base import RecordPage


class RecordDetail(RecordPage):
    """A record: its sections, what upper apps know about it, its discussion and its history."""

    role = "detail"
    led_by: ClassVar[str] = ""
    """The panel whose finding opens the page; without one it is what was recorded last."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.render_to_response(
            {"page": self.page(), "record": self.record, "object_type": self.object_type}
        )

    def page(self) -> dict[str, Any]:
        paths = list(changed_in(self.record))
        can_edit = self.may_edit(paths)
        panels = [self.panel(panel) for panel in panels_of(self.object_type.model)]
        past = history_of(self.record, self.viewer)
        lead, rest = self.finding(panels, past)
        return {
            "title": str(self.record),
            "finding_lead": lead,
            "finding_rest": rest,
            "code": self.record.code,
            "list_url": list_url(self.object_type),
            "list_title": plural_of(self.object_type),
            "sections": self.sections(),
            "panels": [panel for panel in panels if not panel["aside"]],
            "asides": [panel for panel in panels if panel["aside"]],
            "discussion": discussion(record=self.record, viewer=self.viewer, now=timezone.now()),
            "history": past,
            "archived": self.record.is_archived,
            "can_edit": can_edit,
            "can_delete": can_edit and self.viewer.access.allows(Permission.DELETE, paths),
            "edit_url": record_url(self.object_type, self.record, "edit"),
            "archive_url": record_url(self.object_type, self.record, "archive"),
            "delete_url": record_url(self.object_type, self.record, "delete"),
        }

    def finding(self, panels: list[dict[str, Any]], past: list[Happening]) -> tuple[str, str]:
        """The sentence the page opens with, and what is said after it."""
        leads = (panel["data"]["finding"] for panel in panels if panel["name"] == self.led_by)
        return next(leads, (latest(past), ""))

    def sections(self) -> list[dict[str, Any]]:
        """Titled groups of labelled values, as the catalog entry lays them out.

        What the heading says already is not said again, and a group of which nothing is known is left out.
        """
        groups = [(section.title, self.items(section)) for section in sections_of(self.object_type)]
        return [
            {"title": title, "items": items}
            for title, items in groups
            if any(item["cell"].text != formats.MISSING for item in items)
        ]

    def items(self, section: Section) -> list[dict[str, Any]]:
        cells = [(name, cell_of(self.record, name, self.viewer)) for name in section.fields]
        return [
            {"label": label_of(self.object_type, name), "cell": cell}
            for name, cell in cells
            if cell.text != str(self.record)
        ]

    def panel(self, panel: Panel) -> dict[str, Any]:
        """A contributed panel with what its template shows."""
        enterprise = self.enterprise
        data = panel.context(
            record=self.record, viewer=self.viewer, now=timezone.now(), enterprise=enterprise
        )
        return {
            "name": panel.name,
            "title": panel.title,
            "template": panel.template,
            "aside": panel.aside,
            "data": data,
        }


def latest(past: list[Happening]) -> str:
    """The sentence a record's page opens with: what was recorded of it last."""
    if not past:
        return ""
    last = max(past, key=lambda happening: happening.at)
    day = formats.day(timezone.localtime(last.at).date())
    words = {"verb": capfirst(last.verb), "day": day, "actor": last.actor}
    return _("%(verb)s %(day)s by %(actor)s.") % words
