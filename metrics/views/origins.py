"""Where a figure of a metric comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render

from metrics.queries.observations import NoPage
from metrics.queries.origins import origin_of
from metrics.serializers.origins import origin_view
from metrics.views.charts import asked_in
from metrics.views.freshness import fresh
from workbench.links import url_of
from workbench.views.base import RecordPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MetricOrigin(RecordPage):
    """One figure of a metric: its formula, its run, what it was made of down to the rows, and how good these are."""

    role = "origin"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        asked, start = asked_in(request.GET), day_in(request.GET.get("start", ""))
        try:
            origin = origin_of(self.record, self.viewer, asked, start, request.GET.get("after", ""))
        except NoPage as error:
            raise Http404 from error
        if origin is None and asked.place:
            raise Http404
        page = origin_view(origin) if origin else None
        context = {
            "record": self.record,
            "record_url": url_of(self.record),
            "page": page,
            "freshness": fresh(self),
        }
        return render(request, "metrics/metric_origin.html", context)


def day_in(text: str) -> date | None:
    """The day a text names in ISO 8601; nothing where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
