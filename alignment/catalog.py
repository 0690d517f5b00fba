"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    Outlay,
    Program,
    StrategyElement,
)
from alignment.operations.shares import add_up_shares
from alignment.panels import line_of_sight
from alignment.views.initiative_detail import InitiativeDetail
from alignment.views.initiative_list import InitiativeList
from customers.models import Need
from foundation.catalog import ObjectType, Page, Panel, Panels, Section
from strategies.models import Objective, Strategy
from workbench.related import related

GROUP = _("Portfolio")
LINK_FIELDS = ("strength", "evidence", "evidence_date", "review_months")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=StrategyElement,
        group=_("Strategy"),
        permission=Permission.EDIT_STRATEGY,
        icon="puzzle",
        columns=("name", "strategy"),
        filters=("strategy",),
        search=("name", "statement"),
        fields=("name", "strategy", "statement"),
        sections=(Section(_("Element"), ("name", "strategy", "statement")),),
    ),
    ObjectType(
        model=Initiative,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        list_view=InitiativeList,
        detail_view=InitiativeDetail,
        icon="rocket",
        shortcut="i",
        columns=("name", "unit", "status", "health", "owner", "end_date"),
        filters=("unit", "status", "health", "office"),
        search=("name", "description", "external_key", "program__name", "owner__name"),
        fields=(
            "name",
            "unit",
            "program",
            "owner",
            "description",
            "status",
            "health",
            "start_date",
            "end_date",
            "office",
            "purpose",
            "exempt_reason",
            "exempt_by",
            "exempt_until",
        ),
        sections=(
            Section(_("Initiative"), ("name", "unit", "program", "owner", "description")),
            Section(_("Course"), ("status", "health", "start_date", "end_date")),
            Section(_("Kind"), ("office", "purpose")),
            Section(_("Exemption"), ("exempt_reason", "exempt_by", "exempt_until")),
        ),
    ),
    ObjectType(
        model=Program,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        icon="layers",
        columns=("name", "unit", "owner"),
        filters=("unit", "owner"),
        search=("name", "description"),
        fields=("name", "unit", "owner", "description"),
        sections=(Section(_("Program"), ("name", "unit", "owner", "description")),),
    ),
    ObjectType(
        model=Outlay,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        icon="coins",
        in_menu=False,
        columns=("initiative", "kind", "fiscal_year", "amount", "currency"),
        filters=("kind", "fiscal_year", "currency"),
        search=("initiative__name",),
        fields=("initiative", "kind", "fiscal_year", "amount", "currency"),
        sections=(Section(_("Outlay"), ("initiative", "kind", "fiscal_year", "amount", "currency")),),
    ),
    ObjectType(
        model=Benefit,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        icon="trending-up",
        shortcut="b",
        columns=("name", "unit", "owner", "metric", "baseline_value", "target_value", "target_date"),
        filters=("unit", "owner", "metric", "explicitness", "change"),
        search=("name", "description"),
        fields=(
            "name",
            "unit",
            "owner",
            "description",
            "explicitness",
            "change",
            "metric",
            "baseline_value",
            "baseline_date",
            "target_value",
            "target_date",
            "annual_amount",
            "annual_currency",
        ),
        sections=(
            Section(_("Promise"), ("name", "unit", "owner", "description", "explicitness", "change")),
            Section(
                _("Measure"), ("metric", "baseline_value", "baseline_date", "target_value", "target_date")
            ),
            Section(_("Money"), ("annual_amount", "annual_currency")),
        ),
    ),
    ObjectType(
        model=ElementObjective,
        group=_("Strategy"),
        permission=Permission.EDIT_STRATEGY,
        icon="link",
        in_menu=False,
        columns=("element", "objective", "strength", "evidence_date"),
        filters=("element", "objective", "strength"),
        search=("element__name", "objective__name", "evidence"),
        fields=("element", "objective", *LINK_FIELDS),
        sections=(Section(_("Link"), ("element", "objective", *LINK_FIELDS)),),
    ),
    ObjectType(
        model=ElementNeed,
        group=_("Strategy"),
        permission=Permission.EDIT_STRATEGY,
        icon="link",
        in_menu=False,
        columns=("need", "element", "strength", "evidence_date"),
        filters=("element", "need", "strength"),
        search=("element__name", "need__statement", "evidence"),
        fields=("element", "need", *LINK_FIELDS),
        sections=(Section(_("Link"), ("element", "need", *LINK_FIELDS)),),
    ),
    ObjectType(
        model=NeedLink,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        icon="link",
        in_menu=False,
        prepare=add_up_shares,
        columns=("initiative", "need", "share", "strength", "evidence_date"),
        filters=("initiative", "need", "strength"),
        search=("initiative__name", "need__statement", "evidence"),
        fields=("initiative", "need", "share", *LINK_FIELDS),
        sections=(Section(_("Link"), ("initiative", "need", "share", *LINK_FIELDS)),),
    ),
    ObjectType(
        model=BenefitLink,
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        icon="link",
        in_menu=False,
        prepare=add_up_shares,
        columns=("initiative", "benefit", "share", "strength", "evidence_date"),
        filters=("initiative", "benefit", "strength"),
        search=("initiative__name", "benefit__name", "evidence"),
        fields=("initiative", "benefit", "share", *LINK_FIELDS),
        sections=(Section(_("Link"), ("initiative", "benefit", "share", *LINK_FIELDS)),),
    ),
)

PAGES: tuple[Page, ...] = (Page("line_of_sight", _("Line of sight"), _("Align"), "sight", "l"),)

_CHAIN = Panel("line-of-sight", _("Line of sight"), "alignment/chain_panel.html", line_of_sight)

_LINK = ("strength", "evidence", "evidence_date")

PANELS: Panels = {
    Strategy: (related(_("Strategy elements"), "strategyelement", "strategy", ("name", "statement")),),
    Objective: (
        _CHAIN,
        related(_("Strategy elements"), "elementobjective", "objective", ("element", *_LINK)),
    ),
    StrategyElement: (
        _CHAIN,
        related(_("Objectives it serves"), "elementobjective", "element", ("objective", *_LINK)),
        related(_("Needs it asks for"), "elementneed", "element", ("need", *_LINK)),
    ),
    Need: (
        _CHAIN,
        related(_("Initiatives that serve it"), "needlink", "need", ("initiative", "share", *_LINK)),
        related(_("Strategy elements"), "elementneed", "need", ("element", *_LINK)),
    ),
    Program: (related(_("Initiatives"), "initiative", "program", ("name", "unit", "status", "health")),),
    Initiative: (
        _CHAIN,
        related(_("Needs it serves"), "needlink", "initiative", ("need", "share", *_LINK)),
        related(_("Benefits"), "benefitlink", "initiative", ("benefit", "share", *_LINK)),
        related(_("Money"), "outlay", "initiative", ("fiscal_year", "kind", "amount", "currency")),
    ),
    Benefit: (
        related(
            _("Initiatives that bring it about"), "benefitlink", "benefit", ("initiative", "share", *_LINK)
        ),
    ),
}
