"""Putting a strategy in force and beginning its next version: each says first what it will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.views.requests import today_of
from foundation import formats
from strategies.models import Strategy
from strategies.operations.force import CannotBind, new_version, put_in_force, refuse_unfit
from strategies.queries.statement import clarity_of
from strategies.queries.versions import carried, earliest_start, present_beside
from strategies.serializers.clarity import clarity_view
from workbench.links import list_url, record_url, url_of
from workbench.operations.records import Invalid, Stale
from workbench.types import panels_of
from workbench.views.base import RecordPage
from workbench.views.refusals import UNPROCESSABLE, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

REMAPPING = "re-mapping"
"""The panel, contributed from above, that says what hangs on the strategy about to be replaced."""


class StartForm(forms.Form):
    """From which day."""

    start_date = forms.DateField(
        label=lazy("In force from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": lazy("Say from which day the strategy is in force.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NameForm(forms.Form):
    """What the next version is called."""

    name = forms.CharField(
        label=lazy("Name of the new version"),
        max_length=160,
        error_messages={"required": lazy("Give the new version a name.")},
    )


class ForcePage(RecordPage):
    """A question with one field, and what will happen when it is answered."""

    edits = True

    def page(self) -> dict[str, Any]:
        return {
            "list_url": list_url(self.object_type),
            "code": self.record.code,
            "url": record_url(self.object_type, self.record),
        }

    def show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"page": self.page(), "form": form, "record": self.record, "object_type": self.object_type}
        return self.render_to_response(context, status=status)


class StrategyForce(ForcePage):
    """Asks from which day a draft binds its unit."""

    role = "force"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        earliest, today = earliest_start(self.record), today_of(request)
        start = max(today, earliest) if earliest else today
        return self.show(StartForm(initial={"start_date": start, "version": self.record.version}))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = StartForm(request.POST)
        if form.is_valid():
            self.bind(form)
        if form.errors:
            self.record.refresh_from_db()
            return self.show(form, UNPROCESSABLE)
        words = {"strategy": self.record, "day": formats.day(self.record.start_date)}
        messages.success(request, _("“%(strategy)s” is in force from %(day)s.") % words)
        return HttpResponseRedirect(
            f"{url_of(self.record)}{'#' + REMAPPING if self.record.replaces_id else ''}"
        )

    def bind(self, form: StartForm) -> None:
        """One call of the operation; what it refuses is told by the form."""
        try:
            put_in_force(
                strategy=self.record,
                start_date=form.cleaned_data["start_date"],
                version=form.cleaned_data["version"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except CannotBind as refusal:
            form.add_error("start_date", str(refusal))
        except Invalid as refusal:
            form.add_error(None, " ".join(fault.message for fault in refusal.faults))
        except Stale as refusal:
            tell(form, refusal)

    def page(self) -> dict[str, Any]:
        present, found = present_beside(self.record), clarity_of(self.record, today_of(self.request))
        former = present or self.record.replaces
        return {
            **super().page(),
            "title": _("Put in force"),
            "present": present,
            "present_url": url_of(present),
            "earliest": earliest_start(self.record),
            "clarity": clarity_view(found, self.record, can_edit=True),
            "refusal": self.refusal(),
            "panels": list(self.panels(former)) if former else [],
        }

    def panels(self, former: Strategy) -> Iterator[dict[str, Any]]:
        """What upper apps say about replacing the former strategy by this one."""
        for panel in panels_of(Strategy):
            if panel.name == REMAPPING:
                data = panel.context(
                    record=former, viewer=self.viewer, now=timezone.now(), successor=self.record
                )
                yield {"title": panel.title, "template": panel.template, "data": data}

    def refusal(self) -> str:
        """Why no start would do; empty where one will."""
        try:
            refuse_unfit(self.record)
        except CannotBind as refusal:
            return str(refusal)
        return ""


class StrategyVersion(ForcePage):
    """Asks for the name of the next version."""

    role = "version"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(NameForm(initial={"name": next_name(str(self.record))}))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = NameForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            draft = new_version(
                strategy=self.record, name=form.cleaned_data["name"], actor=self.viewer, now=timezone.now()
            )
        except Invalid as refusal:
            form.add_error("name", " ".join(fault.message for fault in refusal.faults))
            return self.show(form, UNPROCESSABLE)
        messages.success(
            request, _("“%(strategy)s” is a draft. Change what is different now.") % {"strategy": draft}
        )
        return HttpResponseRedirect(url_of(draft))

    def page(self) -> dict[str, Any]:
        return {**super().page(), "title": _("Begin a new version"), "carried": carried(self.record)}


def next_name(name: str) -> str:
    """The name with its trailing number raised by one, or with a 2: "Closer to home" → "Closer to home 2".

    A year is no number of a version and stays.
    """
    found = re.fullmatch(r"(.*\S)\s+(\d{1,3})", name)
    return f"{found[1]} {int(found[2]) + 1}" if found else f"{name[:157]} 2"
