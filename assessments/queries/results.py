"""What a round came to. Answers of a group that is too small are never read: the statement itself leaves them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Window

from assessments.choices import Moment, RoundState, Side
from assessments.engine.gap import Gap, perception_gap
from assessments.engine.outcome import Outcome, Part, groups_of, outcome, subjects_of
from assessments.engine.scoring import Item, Scale, Score
from assessments.models import Answer, Invitation, Response, Round
from assessments.queries.asking import moments_of, statements_of

if TYPE_CHECKING:
    from assessments.models import Statement

Sheets = dict[str, dict[str, int]]
"""Response → statement → answer."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of one side were asked, have answered, and count in the results.

    Answers count when the round is closed, unless they are fewer than the smallest group.
    """

    invited: int
    answered: int
    counted: int


@dataclass(frozen=True, slots=True)
class Results:
    """What a round came to, each side apart and never both in one figure: what they see differently is their gap.

    A side that is too small has no outcome, and says so.
    """

    round: Round
    items: tuple[Item, ...]
    texts: Mapping[str, str]
    """Key of a statement → its words."""
    scale: Scale
    turnout: Mapping[Side, Turnout]
    sheets: Mapping[Moment, Mapping[Side, Sheets]]
    """What may be read of each response; who gave it is known in a named round only (``queries.named``)."""
    outcomes: Mapping[tuple[Side, Moment], Outcome]
    gaps: Mapping[tuple[Moment, Part], Gap]

    @property
    def groups(self) -> list[str]:
        return groups_of(self.items)

    @property
    def subjects(self) -> list[str]:
        return subjects_of(self.items)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """What was asked for: today, or today and target."""
        return moments_of(self.round.instrument)

    @property
    def is_shown(self) -> bool:
        """Whether anything may be shown at all."""
        return bool(self.outcomes)

    def withheld(self, side: Side) -> bool:
        """Whether somebody on this side answered and it is not shown, because they are too few or not counted yet."""
        return self.turnout[side].answered > 0 and (side, Moment.TODAY) not in self.outcomes

    def score(
        self, side: Side, *, group: str = "", subject: str = "", moment: Moment = Moment.TODAY
    ) -> Score | None:
        """The score of one side for a group, a subject, both, or (with neither) the whole."""
        found = self.outcomes.get((side, moment))
        return found.scores.get((group, subject)) if found else None

    def gap(self, *, group: str = "", subject: str = "", moment: Moment = Moment.TODAY) -> Gap | None:
        """Business - IT for the same; ``None`` where a side is missing or withheld."""
        return self.gaps.get((moment, (group, subject)))


def results(round: Round) -> Results:  # noqa: A002 - the reader's word
    """The results of a round that the caller may read (it comes from ``Round.objects.visible_to``)."""
    statements = statements_of(round.instrument)
    items = tuple(item_of(statement) for statement in statements)
    scale = Scale(round.instrument.scale_min, round.instrument.scale_max)
    outcomes: dict[tuple[Side, Moment], Outcome] = {}
    turnout = turnout_of(round)
    read = {moment: sheets_of([round], moment)[round.pk] for moment in moments_of(round.instrument)}
    for moment, sheets in read.items():
        for side, given in sheets.items():
            outcomes[side, moment] = outcome(items, list(given.values()), scale, round.smallest_group)
    return Results(
        round=round,
        items=items,
        texts={str(statement.uid): statement.text for statement in statements},
        scale=scale,
        turnout=turnout,
        sheets=read,
        outcomes=outcomes,
        gaps=_gaps(outcomes),
    )


def item_of(statement: Statement) -> Item:
    """A statement as the engine sees it."""
    return Item(
        key=str(statement.uid),
        group=statement.group,
        subject=statement.subject,
        weight=statement.weight,
        is_reversed=statement.is_reversed,
    )


def turnout_of(round: Round) -> dict[Side, Turnout]:  # noqa: A002 - the reader's word
    """Each side with how many were asked, answered and count. Two queries."""
    return turnouts_of([round])[round.pk]


def turnouts_of(rounds: Collection[Round]) -> dict[int, dict[Side, Turnout]]:
    """The same for several rounds at once, by primary key. Two queries."""
    pks = [asked.pk for asked in rounds]
    asked = Invitation.objects.active().filter(round__in=pks).values("round", "side")
    rows = asked.annotate(invited=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))
    known = {(row["round"], row["side"]): (row["invited"], row["answered"]) for row in rows.order_by("round")}
    counted = Response.objects.filter(round__in=pks, is_counted=True).values_list("round", "side")
    counts = {(pk, side): count for pk, side, count in counted.annotate(Count("pk")).order_by("round")}
    return {
        pk: {side: Turnout(*known.get((pk, side), (0, 0)), counts.get((pk, side), 0)) for side in Side}
        for pk in pks
    }


def sheets_of(rounds: Collection[Round], moment: Moment) -> dict[int, dict[Side, Sheets]]:
    """The answers that may be read: those of a side to a statement where they are at least the smallest group.

    By primary key of the round. The condition stands in the statement that reads: what is too small never leaves the
    database. Nothing is read before a round is closed. One query.
    """
    found: dict[int, dict[Side, Sheets]] = {asked.pk: {} for asked in rounds}
    given = Answer.objects.filter(response__round__in=found, response__is_counted=True)
    given = given.filter(response__round__state=RoundState.CLOSED, statement__archived_at=None)
    given = given.filter(**{f"{moment.value}__isnull": False}).annotate(
        alike=Window(Count("pk"), partition_by=[F("response__round"), F("response__side"), F("statement")])
    )
    rows = given.filter(alike__gte=F("response__round__smallest_group")).values_list(
        "response__round", "response__side", "response", "statement__uid", moment.value
    )
    for pk, side, response, statement, answer in rows.order_by("pk").iterator():
        sheets = found[pk].setdefault(Side(side), {})
        sheets.setdefault(str(response), {})[str(statement)] = answer
    return {pk: {side: sides[side] for side in Side if side in sides} for pk, sides in found.items()}


def _gaps(outcomes: Mapping[tuple[Side, Moment], Outcome]) -> dict[tuple[Moment, Part], Gap]:
    """Business against IT, for every part of which both said something."""
    gaps: dict[tuple[Moment, Part], Gap] = {}
    for moment in Moment:
        business, it = outcomes.get((Side.BUSINESS, moment)), outcomes.get((Side.IT, moment))
        for part in business.scores if business and it else ():
            gap = perception_gap(business.own_means[part], it.own_means[part]) if business and it else None
            if gap:
                gaps[moment, part] = gap
    return gaps
