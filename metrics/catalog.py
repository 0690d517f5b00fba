"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from foundation.catalog import Column, Columns, ObjectType, Page, Panel, Panels, Section
from metrics.models import Metric, MetricSegmentation, ObjectiveMeasure, Reading, Source, Target
from metrics.operations.cuts import keep_further_apart
from metrics.operations.definitions import keep_definition
from metrics.operations.sources import delete_untold
from metrics.operations.targets import keep_periods_apart
from metrics.panels import (
    attainment_cells,
    metric_series,
    objective_measures,
    source_files,
    strategy_measures,
    stratml,
)
from metrics.views.detail import MetricDetail
from metrics.views.measures import MeasureCreate, MeasureEdit
from metrics.views.metric_list import MetricList
from strategies.models import Objective, Strategy
from workbench.related import related

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Metric,
        purpose=_(
            "A metric says what is measured, in which unit, and which way is better; objectives and "
            "benefits are judged by it."
        ),
        group=_("Measure"),
        permission=Permission.EDIT_METRICS,
        prepare=keep_definition,
        list_view=MetricList,
        detail_view=MetricDetail,
        icon="gauge",
        shortcut="m",
        columns=("name", "unit_of_measure", "direction", "formula", "frequency", "owner"),
        filters=("direction", "formula", "frequency", "owner", "segmentation"),
        search=("name", "definition"),
        fields=(
            "name",
            "definition",
            "unit_of_measure",
            "direction",
            "formula",
            "percentile",
            "base",
            "satisfied_from",
            "segmentation",
            "frequency",
            "grace_days",
            "rules",
            "decimals",
            "owner",
        ),
        sections=(
            Section(_("Definition"), ("name", "definition", "unit_of_measure", "direction", "decimals")),
            Section(_("Calculation"), ("formula", "percentile", "base", "satisfied_from", "segmentation")),
            Section(_("Rhythm"), ("frequency", "grace_days", "rules", "owner")),
        ),
    ),
    ObjectType(
        model=ObjectiveMeasure,
        group=_("Strategy"),
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("metric", "objective", "kind", "weight", "baseline_value", "baseline_date"),
        filters=("objective", "metric", "kind"),
        search=("objective__name", "metric__name"),
        fields=("objective", "metric", "kind", "weight", "baseline_value", "baseline_date"),
        create_view=MeasureCreate,
        edit_view=MeasureEdit,
    ),
    ObjectType(
        model=Target,
        group=_("Measure"),
        permission=Permission.EDIT_METRICS,
        prepare=keep_periods_apart,
        in_menu=False,
        columns=("metric", "segment", "start_date", "end_date", "value", "acceptable_value"),
        filters=("metric", "segment"),
        search=("metric__name", "segment__name"),
        fields=("metric", "segment", "start_date", "end_date", "value", "acceptable_value"),
    ),
    ObjectType(
        model=Reading,
        group=_("Measure"),
        permission=Permission.EDIT_METRICS,
        in_menu=False,
        columns=("metric", "day", "value", "note"),
        filters=("metric",),
        search=("metric__name", "note"),
        fields=("metric", "day", "value", "note"),
    ),
    ObjectType(
        model=MetricSegmentation,
        group=_("Measure"),
        permission=Permission.EDIT_METRICS,
        prepare=keep_further_apart,
        in_menu=False,
        columns=("metric", "segmentation", "reason"),
        filters=("metric", "segmentation"),
        search=("metric__name", "segmentation__name", "reason"),
        fields=("metric", "segmentation", "reason"),
    ),
    ObjectType(
        model=Source,
        purpose=_(
            "A source says who tells observations: a program, files, a database or people. What one tells is "
            "corrected and taken back by itself, and every figure can be followed to it."
        ),
        group=_("Measure"),
        permission=Permission.EDIT_METRICS,
        delete=delete_untold,
        icon="database",
        columns=("name", "kind", "owner", "note"),
        filters=("kind", "owner"),
        search=("name", "note"),
        fields=("name", "kind", "note", "owner"),
    ),
)

PAGES: tuple[Page, ...] = (
    Page("metric_dashboards", _("Dashboards"), _("Measure"), "chart-spline"),
    Page("metric_runs", _("Nightly run"), _("Measure"), "history"),
    Page("stratml_import", _("Import a plan"), _("Administer"), "file-input", permission=Permission.IMPORT),
)

PANELS: Panels = {
    Objective: (Panel("measures", _("Measures"), "metrics/objective_measures.html", objective_measures),),
    Strategy: (
        Panel(
            "objectives",
            _("Objectives and their measures"),
            "metrics/strategy_objectives.html",
            strategy_measures,
        ),
        Panel("stratml", _("StratML"), "metrics/stratml_panel.html", stratml, aside=True),
    ),
    Metric: (
        Panel("series", _("Readings and targets"), "metrics/metric_series.html", metric_series),
        related(_("Objectives it measures"), "objectivemeasure", "metric", ("objective", "kind", "weight")),
        related(_("Cut by"), "metricsegmentation", "metric", ("segmentation", "reason")),
    ),
    Source: (Panel("files", _("Files handed in"), "metrics/source_panel.html", source_files),),
}

COLUMNS: Columns = {Objective: (Column("attainment", _("Attainment"), attainment_cells),)}
"""What the strategy map and lists of objectives show beside each one."""
