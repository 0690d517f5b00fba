"""Bespoke pages of alignment."""

from __future__ import annotations

from django.urls import path

from alignment.views.mending import Mend
from alignment.views.sight import LineOfSight

urlpatterns = [
    path("", LineOfSight.as_view(), name="line_of_sight"),
    path("mend/<str:action>/<str:key>/<uuid:uid>/", Mend.as_view(), name="mend"),
]
