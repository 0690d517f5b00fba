"""The form that links many initiatives and needs: what is marked, and what the links say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _

from alignment.choices import Strength
from alignment.models import Initiative, NeedLink
from alignment.operations.linking import MOST_PAIRS, Pair
from customers.models import Need
from foundation.actors import Actor
from workbench.inputs import number_in

FIELDS = ("strength", "evidence", "evidence_date")


class LinkNeedsForm(forms.Form):
    """One strength, evidence and date for every marked cell."""

    def __init__(self, data: Any = None, *, today: date | None = None) -> None:
        super().__init__(data)
        self.today = today
        for name, field in fields_for_model(NeedLink, FIELDS).items():
            self.fields[name] = field
        self.fields["strength"].initial = Strength.CLEAR
        self.fields["evidence"].widget = forms.TextInput(attrs={"data-focus": ""})
        day: Any = self.fields["evidence_date"]
        day.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self) -> dict[str, Any]:
        """Evidence without a date is of today."""
        cleaned = super().clean() or {}
        if cleaned.get("evidence") and not cleaned.get("evidence_date"):
            cleaned["evidence_date"] = self.today
        return cleaned


def pairs_of(cells: Iterable[str], viewer: Actor) -> list[Pair]:
    """The initiatives and needs of cells such as ``I-12:N-3``, among those the viewer may read; two queries.

    Raises ``ValidationError`` where a cell names what is not there, or where there are none or too many.
    """
    asked = list(dict.fromkeys(cells))
    numbers = [_numbers(cell) for cell in asked[: MOST_PAIRS + 1]]
    if not 0 < len(asked) <= MOST_PAIRS:
        raise forms.ValidationError(_("Mark 1 to %(most)s cells."), params={"most": MOST_PAIRS})
    initiatives = _by_number(Initiative, (pair[0] for pair in numbers), viewer)
    needs = _by_number(Need, (pair[1] for pair in numbers), viewer)
    found = [(initiatives.get(one), needs.get(other)) for one, other in numbers]
    pairs = [(initiative, need) for initiative, need in found if initiative and need]
    if len(pairs) < len(asked):
        raise forms.ValidationError(_("Some of what was marked is no longer there. Mark the cells again."))
    return pairs


def _numbers(cell: str) -> tuple[int, int]:
    """The numbers of a cell's two codes; 0 for what is none."""
    initiative, _colon, need = cell.partition(":")
    return number_in(Initiative, initiative) or 0, number_in(Need, need) or 0


def _by_number(model: Any, numbers: Iterable[int], viewer: Actor) -> dict[int, Any]:
    rows = model.objects.visible_to(viewer).active().for_list().filter(number__in=set(numbers))
    return {row.number: row for row in rows}
