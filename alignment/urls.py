"""Bespoke pages of alignment."""

from __future__ import annotations

from django.urls import path

from alignment.views.api import ChainsData, LineOfSightData
from alignment.views.mending import Mend
from alignment.views.sight import LineOfSight, LinesPart

urlpatterns = [
    path("", LineOfSight.as_view(), name="line_of_sight"),
    path("lines/<str:code>/", LinesPart.as_view(), name="line_of_sight_part"),
    path("mend/<str:action>/<str:key>/<uuid:uid>/", Mend.as_view(), name="mend"),
    path("api/v1/line-of-sight/", LineOfSightData.as_view(), name="api_line_of_sight"),
    path("api/v1/chains/", ChainsData.as_view(), name="api_chains"),
]
