"""The signature page."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.doors import Door
from accounts.models import Enterprise
from accounts.queries import enterprise_of
from alignment.forms.question import question_of, whole_number
from alignment.queries.sight import line_of_sight
from alignment.serializers.controls import VIEWS
from alignment.serializers.page import page, part
from alignment.views.unchanged import not_modified, stamp_of, stamped


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
        now, enterprise = timezone.now(), enterprise_of(request)
        stamp = stamp_of(request, self.viewer, enterprise, now)
        return not_modified(request, stamp) or stamped(self.written(request, now, enterprise), stamp)

    def written(self, request: HttpRequest, now: datetime, enterprise: Enterprise | None) -> HttpResponse:
        """The page, or its parts for the script."""
        view = request.GET.get("view", "")
        view = view if view in VIEWS else VIEWS[0]
        asked = question_of(request.GET)
        line = line_of_sight(self.viewer, asked, now, enterprise, with_rows=view == "table")
        context = page(line, self.viewer, request.GET, view, whole_number(request.GET.get("page", "")))
        template = "alignment/line_of_sight.html"
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            template += "#results"
        return render(request, template, {"page": context})
