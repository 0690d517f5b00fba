from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.choices import OpportunityBand
from workbench.views.edit import FormPage, RecordCreate, RecordEdit

BANDS: tuple[tuple[OpportunityBand, str | Promise, str | Promise], ...] = (
    (OpportunityBand.EXTREME, OpportunityBand.EXTREME.label, _("above 15")),
    (OpportunityBand.STRONG, OpportunityBand.STRONG.label, _("12 to 15")),
    (OpportunityBand.CONSIDER, OpportunityBand.CONSIDER.label, _("10 to under 12")),
    (OpportunityBand.LOW, OpportunityBand.LOW.label, _("under 10")),
)


class NeedForm(FormPage):
    """The form of a need, with the opportunity that follows from what is typed beside it."""

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        return super().render_to_response(context | {"bands": BANDS}, **response)


class NeedCreate(NeedForm, RecordCreate):
    """A new need."""


class NeedEdit(NeedForm, RecordEdit):
    """New answers for a need, or a correction."""
