"""Every line that does not hold, with its owner and the one thing to do: the page, its file, and naming an owner."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doors import Door
from alignment.forms.mending import part_of
from alignment.forms.question import chain_question_of, whole_number
from alignment.models import Initiative
from alignment.queries.chains import ChainQuestion, chain_report, owners
from alignment.queries.standing_trend import standing_trend
from alignment.serializers.broken_lines import HEADER, PER_PAGE, broken_lines_page, lines
from alignment.views.small_form import KeyedForm
from customers.models import Need
from strategies.models import Objective, Strategy
from workbench.operations.records import Invalid, Stale, save
from workbench.views.answers import csv_file, page_or_results
from workbench.views.refusals import UNPROCESSABLE, tell


def _open(asked: ChainQuestion) -> ChainQuestion:
    """What the page is about: lines that do not hold, unless a state is asked for."""
    return asked if asked.state else dataclasses.replace(asked, only_open=True)


class BrokenLines(Door):
    """What does not hold, the worst first; every filter is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, number = _open(chain_question_of(request.GET)), whole_number(request.GET.get("page", ""))
        first = (number - 1) * PER_PAGE
        report = chain_report(self.viewer, timezone.now(), asked, first=first, most=PER_PAGE)
        trend = standing_trend(self.viewer, asked, report.today)
        people = owners(self.viewer)
        page = broken_lines_page(report, asked, trend, people, self.viewer, request.GET, number)
        return page_or_results(request, "alignment/broken_lines.html", {"page": page})


class BrokenLinesExport(Door):
    """The same as a file, all of it."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        report = chain_report(self.viewer, timezone.now(), _open(chain_question_of(request.GET)))
        return csv_file("broken-lines", HEADER, list(lines(report)))


OWNER_FIELDS = {Objective: "owner", Need: "owner", Initiative: "owner", Strategy: "sponsor"}
"""Where each type says who answers for it."""


class NameOwner(KeyedForm):
    """Who answers for a record: for an element whoever sponsors its strategy."""

    form_template = "alignment/owner_form.html"
    page_template = "alignment/owner.html"

    def get(self, request: HttpRequest, key: str, uid: UUID) -> HttpResponse:
        return self.show(self.form(), record=self.record)

    def post(self, request: HttpRequest, key: str, uid: UUID) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE, record=self.record)
        name = OWNER_FIELDS[self.object_type.model]
        try:
            save(
                object_type=self.object_type,
                values={name: form.cleaned_data[name]},
                record=self.record,
                version=form.cleaned_data["version"],
                actor=self.viewer,
                now=timezone.now(),
            )
        except (Invalid, Stale) as refusal:
            tell(form, refusal)
            return self.show(form, UNPROCESSABLE, record=self.record)
        words = {"owner": form.cleaned_data[name] or _("Nobody"), "record": self.record}
        return self.done(_("%(owner)s answers for %(record)s") % words)

    def form(self, data: Any = None) -> Any:
        if self.object_type.model not in OWNER_FIELDS:
            raise Http404
        return part_of((OWNER_FIELDS[self.object_type.model],), self.record, self.viewer, data)

    def home(self) -> str:
        return reverse("broken_lines")
