"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from customers.models import EarlierAnswer, Need, Segment, Segmentation
from customers.operations.answers import keep_former_answers
from customers.operations.tree import check_tree
from customers.panels import answers, place
from customers.views.need_detail import NeedDetail
from customers.views.need_form import NeedCreate, NeedEdit
from customers.views.need_list import NeedList
from customers.views.segment_detail import SegmentDetail
from customers.views.segment_list import SegmentList
from foundation.catalog import ObjectType, Page, Panel, Panels, Section
from workbench.related import related

GROUP = _("Customers")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Need,
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        icon="heart-handshake",
        shortcut="n",
        columns=(
            "statement",
            "segment",
            "opportunity",
            "band",
            "importance_score",
            "satisfaction_score",
            "respondents",
            "asked_date",
        ),
        filters=("segment", "band", "owner"),
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
                _("As they answered it"),
                ("importance", "satisfaction", "respondents", "scale_min", "scale_max", "asked_date"),
            ),
            Section(_("Evidence"), ("evidence", "evidence_date")),
        ),
        prepare=keep_former_answers,
        list_view=NeedList,
        detail_view=NeedDetail,
        create_view=NeedCreate,
        edit_view=NeedEdit,
    ),
    ObjectType(
        model=Segment,
        purpose=_("A segment is a group of customers who want the same; needs belong to it."),
        group=GROUP,
        permission=Permission.EDIT_CUSTOMERS,
        icon="users",
        columns=("name", "segmentation", "parent", "kind"),
        filters=("segmentation", "kind"),
        search=("name", "description"),
        fields=("name", "segmentation", "parent", "kind", "description"),
        sections=(Section(_("Segment"), ("name", "segmentation", "parent", "kind", "description")),),
        prepare=check_tree,
        list_view=SegmentList,
        detail_view=SegmentDetail,
    ),
    ObjectType(
        model=Segmentation,
        purpose=_("A segmentation is one way to part customers, such as by contract, tenure or region."),
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
    Need: (Panel("answers", _("What customers answered"), "customers/answers_panel.html", answers),),
    Segmentation: (related(_("Segments"), "segment", "segmentation", ("name", "kind", "parent")),),
    Segment: (
        Panel("place", _("Place in the tree"), "customers/place_panel.html", place),
        related(_("Its own needs"), "need", "segment", ("statement", "opportunity", "band", "owner")),
    ),
}
