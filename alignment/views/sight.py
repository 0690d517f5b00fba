"""The signature page."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.doors import Door
from accounts.models import Enterprise
from accounts.queries import enterprise_of
from alignment.forms.question import kind_of, question_of, view_of, whole_number
from alignment.operations.density import keep_density
from alignment.queries.density import is_compact
from alignment.queries.sight import line_of_sight
from alignment.serializers.page import Asked, page, part
from alignment.views.unchanged import not_modified, stamp_of, stamped
from workbench.inputs import path_in


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
        home = reverse("line_of_sight")
        found |= {name: home + found[name] for name in ("open_prefix", "more_url")}
        return render(request, "alignment/line_of_sight_items.html", found)


class LineOfSight(Door):
    """Map, matrix, table and gaps of what the viewer may read; every filter and view is an address."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        now, enterprise = timezone.now(), enterprise_of(request)
        view = view_of(request.GET)
        asked = Asked(
            view=view,
            query=request.GET,
            number=whole_number(request.GET.get("page", "")),
            kind=kind_of(request.GET),
            is_compact=view == "matrix" and is_compact(self.viewer),
        )
        stamp = stamp_of(request, self.viewer, enterprise, now, asked.is_compact)
        return not_modified(request, stamp) or stamped(self.written(request, asked, now, enterprise), stamp)

    def written(
        self, request: HttpRequest, asked: Asked, now: datetime, enterprise: Enterprise | None
    ) -> HttpResponse:
        """The page, or its parts for the script."""
        line = line_of_sight(
            self.viewer, question_of(request.GET), now, enterprise, with_rows=asked.view == "table"
        )
        template = "alignment/line_of_sight.html"
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            template += "#results"
        return render(request, template, {"page": page(line, self.viewer, asked)})


class Density(Door):
    """How close the rows of the matrix stand, kept for the person."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        keep_density(is_compact=request.POST.get("density") == "compact", actor=self.viewer)
        return redirect(path_in(request.POST.get("next")) or reverse("line_of_sight"))
