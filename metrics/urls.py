"""Paths of the bespoke pages of metrics."""

from __future__ import annotations

from django.urls import URLPattern, path

from metrics.catalog import TYPES
from metrics.models import Metric, Reading
from metrics.views.attainment import AttainmentData
from metrics.views.readings import ReadingEnter, ReadingUndo

METRIC, READING = (next(kind for kind in TYPES if kind.model is model) for model in (Metric, Reading))

urlpatterns: list[URLPattern] = [
    path("metrics/<uuid:uid>/reading/", ReadingEnter.as_view(object_type=METRIC), name="metric_reading"),
    path("readings/<uuid:uid>/undo/", ReadingUndo.as_view(object_type=READING), name="reading_undo"),
    path("api/v1/attainment/", AttainmentData.as_view(), name="api_attainment"),
]
