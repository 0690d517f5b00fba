from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from customers.models import Need
from foundation import formats
from workbench.views.detail import RecordDetail


class NeedDetail(RecordDetail):
    """A need's page opens with how much it is worth serving better; what happened last follows."""

    def page(self) -> dict[str, Any]:
        page = super().page()
        page["finding_rest"] = page["finding_lead"]
        page["finding_lead"] = opening(self.record)
        return page


def opening(need: Need) -> str:
    """The fact about one need, from the newest answers."""
    score, band = need.opportunity, need.get_band_display()
    if score is None:
        is_asked = need.importance is not None or need.satisfaction is not None
        return (
            _("Customers were not asked about this in full.")
            if is_asked
            else _("No customer has been asked about this.")
        )
    return _("%(band)s: opportunity %(score)s of 20.") % {"band": band, "score": formats.number(score, 1)}
