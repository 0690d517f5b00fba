"""Saying a strategy point by point, and the two things a sponsor does with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from accounts.views.requests import today_of
from strategies.choices import Point
from strategies.forms.steps import step_form, step_of, subject_of
from strategies.models import Strategy
from strategies.queries.statement import clarity_of, promises
from strategies.serializers.clarity import WORDS, step_url, steps_view, summary
from strategies.serializers.statement import discipline_choices
from workbench.links import list_url, record_url, url_of
from workbench.operations.records import Invalid, Stale, save
from workbench.views.base import RecordPage
from workbench.views.refusals import CONFLICT, UNPROCESSABLE, tell

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from strategies.engine.clarity import Clarity
    from workbench.forms import RecordForm


class StrategySay(RecordPage):
    """One point of a statement on a page: why it matters, the fields in which it is said, and on to the next."""

    role = "say"
    edits = True

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        found = self.clarity()
        point = self.point(found)
        return self.show(point, self.form(point), found)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        point = self.point(self.clarity())
        form = self.form(point, request.POST)
        if not form.is_valid():
            return self.show(point, form, self.clarity(), UNPROCESSABLE)
        try:
            self.say(point, form)
        except Invalid as refusal:
            tell(form, refusal)
            return self.show(point, form, self.clarity(), UNPROCESSABLE)
        except Stale as refusal:
            tell(form, refusal)
            return self.show(point, form, self.clarity(), CONFLICT)
        return HttpResponseRedirect(self.next_url())

    def point(self, found: Clarity) -> Point:
        """The point asked for, else the first that is missing."""
        asked = self.request.GET.get("point", "")
        if asked in Point.values:
            return Point(asked)
        return found.missing[0].point if found.missing else Point.CUSTOMER

    def clarity(self) -> Clarity:
        return clarity_of(Strategy.objects.visible_to(self.viewer).get(pk=self.record.pk), self.today())

    def today(self) -> date:
        return today_of(self.request)

    def form(self, point: Point, data: Any = None) -> RecordForm:
        self.kind, self.subject = subject_of(point, self.record)
        return step_form(point, self.record, self.subject, self.viewer, self.today(), data)

    def say(self, point: Point, form: RecordForm) -> None:
        """One call of the operation."""
        values = {name: form.cleaned_data[name] for name in step_of(point, self.record).fields}
        if self.subject is None:
            values["strategy"] = self.record
        save(
            object_type=self.kind,
            values=values,
            record=self.subject,
            version=form.cleaned_data.get("version"),
            actor=self.viewer,
            now=timezone.now(),
        )

    def next_url(self) -> str:
        """On to the next point, where the person asked for it and one is missing."""
        found = self.clarity()
        messages.success(self.request, summary(found))
        if found.is_complete or "stop" in self.request.POST:
            return url_of(self.record)
        return step_url(self.record, found.missing[0].point)

    def show(self, point: Point, form: RecordForm, found: Clarity, status: int = 200) -> HttpResponse:
        form.offer_choices()
        context = {
            "page": self.page(point, form, found),
            "form": form,
            "record": self.record,
            "object_type": self.object_type,
        }
        return self.render_to_response(context, status=status)

    def page(self, point: Point, form: RecordForm, found: Clarity) -> dict[str, Any]:
        """The question with its reason, how much is said, and where else one could go."""
        adds_people = point is Point.SPONSOR and self.viewer.access.allows(Permission.EDIT_ORGANIZATION)
        back = urlencode({"next": self.request.get_full_path()})
        return {
            "title": WORDS[point].question,
            "why": WORDS[point].why,
            "how": WORDS[point].how,
            "summary": summary(found),
            "share": found.score,
            "list_url": list_url(self.object_type),
            "code": self.record.code,
            "url": record_url(self.object_type, self.record),
            "fields": [form[name] for name in form.fields if name != "version"],
            "disciplines": discipline_choices(form, promises()) if point is Point.DISCIPLINE else (),
            "person_url": f"{reverse('person_create')}?{back}" if adds_people else "",
            **steps_view(found, self.record, point),
        }


class StrategyEngaged(RecordPage):
    """Says with one click that the sponsor worked on the strategy today."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        mark_today(self, "engaged_date")
        messages.success(request, _("The sponsor was engaged today."))
        return HttpResponseRedirect(url_of(self.record))


class CommitmentKept(RecordPage):
    """Says with one click that the sponsor kept a commitment today."""

    role = "detail"
    edits = True

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        mark_today(self, "kept_date")
        messages.success(request, _("“%(commitment)s” is kept.") % {"commitment": self.record})
        return HttpResponseRedirect(url_of(self.record.strategy))


def mark_today(page: RecordPage, field: str) -> None:
    """One call of the operation: what ``field`` tells of the page's record happened today."""
    save(
        object_type=page.object_type,
        values={field: today_of(page.request)},
        record=page.record,
        actor=page.viewer,
        now=timezone.now(),
    )
