"""A metric over time in any place it is told by, and in the places below that."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render

from metrics.choices import Grain
from metrics.queries.breakdown import Asked, look_at
from metrics.serializers.breakdown import breakdown_view
from metrics.views.freshness import fresh
from workbench.inputs import uuid_in
from workbench.links import url_of
from workbench.views.base import RecordPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

COMPARED = {"1": 1, "4": 4, "12": 12}
"""Periods before with which one may be compared."""


class MetricChart(RecordPage):
    """The control chart of a metric, by month, quarter or year, in one place; what it was in each place below."""

    role = "chart"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        asked = asked_in(request.GET)
        look = look_at(self.record, self.viewer, asked)
        if look is None and asked.place:
            raise Http404
        page = breakdown_view(look, asked, request.path) if look else None
        context = {
            "freshness": fresh(self),
            "record": self.record,
            "record_url": url_of(self.record),
            "page": page,
        }
        return render(request, "metrics/metric_chart.html", context)


def asked_in(query: QueryDict) -> Asked:
    """What a query asks for; what it says wrongly is as if it said nothing."""
    grain = query.get("by")
    return Asked(
        segmentation=query.get("in", ""),
        place=uuid_in(query.get("place")),
        grain=Grain(grain) if grain in Grain.values else None,
        against=COMPARED.get(query.get("against", ""), 1),
    )
