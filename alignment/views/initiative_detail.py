from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alignment.choices import ChainState
from foundation.models import RecordQuerySet
from workbench.reach import shown_with
from workbench.views.detail import RecordDetail

FINDINGS = {
    ChainState.COMPLETE: _("Its line of sight reaches a customer and a measured benefit."),
    ChainState.STALE: _("Its line of sight rests on evidence past its review."),
    ChainState.WEAK: _("Its line of sight holds, but not firmly."),
    ChainState.BROKEN: _("Its line of sight is broken."),
    ChainState.EXEMPT: _("It is exempt and owes no line of sight."),
}


class InitiativeDetail(RecordDetail):
    """An initiative's page opens with how its line of sight stands; what happened last follows."""

    def loaded(self, rows: RecordQuerySet) -> RecordQuerySet:
        return shown_with(rows, self.object_type.fields)

    def page(self) -> dict[str, Any]:
        page = super().page()
        chain = next((panel["data"]["chain"] for panel in page["panels"] if "chain" in panel["data"]), None)
        if chain is not None:
            page["finding_rest"] = page["finding_lead"]
            page["finding_lead"] = FINDINGS[chain.state]
        page["gate_url"] = reverse("initiative_gate", args=[self.record.uid])
        return page
