"""The answer to an IT need. Rules stay in the models and the operation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from alignment.choices import Verdict

OWN_WORDS = ("name", "statement")


class ITNeedAnswerForm(forms.Form):
    """Adopted as the library words it, adapted in one's own words, or rejected; always with the reason."""

    verdict = forms.ChoiceField(
        label=lazy("Answer"),
        choices=[
            (Verdict.ADOPTED, lazy("Adopt it as it stands")),
            (Verdict.ADAPTED, lazy("Adapt it in our own words")),
            (Verdict.REJECTED, lazy("Reject it")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=lazy("What we call it"), required=False, max_length=160, widget=forms.TextInput
    )
    statement = forms.CharField(
        label=lazy("What it asks for"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label=lazy("Because"),
        error_messages={"required": lazy("Say why: next year nobody remembers.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") == Verdict.ADAPTED and not cleaned.get("name"):
            self.add_error("name", _("Give it a name of your own."))
        return cleaned
