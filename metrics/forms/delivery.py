"""A file of observations, and by which headings it says what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.models import Delivery

LABELS = {
    "metric": _("Metric"),
    "segment": _("Segment"),
    "unit": _("Unit"),
    "day": _("Day"),
    "key": _("Key at the source"),
    "value": _("Value"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "n": _("Number of values"),
    "promoters": _("Promoters"),
    "detractors": _("Detractors"),
    "squares": _("Sum of squares"),
    "withheld": _("Withheld"),
}
"""Fields of an observation as people call them."""
DECIMALS = ((".", _("1,234.5")), (",", _("1.234,5")))
ORDERS = (("", _("Refuse days like 01/02/2026")), ("dmy", _("Day first")), ("mdy", _("Month first")))


class DeliveryForm(forms.Form):
    """The file, and what it calls its columns; what the last file of the source was read by is there already."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or Excel (.xlsx), at most 500 MB and 5 million rows; the first row names the columns."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty: export it once more."),
        },
    )
    decimal = forms.ChoiceField(label=_("Numbers are written"), choices=DECIMALS)
    date_order = forms.ChoiceField(label=_("Days in figures"), choices=ORDERS, required=False)

    def __init__(self, *args: Any, last: Delivery | None, **kwargs: Any) -> None:
        known = last or Delivery()
        kwargs["initial"] = {"decimal": known.decimal, "date_order": known.date_order} | {
            f"column_{name}": heading for name, heading in known.headings.items()
        }
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[f"column_{name}"] = forms.CharField(
                label=label,
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": name}),
            )

    @property
    def columns(self) -> list[Any]:
        """The fields that ask for a heading."""
        return [self[f"column_{name}"] for name in LABELS]

    def given(self) -> dict[str, Any]:
        """How the file is to be read, once the form is valid."""
        told = self.cleaned_data
        headings = {name: told[f"column_{name}"] for name in LABELS if told[f"column_{name}"]}
        return {"headings": headings, "decimal": told["decimal"], "date_order": told["date_order"]}
