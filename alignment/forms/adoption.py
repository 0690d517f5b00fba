"""The answer to an IT need. Rules stay in the models and the operation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from alignment.choices import Verdict


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
        label=lazy("What we call it"),
        max_length=160,
        widget=forms.TextInput,
        error_messages={"required": lazy("Give it a name of your own.")},
    )
    statement = forms.CharField(
        label=lazy("What it asks for"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label=lazy("Because"),
        error_messages={"required": lazy("Say why: next year nobody remembers.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = "name" if self["verdict"].value() == Verdict.ADAPTED else "reason"
        self.fields[first].widget.attrs["data-focus"] = True

    def clean(self) -> dict[str, Any]:
        """Own words matter only where they are asked for."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") != Verdict.ADAPTED:
            self.errors.pop("name", None)
        return {"name": "", **cleaned}
