"""The enterprise's mix of disciplines: what each unit follows, what it intends, and what its latest check says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategies.choices import Agreement, Discipline, VerdictKind
from strategies.queries.checks import Check, checks, latest_rounds, minimums_of
from strategies.queries.disciplines import Follower, followers

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Unit
    from assessments.choices import Side
    from foundation.actors import Actor
    from strategies.models import Strategy

UNDECIDED = (VerdictKind.STUCK, VerdictKind.TIE)
"""Verdicts after which nobody can say that one discipline leads."""


@dataclass(frozen=True, slots=True)
class MixRow:
    """A unit in the mix. ``check`` is its own latest one, judged by the minimums of the strategy it follows.

    Of a unit above those the viewer reads, ``may_read_check`` is false: whether it was asked is not for them to know.
    """

    follower: Follower
    check: Check | None
    may_read_check: bool

    @property
    def unit(self) -> Unit:
        return self.follower.unit

    @property
    def strategy(self) -> Strategy | None:
        return self.follower.strategy

    def agreements(self) -> dict[Side, Agreement]:
        """Whether each side's answers match the stated discipline; empty without a strategy or a check."""
        if self.check is None or self.strategy is None:
            return {}
        stated = self.strategy.discipline
        return {side: found.agreement(stated) for side, found in self.check.verdicts().items()}

    @property
    def is_stuck(self) -> bool:
        """Whether business or IT says that no discipline leads clearly."""
        found = self.check.verdicts().values() if self.check else ()
        return any(verdict.kind in UNDECIDED for verdict in found)


@dataclass(frozen=True, slots=True)
class Mix:
    """Every unit the viewer reads, and those above them, in the order of the tree."""

    day: date
    rows: tuple[MixRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many units each discipline leads, inherited ones included."""
        return {name: sum(r.follower.discipline == name for r in self.rows) for name in Discipline.values}

    @property
    def without(self) -> tuple[MixRow, ...]:
        """Units that no strategy binds."""
        return tuple(row for row in self.rows if row.strategy is None)

    @property
    def stuck(self) -> tuple[MixRow, ...]:
        return tuple(row for row in self.rows if row.is_stuck)


def discipline_mix(viewer: Actor, day: date) -> Mix:
    """The mix on a day. Nine queries, however many units, strategies and checks there are."""
    bound = followers(viewer, day)
    minimums = {found.unit.pk: minimums_of(found.strategy) for found in bound}
    found = checks(latest_rounds(viewer), minimums)
    reads = viewer.access.reads
    rows = (MixRow(one, found.get(one.unit.pk), reads([one.unit.path])) for one in bound)
    return Mix(day, tuple(rows))
