"""Bespoke pages of alignment."""

from __future__ import annotations

from django.urls import path

from alignment.views.sight import LineOfSight

urlpatterns = [
    path("", LineOfSight.as_view(), name="line_of_sight"),
]
