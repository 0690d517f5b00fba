"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from foundation.catalog import ObjectType, Page, Panels, Section
from metrics.models import Metric, ObjectiveMeasure, Reading, Target
from strategies.models import Objective
from workbench.related import related

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Metric,
        group=_("Data"),
        permission=Permission.EDIT_METRICS,
        icon="gauge",
        shortcut="m",
        columns=("name", "unit_of_measure", "direction", "formula", "frequency", "owner"),
        filters=("direction", "formula", "frequency", "owner"),
        search=("name", "definition"),
        fields=(
            "name",
            "definition",
            "unit_of_measure",
            "direction",
            "formula",
            "percentile",
            "frequency",
            "decimals",
            "owner",
        ),
        sections=(
            Section(_("Definition"), ("name", "definition", "unit_of_measure", "direction", "decimals")),
            Section(_("Calculation"), ("formula", "percentile", "frequency", "owner")),
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
    ),
    ObjectType(
        model=Target,
        group=_("Data"),
        permission=Permission.EDIT_METRICS,
        in_menu=False,
        columns=("metric", "start_date", "end_date", "value", "acceptable_value"),
        filters=("metric",),
        search=("metric__name",),
        fields=("metric", "start_date", "end_date", "value", "acceptable_value"),
    ),
    ObjectType(
        model=Reading,
        group=_("Data"),
        permission=Permission.EDIT_METRICS,
        in_menu=False,
        columns=("metric", "day", "value", "note"),
        filters=("metric",),
        search=("metric__name", "note"),
        fields=("metric", "day", "value", "note"),
    ),
)

PAGES: tuple[Page, ...] = ()

PANELS: Panels = {
    Objective: (
        related(
            _("Measures"), "objectivemeasure", "objective", ("metric", "kind", "weight", "baseline_value")
        ),
    ),
    Metric: (
        related(_("Targets"), "target", "metric", ("start_date", "end_date", "value", "acceptable_value")),
        related(_("Readings"), "reading", "metric", ("day", "value", "note")),
        related(_("Objectives it measures"), "objectivemeasure", "metric", ("objective", "kind", "weight")),
    ),
}
