"""Paths of the bespoke pages of metrics."""

from __future__ import annotations

from django.urls import URLPattern, path

from metrics.catalog import TYPES
from metrics.models import Metric, Reading, Source
from metrics.views.attainment import AttainmentData, AttainmentExport
from metrics.views.charts import MetricChart
from metrics.views.dashboards import (
    MetricDashboardArrange,
    MetricDashboardNew,
    MetricDashboardRemove,
    MetricDashboards,
)
from metrics.views.deliveries import SourceDeliver
from metrics.views.figures_api import MetricFiguresData
from metrics.views.library import MetricLibrary, MetricLibraryUndo
from metrics.views.observations_api import MetricObservations, SourceObservations, SourceWithdrawals
from metrics.views.origins import MetricOrigin
from metrics.views.pulls import SourcePull
from metrics.views.readings import ReadingEnter, ReadingUndo
from metrics.views.runs import RunLog, RunNow
from metrics.views.stratml import StrategyStratml, StratmlImport
from metrics.views.stratml_api import StratmlData, StratmlImports
from workbench.types import type_with_key

METRIC, READING, SOURCE = (
    next(kind for kind in TYPES if kind.model is model) for model in (Metric, Reading, Source)
)

urlpatterns: list[URLPattern] = [
    path("metrics/<uuid:uid>/chart/", MetricChart.as_view(object_type=METRIC), name="metric_chart"),
    path("metrics/<uuid:uid>/origin/", MetricOrigin.as_view(object_type=METRIC), name="metric_origin"),
    path("metrics/<uuid:uid>/reading/", ReadingEnter.as_view(object_type=METRIC), name="metric_reading"),
    path("sources/<uuid:uid>/files/", SourceDeliver.as_view(object_type=SOURCE), name="source_deliver"),
    path("sources/<uuid:uid>/pull/", SourcePull.as_view(object_type=SOURCE), name="source_pull"),
    path("metrics/library/", MetricLibrary.as_view(), name="metric_library"),
    path("metrics/library/undo/", MetricLibraryUndo.as_view(), name="metric_library_undo"),
    path("dashboards/", MetricDashboards.as_view(), name="metric_dashboards"),
    path("dashboards/new/", MetricDashboardNew.as_view(), name="metric_dashboard_new"),
    path("dashboards/<uuid:uid>/arrange/", MetricDashboardArrange.as_view(), name="metric_dashboard_arrange"),
    path("dashboards/<uuid:uid>/remove/", MetricDashboardRemove.as_view(), name="metric_dashboard_remove"),
    path("metrics/runs/", RunLog.as_view(), name="metric_runs"),
    path("metrics/runs/now/", RunNow.as_view(), name="metric_run_now"),
    path("readings/<uuid:uid>/undo/", ReadingUndo.as_view(object_type=READING), name="reading_undo"),
    path("attainment/export/", AttainmentExport.as_view(), name="attainment_export"),
    path("api/v1/attainment/", AttainmentData.as_view(), name="api_attainment"),
    path(
        "strategies/<uuid:uid>/stratml/",
        StrategyStratml.as_view(object_type=type_with_key("strategy")),
        name="strategy_stratml",
    ),
    path("stratml/", StratmlImport.as_view(), name="stratml_import"),
    path("api/v1/strategies/<uuid:uid>/stratml/", StratmlData.as_view(), name="api-strategy-stratml"),
    path(
        "api/v1/sources/<uuid:uid>/observations/",
        SourceObservations.as_view(),
        name="api-source-observations",
    ),
    path(
        "api/v1/sources/<uuid:uid>/withdrawals/", SourceWithdrawals.as_view(), name="api-source-withdrawals"
    ),
    path(
        "api/v1/metrics/<uuid:uid>/observations/",
        MetricObservations.as_view(),
        name="api-metric-observations",
    ),
    path("api/v1/metrics/<uuid:uid>/figures/", MetricFiguresData.as_view(), name="api-metric-figures"),
    path("api/v1/stratml/", StratmlImports.as_view(), name="api_stratml"),
]
