"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from foundation.catalog import ObjectType, Section
from metrics.models import Metric

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
)
