"""Why an initiative may pass its gate all the same."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OverrideForm(forms.Form):
    """One reason, in one's own words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("Everybody who reads the initiative sees it, with your name and the day."),
        error_messages={"required": _("Say why it may pass all the same.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
