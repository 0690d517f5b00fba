"""Paths of the bespoke pages of strategies."""

from __future__ import annotations

from django.urls import URLPattern, path

from strategies.views.mix import DisciplineMix, DisciplineMixData, DisciplineMixExport
from strategies.views.profiles import Disciplines

urlpatterns: list[URLPattern] = [
    path("disciplines/", Disciplines.as_view(), name="disciplines"),
    path("discipline-mix/", DisciplineMix.as_view(), name="discipline_mix"),
    path("discipline-mix/export/", DisciplineMixExport.as_view(), name="discipline_mix_export"),
    path("api/v1/discipline-mix/", DisciplineMixData.as_view(), name="api_discipline_mix"),
]
