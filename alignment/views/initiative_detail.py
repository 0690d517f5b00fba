from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from alignment.queries.initiative import brief
from alignment.serializers.initiative_page import initiative_page
from alignment.serializers.initiative_story import story
from foundation.models import RecordQuerySet
from workbench.cells import cell_of
from workbench.reach import shown_with
from workbench.views.detail import RecordDetail

FACTS = ("status", "health", "owner", "end_date")


class InitiativeDetail(RecordDetail):
    """Why an initiative is there, how much, who decides, why it scores what it does and what came of it, in one look."""

    def loaded(self, rows: RecordQuerySet) -> RecordQuerySet:
        return shown_with(rows, self.object_type.fields)

    def page(self) -> dict[str, Any]:
        page = super().page()
        found = brief(self.record, self.viewer, timezone.now(), self.enterprise)
        told = initiative_page(found, self.viewer, may_edit=page["can_edit"])
        if not told["finding_lead"]:
            told["finding_lead"] = page["finding_lead"]
        facts = [cell_of(self.record, name, self.viewer) for name in FACTS if getattr(self.record, name)]
        return {
            **page,
            **told,
            "facts": facts,
            "story": story(page["history"], found.history),
            "gate_url": reverse("initiative_gate", args=[self.record.uid]),
        }
