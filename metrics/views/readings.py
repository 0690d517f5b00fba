"""Entering a reading by hand, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.requests import today_of
from foundation import formats
from metrics.forms.reading import ReadingForm
from metrics.operations.readings import Differs, Entered, enter_reading, withdraw_reading
from workbench.inputs import path_in
from workbench.links import list_url, record_url, url_of
from workbench.operations.records import Invalid, Stale
from workbench.views.base import RecordPage
from workbench.views.refusals import CONFLICT, UNPROCESSABLE, tell
from workbench.views.undo import offer_undo


class ReadingEnter(RecordPage):
    """The value of a metric on a day. A second value for a day is offered as a correction, beside the first."""

    role = "reading"
    edits = True

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(ReadingForm(today=today_of(request)))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form, now = ReadingForm(request.POST, today=today_of(request)), timezone.now()
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            entered = self.enter(form, now)
        except Differs as other:
            return self.show(form, CONFLICT, other.reading)
        except Stale as meanwhile:
            return self.show(form, CONFLICT, meanwhile.record)
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE)
        self.offer_undo(entered, now)
        return HttpResponseRedirect(self.back_url())

    def enter(self, form: ReadingForm, now: datetime) -> Entered:
        """One call of the operation."""
        day, value, note = form.entered()
        return enter_reading(
            metric=self.record,
            day=day,
            value=value,
            note=note,
            actor=self.viewer,
            now=now,
            replaces=form.cleaned_data["replaces"],
        )

    def offer_undo(self, entered: Entered, now: datetime) -> None:
        """Good news, with the way back: a correction is undone as any change, a new reading is withdrawn."""
        if not entered.changed or entered.before is not None:
            return offer_undo(self.request, self.told(entered), now if entered.changed else None)
        query = urlencode({"version": entered.reading.version})
        undo = f"{reverse('reading_undo', args=[entered.reading.uid])}?{query}"
        return messages.success(self.request, self.told(entered), extra_tags=undo)

    def told(self, entered: Entered) -> str:
        reading = entered.reading
        words = {
            "metric": self.record,
            "value": formats.number(reading.value, self.record.decimals),
            "day": formats.day(reading.day),
        }
        if not entered.changed:
            return _("%(metric)s on %(day)s stays at %(value)s.") % words
        if entered.before is None:
            return _("%(metric)s on %(day)s: %(value)s.") % words
        words["before"] = formats.number(entered.before[0], self.record.decimals)
        return _("%(metric)s on %(day)s: %(value)s instead of %(before)s.") % words

    def back_url(self) -> str:
        """The page from which the reading was entered, else the metric's."""
        return path_in(self.request.GET.get("next")) or url_of(self.record)

    def show(self, form: ReadingForm, status: int = 200, other: Any = None) -> HttpResponse:
        metric = self.record
        page: dict[str, Any] = {
            "title": _("Enter a reading"),
            "metric": metric,
            "list_url": list_url(self.object_type),
            "url": record_url(self.object_type, metric),
            "cancel_url": self.back_url(),
            "unit": metric.unit_of_measure,
            "other": other,
        }
        if other is not None:
            page["version"] = other.version
            page["stored"] = formats.number(other.value, metric.decimals)
            page["typed"] = formats.number(form.cleaned_data["value"], metric.decimals)
        return self.render_to_response({"page": page, "form": form, "record": metric}, status=status)


class ReadingUndo(RecordPage):
    """Takes back a reading that was just entered for a day that had none; a correction is undone as any change."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        version = request.GET.get("version", "")
        try:
            withdraw_reading(
                reading=self.record,
                version=int(version) if version.isdecimal() else 0,
                actor=self.viewer,
                now=timezone.now(),
            )
        except Stale:
            messages.error(
                request, _("This can no longer be undone: somebody has changed the reading since.")
            )
        else:
            messages.success(request, _("Undone: %(what)s.") % {"what": self.record})
        return HttpResponseRedirect(path_in(request.POST.get("next")) or url_of(self.record.metric))
