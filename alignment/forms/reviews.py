"""The small form in which a benefit review is held. Rules stay in the model and the operation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReviewForm(forms.Form):
    """What the promise is judged to have brought, and what comes next."""

    value = forms.DecimalField(
        label=_("Judged value"),
        required=False,
        max_digits=18,
        decimal_places=4,
        help_text=_("In the metric's unit; left empty where there is nothing to measure."),
    )
    note = forms.CharField(
        label=_("What became of it"),
        help_text=_("What changed because of the work, what else moved it, and what comes next."),
        error_messages={"required": _("Say what became of the promise.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
