"""Paths of the bespoke pages of customers."""

from __future__ import annotations

from django.urls import URLPattern, path

from customers.views.api import NeedSeriesData, SegmentCoverageData

urlpatterns: list[URLPattern] = [
    path("api/v1/need-series/<uuid:uid>/", NeedSeriesData.as_view(), name="api-need-series"),
    path("api/v1/segment-coverage/", SegmentCoverageData.as_view(), name="api_segment_coverage"),
]
