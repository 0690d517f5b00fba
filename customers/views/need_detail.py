from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foundation import formats
from workbench.views.detail import RecordDetail


class NeedDetail(RecordDetail):
    """A need's page opens with how much it is worth serving better; what happened last follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        page["finding_rest"] = page["finding_lead"]
        page["finding_lead"] = opening(self.record.opportunity, self.record.get_band_display())
        return page


def opening(score: Any, band: str | None) -> str:
    """The fact about one need, from the newest answers."""
    if score is None:
        return _("Customers were not asked about this in full.")
    return _("%(band)s: opportunity %(score)s of 20.") % {"band": band, "score": formats.number(score, 1)}
