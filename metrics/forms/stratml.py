"""Which file, for which unit, led by which discipline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.permissions import Permission
from strategies.choices import Discipline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.actors import Actor


class StratmlForm(forms.Form):
    """A StratML file and what it does not say itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A strategic plan in StratML, an .xml file of at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.stratml"}),
        error_messages={
            "required": _("Choose the file of the plan."),
            "empty": _("The file is empty: export the plan once more."),
        },
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="uid",
        empty_label=_("Choose…"),
        help_text=_("Whose strategy the plan becomes."),
        error_messages={"required": _("Choose the unit of the plan.")},
    )
    discipline = forms.ChoiceField(
        label=_("Lead discipline"),
        choices=[("", _("As it is, for a plan that is known here")), *Discipline.choices],
        required=False,
        help_text=_("StratML does not say it: choose it for a plan that is new here."),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[each.pk for each in units]).for_list()


def units_for(actor: Actor) -> list[Unit]:
    """Units in which somebody may change strategies. One query."""
    every = Unit.objects.visible_to(actor).active().for_list()
    return [unit for unit in every if actor.access.allows(Permission.EDIT_STRATEGY, [unit.path])]
