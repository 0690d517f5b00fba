"""The form that asks people: everybody of a unit, or somebody by name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from assessments.choices import Side
from assessments.queries.asking import people_of
from foundation.actors import Actor
from workbench.forms import RecordChoice
from workbench.links import page_url
from workbench.types import type_with_key


class InviteForm(forms.Form):
    """Whom to ask, and on which side they stand."""

    unit = RecordChoice(
        queryset=Unit.objects.none(),
        to_field_name="uid",
        required=False,
        label=_("Everybody in"),
        help_text=_("This unit and those below it."),
        empty_label=_("No unit"),
    )
    person = RecordChoice(
        queryset=Person.objects.none(),
        to_field_name="uid",
        required=False,
        label=_("Or one person"),
        help_text=_("Type a name and choose from the list."),
    )
    side = forms.ChoiceField(
        choices=[("", _("By the kind of their unit")), *Side.choices],
        required=False,
        label=_("On the side of"),
        help_text=_("Whose view their answers are."),
    )

    def __init__(self, data: Any = None, *, viewer: Actor) -> None:
        super().__init__(data, auto_id="invite-%s")
        unit: Any = self.fields["unit"]
        person: Any = self.fields["person"]
        unit.queryset = Unit.objects.visible_to(viewer).active().for_list()
        person.queryset = Person.objects.visible_to(viewer).active().for_list()
        person.widget = forms.TextInput(
            attrs={
                "list": "invite-options",
                "autocomplete": "off",
                "hx-get": page_url(type_with_key("person"), "options"),
                "hx-trigger": "focus once, input changed delay:200ms",
                "hx-target": "#invite-options",
            }
        )

    def clean(self) -> dict[str, Any]:
        """At least one of unit and person."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("unit") or cleaned.get("person")):
            self.add_error("unit", _("Choose a unit or a person."))
        return cleaned

    def people(self) -> list[Person]:
        """Whom the form names."""
        unit, person = self.cleaned_data["unit"], self.cleaned_data["person"]
        return [*(people_of(unit) if unit else ()), *([person] if person else ())]

    def chosen_side(self) -> Side | None:
        """The side chosen; ``None`` where each stands on the side of their unit."""
        chosen = self.cleaned_data["side"]
        return Side(chosen) if chosen else None
