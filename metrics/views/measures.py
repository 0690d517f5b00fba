"""The form of an objective's measure."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from workbench.forms import RecordChoice, RecordForm
from workbench.views.edit import FormPage, RecordCreate, RecordEdit


class MeasureForm(FormPage):
    """An objective is often measured by what nobody has measured yet: the way to a new metric stands at the menu."""

    def show(self, form: RecordForm, **options: Any) -> HttpResponse:
        metric = form.fields["metric"]
        if isinstance(metric, RecordChoice) and self.viewer.access.allows(Permission.EDIT_METRICS):
            lead = _("Nothing that measures it?")
            metric.help_text = form.another(metric, self.request.get_full_path(), lead)
        return super().show(form, **options)


class MeasureCreate(MeasureForm, RecordCreate):
    """A new measure."""


class MeasureEdit(MeasureForm, RecordEdit):
    """Another metric, kind or weight."""
