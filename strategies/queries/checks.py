"""What discipline checks came to: each side with its verdict, and how far the two sides are apart.

Only rounds the viewer may read are asked for, and answers of a side that is too small are never read at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessments.choices import InstrumentKind, Moment, Side
from assessments.engine.gap import Gap, perception_gap
from assessments.models import Instrument, Round
from assessments.queries.subjects import SubjectMeans, subject_means
from strategies.choices import Discipline
from strategies.engine.verdict import Verdict, overall, verdict

if TYPE_CHECKING:
    from datetime import date

    from assessments.models.round import RoundQuerySet
    from assessments.queries.results import Turnout
    from foundation.actors import Actor
    from strategies.models import Strategy

Minimums = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """Points of 100 by discipline, and what they come to."""

    points: Mapping[str, Fraction]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """The latest discipline check of a unit.

    ``sides`` has no entry where a side was withheld, said nothing, or left a discipline out. ``overall`` is the mean of
    the two sides, each counting once, and is there only where both are.
    """

    round: Round
    turnout: Mapping[Side, Turnout]
    sides: Mapping[tuple[Side, Moment], Reading]
    overall: Mapping[Moment, Reading]
    gaps: Mapping[tuple[Moment, str], Gap]
    minimums: Minimums

    @property
    def as_of(self) -> date | None:
        """The last day on which somebody could answer."""
        day: date | None = self.round.closes_date
        return day

    @property
    def is_shown(self) -> bool:
        """Whether any side may be shown."""
        return bool(self.sides)

    def withheld(self, side: Side) -> bool:
        """Whether people on this side answered and none of it may be shown."""
        return self.turnout[side].answered > 0 and (side, Moment.TODAY) not in self.sides

    def verdicts(self) -> dict[Side, Verdict]:
        """What each side that may be shown says of today."""
        shown = {side: self.sides.get((side, Moment.TODAY)) for side in Side}
        return {side: reading.verdict for side, reading in shown.items() if reading}


def minimums_of(strategy: Strategy | None) -> dict[str, int | None]:
    """The lowest scores a strategy declares, by discipline."""
    return {name: getattr(strategy, f"{name}_minimum", None) for name in Discipline.values}


def latest_rounds(
    viewer: Actor, units: Collection[int] | None = None, until: date | None = None
) -> dict[int, Round]:
    """The discipline check each unit closed last, among those the viewer may read. One query.

    By primary key of the unit; of all units where none is named. ``until`` leaves out what closed after that day.
    """
    closed = _rounds(viewer).closed().latest_closed_first()
    if units is not None:
        closed = closed.filter(unit__in=units)
    if until is not None:
        closed = closed.filter(closes_date__lte=until)
    found: dict[int, Round] = {}
    for asked in closed:
        found.setdefault(asked.unit_id, asked)
    return found


def open_round_of(viewer: Actor, unit: int) -> Round | None:
    """The discipline check that a unit is being asked, as far as the viewer may read it. One query."""
    found: Round | None = _rounds(viewer).open().filter(unit=unit).order_by("number").last()
    return found


def instrument_to_ask() -> Instrument | None:
    """The latest published edition of a discipline check. One query."""
    editions = Instrument.objects.active().published().filter(kind=InstrumentKind.DISCIPLINE)
    found: Instrument | None = editions.order_by("edition", "number").last()
    return found


def _rounds(viewer: Actor) -> RoundQuerySet:
    rounds: RoundQuerySet = Round.objects.visible_to(viewer).active()
    return rounds.filter(instrument__kind=InstrumentKind.DISCIPLINE).select_related("instrument", "unit")


def checks(rounds: Mapping[int, Round], minimums: Mapping[int, Minimums]) -> dict[int, Check]:
    """The check of each unit, judged by the minimums that bind it; both by primary key of the unit. Five queries."""
    said = subject_means(rounds.values())
    return {unit: check_of(asked, said[asked.pk], minimums.get(unit, {})) for unit, asked in rounds.items()}


def check_of(asked: Round, said: SubjectMeans, minimums: Minimums) -> Check:
    """One check, from what each person of a side came to."""
    points = {(side, moment): _points(said, side, moment) for side in Side for moment in Moment}
    sides = {key: Reading(found, verdict(found, minimums)) for key, found in points.items() if found}
    return Check(
        round=asked,
        turnout=said.turnout,
        sides=sides,
        overall=_overall(sides, minimums),
        gaps=_gaps(said),
        minimums=minimums,
    )


def _points(said: SubjectMeans, side: Side, moment: Moment) -> dict[str, Fraction]:
    """The mean of the people of a side by discipline; nothing where a discipline is missing."""
    found = {name: said.means.get((side, moment, name), ()) for name in Discipline.values}
    if not all(found.values()):
        return {}
    return {name: sum(means, Fraction(0)) / len(means) for name, means in found.items()}


def _overall(sides: Mapping[tuple[Side, Moment], Reading], minimums: Minimums) -> dict[Moment, Reading]:
    found = {}
    for moment in Moment:
        both = {side.value: sides[side, moment].points for side in Side if (side, moment) in sides}
        points = overall(both)
        if points:
            found[moment] = Reading(points, verdict(points, minimums))
    return found


def _gaps(said: SubjectMeans) -> dict[tuple[Moment, str], Gap]:
    """Business against IT, in points of 100; only where both said something."""
    found = {}
    for moment in Moment:
        for name in Discipline.values:
            gap = perception_gap(
                said.means.get((Side.BUSINESS, moment, name), ()), said.means.get((Side.IT, moment, name), ())
            )
            if gap:
                found[moment, name] = gap
    return found
