"""The signature page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.doors import Door
from accounts.models import Enterprise
from activity.views.etags import known_to, not_modified, stamp_of, stamped
from activity.views.page_cache import OWN_TOKEN, Written, kept
from alignment.forms.question import kind_of, question_of, view_of, whole_number
from alignment.operations.density import keep_density
from alignment.queries.density import is_compact
from alignment.queries.sight import line_of_sight
from alignment.serializers.page import PageQuestion, page, part
from workbench.inputs import path_in
from workbench.views.answers import wants_results

PARTS = ("finding", "plan", "tools", "main")
"""What is put into the page around it; a script asks for ``RESULTS`` instead."""
RESULTS = ("results",)


class LinesPart(Door):
    """What serves one need or group of needs, for the phone's nested lines: sent when it is unfolded."""

    permission = None

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        now, enterprise = timezone.now(), self.enterprise
        known = known_to(request, self.viewer, enterprise, now)
        written = kept(request, known, lambda: self.written(request, code, now, enterprise))
        return HttpResponse(written["items"])

    def written(self, request: HttpRequest, code: str, now: datetime, enterprise: Enterprise) -> Written:
        line = line_of_sight(self.viewer, question_of(request.GET), now, enterprise, with_rows=False)
        found = part(line, request.GET, code)
        if found is None:
            raise Http404
        # Links of the answer lead to the page it is put into, not to this address.
        home = reverse("line_of_sight")
        found |= {name: home + found[name] for name in ("open_prefix", "more_url")}
        return {"items": render_to_string("alignment/line_of_sight_items.html", found)}


class LineOfSight(Door):
    """Map, matrix, table and gaps of what the viewer may read; every filter and view is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        now, enterprise = timezone.now(), self.enterprise
        view = view_of(request.GET)
        asked = PageQuestion(
            view=view,
            query=request.GET,
            number=whole_number(request.GET.get("page", "")),
            kind=kind_of(request.GET),
            is_compact=view == "matrix" and is_compact(self.viewer),
        )
        known = known_to(request, self.viewer, enterprise, now, asked.is_compact)
        stamp = stamp_of(request, self.viewer, known)
        if (unchanged := not_modified(request, stamp)) is not None:
            return unchanged
        names = RESULTS if wants_results(request) else PARTS
        written = kept(request, known, lambda: self.written(asked, names, now, enterprise))
        if names is RESULTS:
            return stamped(HttpResponse(written["results"]), stamp)
        return stamped(render(request, "alignment/line_of_sight.html", {"written": written}), stamp)

    def written(
        self, asked: PageQuestion, names: Sequence[str], now: datetime, enterprise: Enterprise
    ) -> Written:
        """The parts of the page. Nothing in them says who reads: they are kept for all who may see the same."""
        question = question_of(asked.query)
        line = line_of_sight(self.viewer, question, now, enterprise, with_rows=asked.view == "table")
        content = {
            "page": page(line, self.viewer, asked),
            "request": self.request,
            "csrf_token": OWN_TOKEN,
        }
        template = "alignment/line_of_sight_written.html"
        return {name: render_to_string(f"{template}#{name}", content) for name in names}


class Density(Door):
    """How close the rows of the matrix stand, kept for the person."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        keep_density(is_compact=request.POST.get("density") == "compact", actor=self.viewer)
        return redirect(path_in(request.POST.get("next")) or reverse("line_of_sight"))
