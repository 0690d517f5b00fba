"""The signature page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from accounts.doors import Door
from accounts.queries import enterprise_of
from alignment.forms.question import question_of, whole_number
from alignment.queries.sight import line_of_sight
from alignment.serializers.controls import VIEWS
from alignment.serializers.page import page


class LineOfSight(Door):
    """Map, matrix, table and gaps of what the viewer may read; every filter and view is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        view = request.GET.get("view", "")
        view = view if view in VIEWS else VIEWS[0]
        asked = question_of(request.GET)
        line = line_of_sight(self.viewer, asked, timezone.now(), enterprise_of(request))
        context = page(line, self.viewer, request.GET, view, whole_number(request.GET.get("page", "")))
        template = "alignment/line_of_sight.html"
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            template += "#results"
        response = render(request, template, {"page": context})
        patch_vary_headers(response, ["HX-Request"])
        return response
