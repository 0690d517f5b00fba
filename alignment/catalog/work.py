"""Types of the work itself: initiatives, their money and what they serve."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from alignment.models import Initiative, NeedLink, Outlay, Program
from alignment.operations.gate import follow_first_gate, keep_first_gate
from alignment.operations.shares import add_up_shares
from alignment.views.initiative_detail import InitiativeDetail
from alignment.views.initiative_list import InitiativeList
from foundation.catalog import ObjectType, Section

GROUP = _("Portfolio")
LINK_FIELDS = ("strength", "evidence", "evidence_date", "review_months")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Initiative,
        purpose=_(
            "An initiative is a piece of IT work worth naming to the board; linked to a need it "
            "joins the line of sight."
        ),
        group=GROUP,
        permission=Permission.EDIT_INITIATIVES,
        list_view=InitiativeList,
        detail_view=InitiativeDetail,
        prepare=keep_first_gate,
        follow=follow_first_gate,
        icon="rocket",
        shortcut="i",
        columns=("name", "unit", "status", "health", "owner", "end_date"),
        filters=("unit", "status", "health", "office"),
        views=(
            (_("Off track"), "health=off"),
            (_("Broken line"), "chain=broken"),
            (_("Proposed"), "status=proposed"),
            (_("Ends first"), "sort=end_date"),
        ),
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
        purpose=_("A program holds initiatives together that are led as one."),
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
)
