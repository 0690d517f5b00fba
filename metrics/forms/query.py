"""What a source asks of a database, and by which columns it says what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from metrics.forms.delivery import LABELS
from metrics.models import SourceQuery
from metrics.models.query import MOST_DAYS


class QueryForm(forms.Form):
    """Database, query and columns, as they were kept last."""

    database = forms.ChoiceField(
        label=_("Database"),
        widget=forms.Select(attrs={"translate": "no"}),
        help_text=_("Those whose addresses the operator has put into SOURCE_DATABASES."),
    )
    statement = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "tn"}),
        help_text=_(
            "One SELECT whose columns are named as below. “:since” stands for the first day looked at."
        ),
    )
    days_back = forms.IntegerField(
        label=_("Days back"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("How far “:since” lies behind today: what was told late or corrected comes once more."),
    )
    is_nightly = forms.BooleanField(
        label=_("Every night"), required=False, help_text=_("At one, before the metrics are computed.")
    )

    def __init__(self, *args: Any, query: SourceQuery | None, **kwargs: Any) -> None:
        known = query or SourceQuery()
        names = ("database", "statement", "days_back", "is_nightly")
        kwargs["initial"] = {name: getattr(known, name) for name in names} | {
            f"column_{name}": heading for name, heading in known.headings.items()
        }
        super().__init__(*args, **kwargs)
        databases = [(name, name) for name in sorted({*settings.SOURCE_DATABASES})]
        self.fields["database"].choices = databases  # type: ignore[attr-defined]
        for name, label in LABELS.items():
            self.fields[f"column_{name}"] = forms.CharField(
                label=label,
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": name}),
            )

    @property
    def columns(self) -> list[Any]:
        """The fields that ask for the name of a column."""
        return [self[f"column_{name}"] for name in LABELS]

    def clean_statement(self) -> str:
        statement: str = self.cleaned_data["statement"].strip().removesuffix(";").rstrip()
        if ";" in statement:
            raise forms.ValidationError(_("Write one SELECT, without a semicolon in it."))
        return statement

    def given(self) -> dict[str, Any]:
        """What is to be kept, once the form is valid."""
        told = self.cleaned_data
        headings = {name: told[f"column_{name}"] for name in LABELS if told[f"column_{name}"]}
        return {
            **{name: told[name] for name in ("database", "statement", "days_back", "is_nightly")},
            "headings": headings,
        }
