"""Entering a reading by hand, and taking it back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import formats
from metrics.forms.reading import ReadingForm
from metrics.models import Reading
from metrics.operations.readings import Differs, Entered, enter_reading, undo_reading
from strategies.views.days import today_of
from workbench.inputs import path_in
from workbench.links import list_url, record_url, url_of
from workbench.operations.records import Invalid, Stale
from workbench.views.base import RecordPage

CONFLICT, UNPROCESSABLE = 409, 422
SALT = "metrics.reading"


class ReadingEnter(RecordPage):
    """The value of a metric on a day. A second value for a day is offered as a correction, beside the first."""

    role = "reading"
    edits = True

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self.show(ReadingForm(today=today_of(request)))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        form = ReadingForm(request.POST, today=today_of(request))
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            entered = self.enter(form)
        except Differs as other:
            return self.show(form, CONFLICT, other.reading)
        except Stale as other:
            stored = Reading.objects.get(pk=other.record.pk)
            return self.show(form, CONFLICT, stored)
        except Invalid as refusal:
            for fault in refusal.faults:
                form.add_error(fault.field if fault.field in form.fields else None, fault.message)
            return self.show(form, UNPROCESSABLE)
        undo = undo_url(entered) if entered.changed else ""
        messages.success(request, self.told(entered), extra_tags=undo)
        return HttpResponseRedirect(self.back_url())

    def enter(self, form: ReadingForm) -> Entered:
        """One call of the operation."""
        day, value, note = form.entered()
        return enter_reading(
            metric=self.record,
            day=day,
            value=value,
            note=note,
            actor=self.viewer,
            now=timezone.now(),
            replaces=form.cleaned_data["replaces"],
        )

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

    def show(self, form: ReadingForm, status: int = 200, other: Reading | None = None) -> HttpResponse:
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


def undo_url(entered: Entered) -> str:
    """Where a POST takes back what was entered; what it was before travels signed."""
    before = [str(entered.before[0]), entered.before[1]] if entered.before else None
    was = signing.dumps([entered.reading.version, before], salt=SALT)
    return f"{reverse('reading_undo', args=[entered.reading.uid])}?{urlencode({'was': was})}"


class ReadingUndo(RecordPage):
    """Takes back what was just entered."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            version, before = signing.loads(request.GET.get("was", ""), salt=SALT)
        except signing.BadSignature as wrong:
            raise Http404 from wrong
        try:
            undo_reading(
                reading=self.record,
                version=version,
                before=(Decimal(before[0]), before[1]) if before else None,
                actor=self.viewer,
                now=timezone.now(),
            )
        except Stale:
            return HttpResponse(status=CONFLICT)
        return HttpResponse(status=204)
