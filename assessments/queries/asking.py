"""Who is asked, what they are asked, and how far they have come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F

from accounts.models import Person
from accounts.queries import enterprise_day
from assessments.choices import Moment, RoundState
from assessments.models import Invitation, Statement
from workbench.models import Draft

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from accounts.models import Unit
    from assessments.models import Instrument, Round
    from foundation.actors import Actor

DRAFT_LABEL = "assessments.response"
"""Under which the workbench keeps what somebody has entered and not handed in."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says to one statement. ``None`` where they cannot say, or are not asked for it."""

    today: int | None = None
    target: int | None = None

    @property
    def says_something(self) -> bool:
        return self.today is not None or self.target is not None


Said = Mapping[Moment, int | None]
"""What somebody has said to one statement so far: ``None`` is "cannot say", a moment they have not come to is not there."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody has entered so far. A statement they have not come to yet is not in ``answers``.

    ``is_ready``: they handed it in while the round was closed; it counts as soon as the round opens again.
    """

    answers: Mapping[UUID, Said] = field(default_factory=dict)
    is_ready: bool = False

    @property
    def given(self) -> dict[UUID, Given]:
        """The same as it is handed in."""
        return {
            uid: Given(said.get(Moment.TODAY), said.get(Moment.TARGET)) for uid, said in self.answers.items()
        }


def drafts_of(invitation: Invitation) -> QuerySet[Draft]:
    """The private draft of the person asked: one row at most."""
    return Draft.objects.filter(
        user__person=invitation.person_id, type_label=DRAFT_LABEL, record_uid=str(invitation.uid)
    )


def entered(invitation: Invitation) -> Entered:
    """What the person asked has entered and not handed in."""
    draft = drafts_of(invitation).first()
    return entered_in(draft.values) if draft else Entered()


def entered_in(values: Mapping[str, Any]) -> Entered:
    """A draft as it is kept, read back."""
    kept = values.get("answers", {})
    answers = {
        UUID(key): {Moment(moment): answer for moment, answer in said.items()} for key, said in kept.items()
    }
    return Entered(answers, bool(values.get("is_ready")))


def moments_of(instrument: Instrument) -> tuple[Moment, ...]:
    """What is asked of each statement: how it is today, or also how it should be."""
    return tuple(Moment) if instrument.asks_target else (Moment.TODAY,)


def asked_of(viewer: Actor, uid: UUID) -> Invitation | None:
    """What is asked of this person, by its uid; nothing where somebody else is asked."""
    rows = Invitation.objects.asked_of(viewer).filter(uid=uid)
    found: Invitation | None = rows.select_related("round__unit", "round__instrument", "person").first()
    return found


def statements_of(instrument: Instrument) -> list[Statement]:
    """What is asked, in order; each knows its instrument."""
    return list(instrument.statements.asked())


def waiting_for(viewer: Actor) -> list[Invitation]:
    """What waits for this person's answers, the nearest last day first."""
    rows = Invitation.objects.asked_of(viewer).waiting()
    rows = rows.select_related("round__unit", "round__instrument")
    return list(rows.order_by(F("round__closes_date").asc(nulls_last=True), "number"))


def begun_by(viewer: Actor) -> set[str]:
    """Uids of the invitations this person has begun to answer and not handed in. One query."""
    drafts = Draft.objects.filter(user__uid=viewer.uid, type_label=DRAFT_LABEL)
    return {uid for uid, values in drafts.values_list("record_uid", "values") if values.get("answers")}


def done_by(viewer: Actor) -> list[Invitation]:
    """What this person has answered, the newest round first."""
    rows = Invitation.objects.asked_of(viewer).filter(has_answered=True)
    return list(rows.select_related("round__unit", "round__instrument").order_by("-round__number")[:20])


def people_of(unit: Unit) -> list[Person]:
    """Everybody of a unit and below who can sign in."""
    inside = Person.objects.active().filter(unit__path__startswith=unit.path, user__is_active=True)
    return list(inside.select_related("unit").order_by("name", "number"))


def takes_answers(asked: Round, now: datetime) -> bool:
    """Whether answers are taken: the round is open, and its last day has not passed."""
    closes = asked.closes_date
    return asked.state == RoundState.OPEN and (closes is None or is_within(closes, enterprise_day(now)))


def is_within(closes_date: date | None, today: date) -> bool:
    """Whether the last day to answer, where there is one, has not passed."""
    return closes_date is None or today <= closes_date
