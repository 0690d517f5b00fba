"""Record types of this app for the generic pages."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from assessments.models import Instrument, Invitation, Round, Statement
from assessments.operations.following import follow_invitations, follow_rounds
from assessments.operations.freezing import (
    delete_unanswered,
    delete_unpublished,
    keep_answered,
    keep_promises,
    keep_published_words,
)
from assessments.panels import only_where, rounds_to_answer, takes_invitations, takes_rounds, takes_statements
from assessments.views.instruments import InstrumentDetail, StatementCreate, StatementEdit
from assessments.views.rounds import RoundDetail
from foundation.catalog import Duty, ObjectType, Page, Panels, Section
from workbench.related import related

GROUP = _("Assess")
_ASK = Permission.EDIT_ASSESSMENTS

ROUND = ObjectType(
    model=Round,
    purpose=_(
        "A round asks business and IT the same questions, so that their answers can be set side by side."
    ),
    group=GROUP,
    permission=_ASK,
    prepare=keep_promises,
    follow=follow_rounds,
    detail_view=RoundDetail,
    icon="messages-square",
    columns=("name", "instrument", "unit", "state", "opens_date", "closes_date"),
    filters=("instrument", "unit", "state"),
    search=("name",),
    fields=("name", "instrument", "unit", "opens_date", "closes_date", "is_anonymous", "smallest_group"),
    sections=(
        Section(_("Round"), ("name", "instrument", "unit")),
        Section(_("When"), ("opens_date", "closes_date")),
        Section(_("Who learns what"), ("is_anonymous", "smallest_group")),
    ),
)
INSTRUMENT = ObjectType(
    model=Instrument,
    purpose=_(
        "An instrument is a set of statements with a scale; Sightline ships two within a minute of "
        "its first start."
    ),
    group=GROUP,
    permission=_ASK,
    prepare=keep_published_words,
    detail_view=InstrumentDetail,
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
)
STATEMENT = ObjectType(
    model=Statement,
    group=GROUP,
    permission=_ASK,
    delete=delete_unpublished,
    in_menu=False,
    columns=("text", "instrument", "group", "subject", "position", "weight"),
    filters=("instrument", "group"),
    search=("text", "group"),
    create_view=StatementCreate,
    edit_view=StatementEdit,
    fields=("text", "instrument", "position", "group", "subject", "guide", "weight", "is_reversed"),
    sections=(
        Section(_("What is asked"), ("text", "guide", "instrument", "position", "group", "subject")),
        Section(_("How it counts"), ("weight", "is_reversed")),
    ),
)
INVITATION = ObjectType(
    model=Invitation,
    group=GROUP,
    permission=_ASK,
    prepare=keep_answered,
    follow=follow_invitations,
    delete=delete_unanswered,
    in_menu=False,
    columns=("person", "round", "side", "has_answered"),
    filters=("round", "side"),
    search=("person__name", "round__name"),
    fields=("round", "person", "side"),
)

TYPES: tuple[ObjectType, ...] = (ROUND, INSTRUMENT, STATEMENT, INVITATION)

PAGES: tuple[Page, ...] = (Page("assessments_mine", _("Asked of me"), GROUP, "message-circle-question-mark"),)

DUTIES: tuple[Duty, ...] = (Duty("rounds", _("Rounds to answer"), rounds_to_answer),)

PANELS: Panels = {
    Instrument: (
        only_where(
            takes_statements,
            related(_("Statements"), "statement", "instrument", ("text", "group", "subject", "weight")),
        ),
        only_where(
            takes_rounds,
            related(_("Rounds"), "round", "instrument", ("name", "unit", "state", "closes_date")),
        ),
    ),
    Round: (
        only_where(
            takes_invitations,
            related(_("Who is asked"), "invitation", "round", ("person", "side", "has_answered")),
        ),
    ),
}
