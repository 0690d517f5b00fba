"""Paths of the bespoke pages of strategies."""

from __future__ import annotations

from django.urls import URLPattern, path

from strategies.catalog import TYPES
from strategies.models import Commitment, Strategy
from strategies.views.force import StrategyForce, StrategyVersion
from strategies.views.mix import DisciplineMix, DisciplineMixData, DisciplineMixExport
from strategies.views.over_time import StrategiesOverTime, StrategiesOverTimeData
from strategies.views.profiles import Disciplines
from strategies.views.steps import CommitmentKept, StrategyEngaged, StrategySay
from strategies.views.strategy_map import StrategyMapData, StrategyMapPage

STRATEGY, COMMITMENT = (
    next(kind for kind in TYPES if kind.model is model) for model in (Strategy, Commitment)
)

urlpatterns: list[URLPattern] = [
    path(
        "strategies/<uuid:uid>/say/",
        StrategySay.as_view(object_type=STRATEGY),
        name="strategy_say",
    ),
    path(
        "strategies/<uuid:uid>/engaged/",
        StrategyEngaged.as_view(object_type=STRATEGY),
        name="strategy_engaged",
    ),
    path(
        "strategies/<uuid:uid>/force/",
        StrategyForce.as_view(object_type=STRATEGY),
        name="strategy_force",
    ),
    path(
        "strategies/<uuid:uid>/version/",
        StrategyVersion.as_view(object_type=STRATEGY),
        name="strategy_version",
    ),
    path(
        "commitments/<uuid:uid>/kept/",
        CommitmentKept.as_view(object_type=COMMITMENT),
        name="commitment_kept",
    ),
    path("strategies-over-time/", StrategiesOverTime.as_view(), name="strategies_over_time"),
    path(
        "api/v1/strategies-over-time/",
        StrategiesOverTimeData.as_view(),
        name="api_strategies_over_time",
    ),
    path("strategy-map/", StrategyMapPage.as_view(), name="strategy_map"),
    path("api/v1/strategy-map/", StrategyMapData.as_view(), name="api_strategy_map"),
    path("disciplines/", Disciplines.as_view(), name="disciplines"),
    path("discipline-mix/", DisciplineMix.as_view(), name="discipline_mix"),
    path("discipline-mix/export/", DisciplineMixExport.as_view(), name="discipline_mix_export"),
    path("api/v1/discipline-mix/", DisciplineMixData.as_view(), name="api_discipline_mix"),
]
