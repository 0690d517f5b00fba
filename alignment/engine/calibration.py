"""What people promise against what comes: the median of promises that are due. Pure functions on exact fractions.

Why it is asked: in a survey told by The European Financial Review nearly 40 % of firms overstated benefits to get approval.
The median, the least number and the word optimism are our own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from alignment.engine.facts import Id, order

ENOUGH = 3
"""Promises that were due and could be judged; with fewer, chance would speak."""


@dataclass(frozen=True, slots=True)
class Due:
    """A promise whose day has come; ``kept`` is the share of the promised way that had come, None if nobody knows."""

    owner: Id | None
    day: date
    kept: Fraction | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Promises that were due, how many of them could be judged, how many were kept whole, and the median share.

    ``median`` is None with fewer than the least number. ``optimism`` is 1 − median: above 0 more was promised than
    came, below 0 less.
    """

    due: int
    judged: int
    kept: int
    median: Fraction | None

    @property
    def optimism(self) -> Fraction | None:
        return None if self.median is None else 1 - self.median

    @property
    def missing(self) -> int:
        """How many judged promises are still needed before anything is said."""
        return max(ENOUGH - self.judged, 0)


@dataclass(frozen=True, slots=True)
class Sponsor:
    """One person's promises, whole and by the calendar year in which they were due."""

    owner: Id | None
    whole: Calibration
    years: tuple[tuple[int, Calibration], ...]


def calibrated(promises: Iterable[Due]) -> tuple[Sponsor, ...]:
    """One for each owner, in the order of their ids; promises without an owner last."""
    by_owner: dict[Id | None, list[Due]] = {}
    for promise in promises:
        by_owner.setdefault(promise.owner, []).append(promise)
    owners = sorted(by_owner, key=order)
    return tuple(Sponsor(owner, calibration(by_owner[owner]), by_year(by_owner[owner])) for owner in owners)


def calibration(promises: Sequence[Due]) -> Calibration:
    """Of some promises together, whoever gave them."""
    known = [promise.kept for promise in promises if promise.kept is not None]
    return Calibration(
        due=len(promises),
        judged=len(known),
        kept=sum(share >= 1 for share in known),
        median=_median(known) if len(known) >= ENOUGH else None,
    )


def by_year(promises: Iterable[Due]) -> tuple[tuple[int, Calibration], ...]:
    """The same for each calendar year, oldest first."""
    given = list(promises)
    years = sorted({promise.day.year for promise in given})
    return tuple(
        (year, calibration([promise for promise in given if promise.day.year == year])) for year in years
    )


def _median(shares: Iterable[Fraction]) -> Fraction:
    """The middle one, or the mean of the middle two."""
    ranked = sorted(shares)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
