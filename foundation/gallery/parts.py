"""Components with sample data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SWATCHES = (
    ("canvas", "page"), ("sunken", "sidebar"), ("hover", "row under the pointer"), ("select", "selected row"),
    ("ink", "text"), ("ink-2", "second text"), ("ink-3", "labels, the least"), ("rule", "row rules"),
    ("rule-2", "table heads, quiet borders"), ("edge", "inputs"), ("focus", "focus ring only"),
)  # fmt: skip


COOL = (
    ("ci", "circle"),
    ("oe", "square"),
    ("pl", "triangle"),
    ("ci-t", "as text"),
    ("oe-t", ""),
    ("pl-t", ""),
)


WARM = (("watch", "mark"), ("watch-t", "text"), ("off", "mark"), ("off-t", "text"))


LEVELS = (
    *((f"seq-{step}", "") for step in range(6)),
    ("mark", "actual"),
    ("mark-2", "last year"),
    ("band", "target zone"),
)


NOW = datetime(2025, 11, 21, 14, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cell:
    """A prepared value, as lists and detail pages show it."""

    text: str
    kind: str = ""
    value: str = ""
    numeric: bool = False
    url: str = ""


class NeedForm(forms.Form):
    """A form with every kind of field."""

    statement = forms.CharField(
        label="What the customer would say", max_length=60,
        help_text="In the first person, under 60 characters, with no system names.",
    )  # fmt: skip
    segment = forms.ChoiceField(
        label="Segment", choices=[("h", "Households"), ("f", "Farms")], help_text="Who has the need"
    )
    objective = forms.ChoiceField(
        label="Objective", choices=[("k", "Keep households for life")], help_text="The one it serves most"
    )
    importance = forms.DecimalField(
        label="Importance", help_text="1 to 5, from research", widget=forms.TextInput
    )
    asked = forms.IntegerField(
        label="People asked", help_text="Under 30 shows as weak", widget=forms.TextInput
    )
    until = forms.DateField(label="By", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.CharField(
        label="Where this comes from", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    confirmed = forms.BooleanField(label="A customer has confirmed it", required=False)
    channels = forms.MultipleChoiceField(
        label="Channels", required=False, choices=[("p", "Phone"), ("w", "Web"), ("b", "Branch")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def parts() -> dict[str, Any]:
    return {
        "swatches": SWATCHES,
        "cool": COOL,
        "warm": WARM,
        "levels": LEVELS,
        "stages": ("proposed", "approved", "delivery", "live", "paused", "stopped"),
        "healths": ("ok", "watch", "off", "gap"),
        "chains": ("complete", "weak", "broken", "stale", "exempt"),
        "trend": (3, 4, 3, 5, 6, 5, 7, 8),
        "segments": [
            {"label": "Map", "value": "map", "current": True, "icon": "sight"},
            {"label": "Matrix", "value": "matrix", "icon": "grid-3x3"},
            {"label": "Table", "value": "table", "icon": "table"},
        ],
        "filter": filter_of("unit", "Unit", "Claims"),
        "figure_table": {
            "caption": "Spend by need",
            "heads": ("Need", "Spend, €m"),
            "numeric": (1,),
            "rows": (("Know me, whoever I talk to", "3.27"), ("Pay my simple claim in days", "4.91")),
        },
        "pages_state": {"previous_url": "", "next_url": "?page=2", "text": "Page 1 of 9"},
        "now": NOW,
    }


def filter_of(name: str, label: str, *values: str) -> dict[str, Any]:
    options = [{"value": "", "label": _("Any"), "selected": True}]
    return {
        "name": name,
        "label": label,
        "options": [*options, *({"value": v, "label": v, "selected": False} for v in values)],
    }


def failed_form() -> NeedForm:
    form = NeedForm(
        {"statement": "Implement a 360° CRM module", "segment": "h", "objective": "k", "importance": "9"}
    )
    form.add_error("statement", "This names a solution. Try “Help me when my life changes”.")
    return form
