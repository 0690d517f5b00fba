"""Types of what the work is for: benefits, the changes that bring them about, and the days they are looked at."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from alignment.catalog.work import GROUP, LINK_FIELDS
from alignment.models import (
    Benefit,
    BenefitLink,
    BenefitObjective,
    BenefitReview,
    BusinessChange,
    ChangeBenefit,
    ChangeEnabler,
)
from alignment.operations.contracts import keep_agreement
from alignment.operations.shares import add_up_shares
from alignment.views.benefit_detail import BenefitDetail
from alignment.views.benefit_list import BenefitList
from foundation.catalog import ObjectType, Section

_EDIT = Permission.EDIT_INITIATIVES

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Benefit,
        purpose=_(
            "A benefit is what somebody outside IT promises to gain: from where to where, by when, "
            "by which metric."
        ),
        group=GROUP,
        permission=_EDIT,
        prepare=keep_agreement,
        list_view=BenefitList,
        detail_view=BenefitDetail,
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
            "attribution_note",
            "agreed_date",
        ),
        sections=(
            Section(_("Promise"), ("name", "unit", "owner", "description", "explicitness", "change")),
            Section(
                _("Measure"), ("metric", "baseline_value", "baseline_date", "target_value", "target_date")
            ),
            Section(_("Money"), ("annual_amount", "annual_currency")),
            Section(_("Agreement"), ("attribution_note", "agreed_date")),
        ),
    ),
    ObjectType(
        model=BenefitLink,
        group=GROUP,
        permission=_EDIT,
        icon="link",
        in_menu=False,
        prepare=add_up_shares,
        columns=("initiative", "benefit", "share", "strength", "evidence_date"),
        filters=("initiative", "benefit", "strength"),
        search=("initiative__name", "benefit__name", "evidence"),
        fields=("initiative", "benefit", "share", *LINK_FIELDS),
        sections=(Section(_("Link"), ("initiative", "benefit", "share", *LINK_FIELDS)),),
    ),
    ObjectType(
        model=BusinessChange,
        purpose=_(
            "A business change is what people outside IT do differently, without which the work "
            "brings no benefit."
        ),
        group=GROUP,
        permission=_EDIT,
        icon="shuffle",
        columns=("name", "unit", "kind", "owner", "due_date", "done_date"),
        filters=("unit", "kind", "owner"),
        search=("name", "description", "owner__name"),
        fields=("name", "unit", "kind", "owner", "prepares", "due_date", "done_date", "description"),
        sections=(
            Section(_("Change"), ("name", "unit", "kind", "owner", "description")),
            Section(_("Course"), ("prepares", "due_date", "done_date")),
        ),
    ),
    ObjectType(
        model=ChangeEnabler,
        group=GROUP,
        permission=_EDIT,
        icon="link",
        in_menu=False,
        columns=("initiative", "change", "reason"),
        filters=("initiative", "change"),
        search=("initiative__name", "change__name", "reason"),
        fields=("initiative", "change", "reason"),
    ),
    ObjectType(
        model=ChangeBenefit,
        group=GROUP,
        permission=_EDIT,
        icon="link",
        in_menu=False,
        columns=("change", "benefit", "reason"),
        filters=("change", "benefit"),
        search=("change__name", "benefit__name", "reason"),
        fields=("change", "benefit", "reason"),
    ),
    ObjectType(
        model=BenefitObjective,
        group=GROUP,
        permission=_EDIT,
        icon="link",
        in_menu=False,
        columns=("benefit", "objective", "reason"),
        filters=("benefit", "objective"),
        search=("benefit__name", "objective__name", "reason"),
        fields=("benefit", "objective", "reason"),
    ),
    ObjectType(
        model=BenefitReview,
        group=GROUP,
        permission=_EDIT,
        icon="calendar-check",
        in_menu=False,
        columns=("benefit", "due_date", "done_date", "judged_value", "reviewer"),
        filters=("benefit", "reviewer"),
        search=("benefit__name", "note"),
        fields=("benefit", "due_date", "done_date", "judged_value", "note", "reviewer"),
        sections=(
            Section(_("Review"), ("benefit", "due_date")),
            Section(_("Held"), ("done_date", "reviewer", "judged_value", "note")),
        ),
    ),
)
