"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from customers.models import EarlierAnswer, Need, Segment, Segmentation
from foundation.catalog import ObjectType, Page, Panels, Section
from workbench.related import related

GROUP = _("Customers")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Need,
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        icon="heart-handshake",
        shortcut="n",
        columns=("statement", "segment", "importance", "satisfaction", "respondents", "asked_date", "owner"),
        filters=("segment", "owner"),
        search=("statement", "short_name", "evidence"),
        fields=(
            "statement",
            "short_name",
            "segment",
            "importance",
            "satisfaction",
            "scale_min",
            "scale_max",
            "respondents",
            "asked_date",
            "evidence",
            "evidence_date",
            "owner",
        ),
        sections=(
            Section(_("Need"), ("statement", "short_name", "segment", "owner")),
            Section(
                _("What customers answered"),
                ("importance", "satisfaction", "scale_min", "scale_max", "respondents", "asked_date"),
            ),
            Section(_("Evidence"), ("evidence", "evidence_date")),
        ),
    ),
    ObjectType(
        model=Segment,
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        icon="users",
        columns=("name", "segmentation", "parent", "kind"),
        filters=("segmentation", "kind"),
        search=("name", "description"),
        fields=("name", "segmentation", "parent", "kind", "description"),
        sections=(Section(_("Segment"), ("name", "segmentation", "parent", "kind", "description")),),
    ),
    ObjectType(
        model=Segmentation,
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        icon="chart-pie",
        columns=("name", "basis", "is_primary"),
        filters=("is_primary",),
        search=("name", "basis", "description"),
        fields=("name", "basis", "description", "is_primary"),
        sections=(Section(_("Segmentation"), ("name", "basis", "description", "is_primary")),),
    ),
    ObjectType(
        model=EarlierAnswer,
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        in_menu=False,
        columns=("need", "asked_date", "importance", "satisfaction", "respondents"),
        filters=("need",),
        search=("need__statement", "evidence"),
        fields=(
            "need",
            "asked_date",
            "importance",
            "satisfaction",
            "scale_min",
            "scale_max",
            "respondents",
            "evidence",
        ),
    ),
)

PAGES: tuple[Page, ...] = ()

PANELS: Panels = {
    Need: (
        related(
            _("What they answered before"),
            "earlieranswer",
            "need",
            ("asked_date", "importance", "satisfaction", "respondents"),
        ),
    ),
    Segmentation: (related(_("Segments"), "segment", "segmentation", ("name", "kind", "parent")),),
    Segment: (related(_("Needs"), "need", "segment", ("statement", "importance", "satisfaction", "owner")),),
}
