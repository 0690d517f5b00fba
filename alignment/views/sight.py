"""The signature page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from accounts.doors import Door
from accounts.queries import enterprise_of
from alignment.forms.question import question_of, whole_number
from alignment.queries.sight import line_of_sight
from alignment.serializers.controls import VIEWS
from alignment.serializers.page import page, part


class LinesPart(Door):
    """What serves one need or group of needs, for the phone's nested lines: sent when it is unfolded."""

    permission = None

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        asked = question_of(request.GET)
        line = line_of_sight(self.viewer, asked, timezone.now(), enterprise_of(request), with_rows=False)
        found = part(line, request.GET, code)
        if found is None:
            raise Http404
        # Links of the answer lead to the page it is put into, not to this address.
        found["open_url"] = reverse("line_of_sight") + found["open_url"]
        return render(request, "alignment/line_of_sight_items.html", found)


class LineOfSight(Door):
    """Map, matrix, table and gaps of what the viewer may read; every filter and view is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        view = request.GET.get("view", "")
        view = view if view in VIEWS else VIEWS[0]
        asked = question_of(request.GET)
        now, enterprise = timezone.now(), enterprise_of(request)
        line = line_of_sight(self.viewer, asked, now, enterprise, with_rows=view == "table")
        context = page(line, self.viewer, request.GET, view, whole_number(request.GET.get("page", "")))
        template = "alignment/line_of_sight.html"
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            template += "#results"
        response = render(request, template, {"page": context})
        patch_vary_headers(response, ["HX-Request"])
        return response
