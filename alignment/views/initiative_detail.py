from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.views.requests import today_of
from alignment.choices import ChainState
from alignment.engine.gate import BEFORE
from alignment.operations.gate import closed_because
from alignment.queries.gate import first_gates
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
        page["gate"] = self.gate()
        return page

    def gate(self) -> str:
        """Why it cannot be approved yet; empty where it can, or is past that, or put away."""
        if self.record.status not in BEFORE or self.record.is_archived:
            return ""
        found = first_gates([self.record], today_of(self.request))
        if found.gates[self.record.pk].is_open:
            return ""
        return closed_because(found, self.record.pk, self.viewer)
