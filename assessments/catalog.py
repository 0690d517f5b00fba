"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from assessments.models import Instrument, Invitation, Round, Statement
from assessments.operations.freezing import (
    delete_unanswered,
    delete_unpublished,
    keep_answered,
    keep_promises,
    keep_published_words,
)
from foundation.catalog import ObjectType, Page, Panels, Section
from workbench.related import related

GROUP = _("Strategy")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=Round,
        group=GROUP,
        permission=Permission.EDIT_ASSESSMENTS,
        prepare=keep_promises,
        icon="messages-square",
        columns=("name", "instrument", "unit", "state", "opens_date", "closes_date"),
        filters=("instrument", "unit", "state"),
        search=("name",),
        fields=(
            "name",
            "instrument",
            "unit",
            "opens_date",
            "closes_date",
            "is_anonymous",
            "smallest_group",
        ),
        sections=(
            Section(_("Round"), ("name", "instrument", "unit")),
            Section(_("When"), ("opens_date", "closes_date")),
            Section(_("Who learns what"), ("is_anonymous", "smallest_group")),
        ),
    ),
    ObjectType(
        model=Instrument,
        group=GROUP,
        permission=Permission.EDIT_ASSESSMENTS,
        prepare=keep_published_words,
        icon="list-checks",
        columns=("name", "edition", "kind", "state", "asks_target"),
        filters=("kind", "state"),
        search=("name", "description"),
        fields=(
            "name",
            "edition",
            "kind",
            "description",
            "scale_min",
            "scale_max",
            "low_label",
            "high_label",
            "asks_target",
        ),
        sections=(
            Section(_("Instrument"), ("name", "edition", "kind", "description")),
            Section(_("Scale"), ("scale_min", "low_label", "scale_max", "high_label", "asks_target")),
        ),
    ),
    ObjectType(
        model=Statement,
        group=GROUP,
        permission=Permission.EDIT_ASSESSMENTS,
        delete=delete_unpublished,
        in_menu=False,
        columns=("text", "instrument", "group", "subject", "position", "weight"),
        filters=("instrument", "group"),
        search=("text", "group"),
        fields=("text", "instrument", "position", "group", "subject", "guide", "weight", "is_reversed"),
    ),
    ObjectType(
        model=Invitation,
        group=GROUP,
        permission=Permission.EDIT_ASSESSMENTS,
        prepare=keep_answered,
        delete=delete_unanswered,
        in_menu=False,
        columns=("person", "round", "side", "has_answered"),
        filters=("round", "side"),
        search=("person__name", "round__name"),
        fields=("round", "person", "side"),
    ),
)

PAGES: tuple[Page, ...] = ()

PANELS: Panels = {
    Instrument: (
        related(_("Statements"), "statement", "instrument", ("text", "group", "subject", "weight")),
    ),
    Round: (related(_("Who is asked"), "invitation", "round", ("person", "side", "has_answered")),),
}
