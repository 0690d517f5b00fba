"""The small forms of the challenge cycle. Rules stay in the models and the operations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from alignment.choices import ChallengeAnswer
from alignment.models import Challenge
from foundation.actors import Actor
from workbench.forms import RecordChoice, pickable
from workbench.types import type_with_key

ACCEPTED = ("claim", "evidence", "proposed_change", "due_date")
"""What may be put in one's own words when a proposal is accepted, beside who must answer."""


class AnswerForm(forms.Form):
    """What becomes of the plan, and why."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=ChallengeAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what becomes of the plan.")},
    )
    reason = forms.CharField(
        label=_("Because"),
        help_text=_("What was changed, or why the plan holds."),
        error_messages={"required": _("Give the reason.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DismissForm(forms.Form):
    """Why a proposal is no challenge."""

    reason = forms.CharField(
        label=_("Why this is no challenge"),
        help_text=_("It is proposed again only when the facts change."),
        error_messages={"required": _("Give the reason.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AcceptForm(forms.Form):
    """A proposal as a challenge: its words may be bettered, and somebody has to answer by a day."""

    def __init__(self, *args: Any, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Challenge, ACCEPTED)
        for name, rows in (("claim", 2), ("evidence", 4), ("proposed_change", 4)):
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows})
        day: Any = self.fields["due_date"]
        day.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["answerer"] = RecordChoice(
            queryset=pickable(type_with_key("challenge"), "answerer", viewer),
            to_field_name="uid",
            label=_("Who must answer"),
            empty_label=_("Choose…"),
        )
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill in %(field)s.") % {"field": field.label}
        self.order_fields(["claim", "evidence", "proposed_change", "answerer", "due_date"])
