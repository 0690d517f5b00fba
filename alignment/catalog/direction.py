"""Types that carry a strategy on: its elements, what became of IT needs, challenges, and what replaced what."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from alignment.catalog.work import LINK_FIELDS
from alignment.models import (
    Adoption,
    Challenge,
    Dismissal,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    IndexWeights,
    ObjectiveSuccession,
    StrategyElement,
)
from alignment.operations.challenges_telling import follow_challenges
from alignment.views.challenges import ChallengeCreate, ChallengeDetail, ChallengeEdit, ChallengeList
from foundation.catalog import ObjectType, Section

GROUP = _("Strategy")

TYPES: tuple[ObjectType, ...] = (
    ObjectType(
        model=StrategyElement,
        purpose=_(
            "A strategy element is one thing the strategy asks for that customers would notice: it "
            "joins objectives and needs."
        ),
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        icon="puzzle",
        columns=("name", "strategy"),
        filters=("strategy",),
        search=("name", "statement"),
        fields=("name", "strategy", "statement"),
        sections=(Section(_("Element"), ("name", "strategy", "statement")),),
    ),
    ObjectType(
        model=ElementObjective,
        group=GROUP,
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
        group=GROUP,
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
        model=Adoption,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        icon="check-check",
        in_menu=False,
        columns=("it_need", "strategy", "verdict", "reason", "element"),
        filters=("strategy", "it_need", "verdict"),
        search=("it_need__name", "reason"),
        fields=("strategy", "it_need", "verdict", "reason", "element"),
    ),
    ObjectType(
        model=Challenge,
        group=_("Govern"),
        permission=Permission.EDIT_STRATEGY,
        follow=follow_challenges,
        list_view=ChallengeList,
        detail_view=ChallengeDetail,
        create_view=ChallengeCreate,
        edit_view=ChallengeEdit,
        icon="swords",
        columns=("claim", "strategy", "origin", "answerer", "due_date", "answer", "answered_date"),
        filters=("strategy", "origin", "answerer", "answer"),
        search=("claim", "evidence", "proposed_change"),
        fields=(
            "claim",
            "strategy",
            "objective",
            "evidence",
            "proposed_change",
            "origin",
            "raised_by",
            "raised_date",
            "answerer",
            "due_date",
            "answer",
            "answer_reason",
            "answered_date",
        ),
        sections=(
            Section(_("Claim"), ("claim", "strategy", "objective", "evidence", "proposed_change")),
            Section(
                _("Who asks, who answers"), ("origin", "raised_by", "raised_date", "answerer", "due_date")
            ),
            Section(_("Answer"), ("answer", "answer_reason", "answered_date")),
        ),
    ),
    ObjectType(
        model=IndexWeights,
        group=_("Align"),
        permission=Permission.EDIT_STRATEGY,
        icon="scale",
        in_menu=False,
        columns=("name", "start_date", "linked", "match", "needs", "benefits", "decisions"),
        search=("name", "reason"),
        fields=("name", "start_date", "linked", "match", "needs", "benefits", "decisions", "reason"),
        sections=(
            Section(_("Decision"), ("name", "start_date", "reason")),
            Section(_("Points of 100"), ("linked", "match", "needs", "benefits", "decisions")),
        ),
    ),
    ObjectType(
        model=Dismissal,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("claim", "strategy", "rule", "reason"),
        filters=("strategy", "rule"),
        search=("claim", "reason"),
        fields=("claim", "strategy", "rule", "subject", "fingerprint", "reason"),
    ),
    ObjectType(
        model=ObjectiveSuccession,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("former", "successor", "reason"),
        filters=("former", "successor"),
        search=("former__name", "reason"),
        fields=("former", "successor", "reason"),
    ),
    ObjectType(
        model=ElementSuccession,
        group=GROUP,
        permission=Permission.EDIT_STRATEGY,
        in_menu=False,
        columns=("former", "successor", "reason"),
        filters=("former", "successor"),
        search=("former__name", "reason"),
        fields=("former", "successor", "reason"),
    ),
)
