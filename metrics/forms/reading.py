"""The short form for a reading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadingForm(forms.Form):
    """A day up to today, a value in the metric's unit, and where it was read."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give the day.")},
    )
    value = forms.DecimalField(
        label=_("Value"),
        max_digits=20,
        decimal_places=6,
        error_messages={"required": _("Give the value.")},
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("day", today)
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        """A value that has not been read yet is a forecast, and those are not kept here."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("A reading cannot be of a day to come."))
        return day

    def entered(self) -> tuple[date, Decimal, str]:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        return given["day"], given["value"], given["note"]
