"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from foundation.catalog import ObjectType, Panels, Section
from strategies.models import Objective, Strategy
from workbench.related import related

GROUP = _("Strategy")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Strategy,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        icon="compass",
        shortcut="s",
        columns=("name", "unit", "discipline", "state", "start_date", "end_date"),
        filters=("unit", "discipline", "state"),
        search=("name", "statement", "customer"),
        fields=(
            "name",
            "unit",
            "discipline",
            "customer",
            "statement",
            "state",
            "start_date",
            "end_date",
            "product_leadership_share",
            "operational_excellence_share",
            "customer_intimacy_share",
            "front_office_share",
            "back_office_share",
        ),
        sections=(
            Section(_("Strategy"), ("name", "unit", "discipline", "customer", "statement")),
            Section(_("In force"), ("state", "start_date", "end_date")),
            Section(
                _("Intended spend"),
                (
                    "product_leadership_share",
                    "operational_excellence_share",
                    "customer_intimacy_share",
                    "front_office_share",
                    "back_office_share",
                ),
            ),
        ),
    ),
    ObjectType(
        model=Objective,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        icon="flag",
        shortcut="o",
        columns=("name", "strategy", "discipline", "perspective", "weight", "due_date", "owner"),
        filters=("strategy", "discipline", "perspective", "owner"),
        search=("name", "description"),
        fields=(
            "name",
            "strategy",
            "discipline",
            "perspective",
            "weight",
            "due_date",
            "owner",
            "description",
        ),
        sections=(
            Section(_("Intent"), ("name", "strategy", "discipline", "perspective", "description")),
            Section(_("Commitment"), ("weight", "due_date", "owner")),
        ),
    ),
)

PANELS: Panels = {
    Strategy: (
        related(_("Objectives"), "objective", "strategy", ("name", "discipline", "due_date", "owner")),
    ),
}
