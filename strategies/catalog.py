"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from foundation.catalog import ObjectType, Page, Panel, Panels, Section
from strategies.models import (
    Commitment,
    DisciplineProfile,
    Effect,
    GrowthAim,
    ITNeed,
    Objective,
    Strategy,
)
from strategies.operations.effects import keep_arrows_together, refuse_rings
from strategies.panels import discipline_check, it_needs, units_that_follow
from strategies.views.effects import EffectCreate, EffectEdit
from strategies.views.library import ITNeedList
from strategies.views.objectives import ObjectiveDetail
from strategies.views.profiles import ProfileDetail
from strategies.views.statement import StrategyCreate, StrategyDetail, StrategyList
from workbench.related import related

GROUP = _("Strategy")
DISCIPLINES = _("How we win")

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
        list_view=StrategyList,
        detail_view=StrategyDetail,
        create_view=StrategyCreate,
        fields=(
            "name",
            "unit",
            "discipline",
            "customer",
            "statement",
            "will_not",
            "sponsor",
            "engaged_date",
            "state",
            "start_date",
            "end_date",
            "replaces",
            "product_leadership_share",
            "operational_excellence_share",
            "customer_intimacy_share",
            "product_leadership_minimum",
            "operational_excellence_minimum",
            "customer_intimacy_minimum",
            "front_office_share",
            "back_office_share",
        ),
        sections=(
            Section(_("Strategy"), ("name", "unit", "discipline", "customer", "statement", "will_not")),
            Section(_("Sponsor"), ("sponsor", "engaged_date")),
            Section(_("In force"), ("state", "start_date", "end_date", "replaces")),
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
            Section(
                _("Lowest levels of the other two"),
                (
                    "product_leadership_minimum",
                    "operational_excellence_minimum",
                    "customer_intimacy_minimum",
                ),
            ),
        ),
    ),
    ObjectType(
        model=Objective,
        purpose=_(
            "An objective says what the strategy wants to reach by when; measures tell whether it does."
        ),
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        detail_view=ObjectiveDetail,
        prepare=keep_arrows_together,
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
    ObjectType(
        model=GrowthAim,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("name", "strategy", "kind", "figure", "unit_of_measure", "due_date"),
        filters=("strategy", "kind"),
        fields=("strategy", "name", "kind", "figure", "unit_of_measure", "due_date"),
    ),
    ObjectType(
        model=Commitment,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("name", "strategy", "due_date", "kept_date"),
        filters=("strategy",),
        fields=("strategy", "name", "due_date", "kept_date"),
    ),
    ObjectType(
        model=Effect,
        prepare=refuse_rings,
        create_view=EffectCreate,
        edit_view=EffectEdit,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("cause", "outcome", "reason"),
        filters=("cause", "outcome"),
        search=("cause__name", "outcome__name", "reason"),
        fields=("cause", "outcome", "reason"),
    ),
    ObjectType(
        model=ITNeed,
        purpose=_(
            "IT needs are what a discipline usually asks of IT. Sightline ships a library within a "
            "minute of its first start; a strategy adopts or rejects each."
        ),
        group=DISCIPLINES,
        permission=Permission.EDIT_STRATEGY,
        list_view=ITNeedList,
        icon="library",
        columns=("name", "discipline", "reason"),
        filters=("discipline",),
        search=("name", "reason", "measures", "initiatives", "anti_pattern"),
        fields=("name", "discipline", "reason", "measures", "initiatives", "anti_pattern"),
    ),
    ObjectType(
        model=DisciplineProfile,
        group=DISCIPLINES,
        permission=Permission.EDIT_STRATEGY,
        detail_view=ProfileDetail,
        icon="book-open",
        in_menu=False,
        columns=("discipline", "promise", "it_faces"),
        search=("promise", "core_processes", "culture", "it_focus"),
        fields=(
            "discipline",
            "promise",
            "core_processes",
            "structure",
            "management_systems",
            "culture",
            "it_focus",
            "typical_metrics",
            "it_faces",
        ),
    ),
)

PAGES: tuple[Page, ...] = (
    Page("disciplines", _("Disciplines"), DISCIPLINES, "shapes"),
    Page("discipline_mix", _("Discipline mix"), DISCIPLINES, "blend"),
    Page("strategy_map", _("Strategy map"), GROUP, "waypoints"),
    Page("strategies_over_time", _("Over time"), GROUP, "history"),
)

PANELS: Panels = {
    DisciplineProfile: (
        Panel("it-needs", _("What it needs from IT"), "strategies/profile_it_needs.html", it_needs),
        Panel(
            "followers",
            _("Units that follow it"),
            "strategies/profile_followers.html",
            units_that_follow,
            aside=True,
        ),
    ),
    Objective: (
        related(_("Helps to reach"), "effect", "cause", ("outcome", "reason"), noun=_("arrow")),
        related(_("Helped by"), "effect", "outcome", ("cause", "reason"), noun=_("arrow")),
    ),
    Strategy: (
        Panel(
            "discipline-check", _("Discipline check"), "strategies/discipline_check.html", discipline_check
        ),
    ),
}
