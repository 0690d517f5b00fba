"""The short forms of dashboards: what one is called and whose it is, and what is put on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_CHOICES
from customers.models import Segment
from metrics.models import Metric

MINE = ("", _("Me alone"))


class DashboardForm(forms.Form):
    """``may_share`` adds the roles whose dashboard it can be."""

    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Give it a name.")})
    role = forms.ChoiceField(label=_("For"), required=False, choices=[MINE])

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_share:
            self.fields["role"].choices = [MINE, *ROLE_CHOICES]  # type: ignore[attr-defined]


class TileForm(forms.Form):
    """A metric as a whole, or in one segment."""

    metric = forms.ModelChoiceField(
        label=_("Metric"),
        queryset=Metric.objects.none(),
        to_field_name="uid",
        empty_label=None,
        error_messages={"required": _("Choose a metric."), "invalid_choice": _("Choose a metric.")},
    )
    segment = forms.ModelChoiceField(
        label=_("Segment"),
        queryset=Segment.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("metric", Metric), ("segment", Segment)):
            choice: Any = self.fields[name]
            choice.queryset = model.objects.active().for_list()
