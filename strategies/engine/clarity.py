"""What a strategy has not said yet. No scores of merit: a clear strategy can still be a poor one.

A clear statement names the customer, the promise, the way to win and its price (what the firm leaves to others, how
low the other two disciplines may fall, where the money goes), growth in figures with dates, and a person who stands
for it with commitments of their own and has been there lately.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foundation.values import months_after
from strategies.choices import Lack, Point

ENGAGED_MONTHS = 6
"""A sponsor who last worked on the strategy longer ago than this counts as away."""


@dataclass(frozen=True, slots=True)
class AimFact:
    """A growth aim: by how much, by when; either may be unsaid."""

    figure: Decimal | None
    due: date | None


@dataclass(frozen=True, slots=True)
class ClarityFacts:
    """What a strategy says, as of ``today``. Texts of blanks only count as nothing."""

    today: date
    customer: str = ""
    statement: str = ""
    discipline: str = ""
    minimums: tuple[tuple[str, int | None], ...] = ()
    """Discipline and its lowest level, 0 to 100; of the lead discipline none is asked for."""
    has_shares: bool = False
    aims: tuple[AimFact, ...] = ()
    will_not: str = ""
    has_sponsor: bool = False
    commitments: tuple[date | None, ...] = ()
    """Due date of each commitment of the sponsor."""
    engaged: date | None = None
    objectives: tuple[date | None, ...] = ()
    """Due date of each objective."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A point that is not clear, and in which way."""

    point: Point
    lack: Lack


@dataclass(frozen=True, slots=True)
class Clarity:
    """What is missing, in the order in which to say it."""

    missing: tuple[Missing, ...]

    @property
    def said(self) -> int:
        """How many of the points are clear."""
        return len(Point) - len(self.missing)

    @property
    def score(self) -> int:
        """Percent of the points that are clear, rounded down: 100 means every one."""
        return self.said * 100 // len(Point)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def clarity(facts: ClarityFacts) -> Clarity:
    """Ask every point of ``Point`` in its order."""
    found = ((point, CHECKS[point](facts)) for point in Point)
    return Clarity(tuple(Missing(point, lack) for point, lack in found if lack is not None))


def _text(text: str) -> Lack | None:
    return None if text.strip() else Lack.ABSENT


def _minimums(facts: ClarityFacts) -> Lack | None:
    levels = [level for discipline, level in facts.minimums if discipline != facts.discipline]
    if levels and None not in levels:
        return None
    return Lack.PARTIAL if any(level is not None for level in levels) else Lack.ABSENT


def _aims(facts: ClarityFacts) -> Lack | None:
    if any(aim.figure is not None and aim.due is not None for aim in facts.aims):
        return None
    return Lack.PARTIAL if facts.aims else Lack.ABSENT


def _dated(days: tuple[date | None, ...]) -> Lack | None:
    if any(day is not None for day in days):
        return None
    return Lack.PARTIAL if days else Lack.ABSENT


def _engaged(facts: ClarityFacts) -> Lack | None:
    if facts.engaged is None:
        return Lack.ABSENT
    return Lack.OLD if months_after(facts.engaged, ENGAGED_MONTHS) < facts.today else None


CHECKS: dict[Point, Callable[[ClarityFacts], Lack | None]] = {
    Point.CUSTOMER: lambda facts: _text(facts.customer),
    Point.PROPOSITION: lambda facts: _text(facts.statement),
    Point.DISCIPLINE: lambda facts: _text(facts.discipline),
    Point.MINIMUMS: _minimums,
    Point.SHARES: lambda facts: None if facts.has_shares else Lack.ABSENT,
    Point.WILL_NOT: lambda facts: _text(facts.will_not),
    Point.GROWTH: _aims,
    Point.OBJECTIVE: lambda facts: _dated(facts.objectives),
    Point.SPONSOR: lambda facts: None if facts.has_sponsor else Lack.ABSENT,
    Point.COMMITMENT: lambda facts: _dated(facts.commitments),
    Point.ENGAGED: _engaged,
}
