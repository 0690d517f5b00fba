"""How far a measure, an objective and a perspective have come. Pure functions on exact fractions.

Source: the balanced scorecard of Kaplan and Norton, scored by the linear rule 100 × (actual − baseline) /
(target − baseline), cut off at 0 and 120. Which cases have no score, and the standing, are our own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from foundation.values import months_after
from metrics.choices import Direction, Frequency, MeasureKind, Standing, Unknown

LOWEST, HIGHEST = Fraction(0), Fraction(120)
_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}
_WORST_FIRST = (Standing.OFF, Standing.WATCH, Standing.ON)


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of one period, in the metric's unit; ``acceptable`` is short of it but still to be lived with."""

    start: date
    end: date
    value: Decimal
    acceptable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """A value on a day, in the metric's unit: a reading or a baseline."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Attainment:
    """A score from 0 to 120 (100 is the target, 0 the baseline or worse), or why there is none."""

    score: Fraction | None
    unknown: Unknown | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a weighted mean; without a score it is left out, never counted as zero."""

    score: Fraction | None
    weight: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A weighted mean, and how many of its parts it rests on."""

    score: Fraction | None
    known: int
    total: int


UNMEASURED = Whole(None, 0, 0)
"""The mean of nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One measure of an objective, as the objective counts it."""

    kind: MeasureKind
    weight: int
    attainment: Attainment
    standing: Standing


def attainment(
    direction: Direction, baseline: Observed | None, reading: Observed | None, aim: Aim | None
) -> Attainment:
    """How much of the way from baseline to target is gone, judged in the direction that is better.

    Where closer to the target is better, it is the part of the distance to the target that is closed, so at most
    100. A target that is not better than the baseline leaves no way to go and has no score.
    """
    if aim is None:
        return Attainment(None, Unknown.NO_TARGET)
    if reading is None:
        return Attainment(None, Unknown.NO_READING)
    if baseline is None:
        return Attainment(None, Unknown.NO_BASELINE)
    if reading.day < baseline.day:
        return Attainment(None, Unknown.OLD_READING)
    start = _merit(direction, baseline.value, aim.value)
    way = _merit(direction, aim.value, aim.value) - start
    if way <= 0:
        return Attainment(None, Unknown.WRONG_WAY if way else Unknown.NO_WAY)
    gone = _merit(direction, reading.value, aim.value) - start
    return Attainment(min(max(100 * gone / way, LOWEST), HIGHEST))


def standing(direction: Direction, reading: Observed | None, aim: Aim | None) -> Standing:
    """On where the target is reached, watch where only the acceptable value is, off below both.

    Without a target for the day or without a reading nothing is known. It needs no baseline.
    """
    if reading is None or aim is None:
        return Standing.UNKNOWN
    reached = _merit(direction, reading.value, aim.value)
    if reached >= _merit(direction, aim.value, aim.value):
        return Standing.ON
    if aim.acceptable is not None and reached >= _merit(direction, aim.acceptable, aim.value):
        return Standing.WATCH
    return Standing.OFF


def aim_on(aims: Iterable[Aim], day: date) -> Aim | None:
    """The target of the period a day lies in; the one that began last, should two claim it."""
    return max((aim for aim in aims if aim.start <= day <= aim.end), key=lambda aim: aim.start, default=None)


def newest(readings: Iterable[Observed], day: date) -> Observed | None:
    """The last reading up to a day; what is dated later does not count yet."""
    return max((found for found in readings if found.day <= day), key=lambda found: found.day, default=None)


def next_due(frequency: Frequency, read: date) -> date:
    """The day by which the next value is due after one that was read on a day."""
    if frequency in _DAYS:
        return read + timedelta(days=_DAYS[frequency])
    return months_after(read, _MONTHS[frequency])


def is_stale(frequency: Frequency, read: date, day: date, *, grace_days: int) -> bool:
    """Whether a value read on one day is older on another than its frequency and the days of grace allow."""
    return day > next_due(frequency, read) + timedelta(days=grace_days)


def weighted(parts: Iterable[Part]) -> Whole:
    """The mean of the scores that are known, by weight; weights are above zero."""
    given = list(parts)
    known = [(part.score, part.weight) for part in given if part.score is not None]
    if not known:
        return Whole(None, 0, len(given))
    total = sum(weight for _score, weight in known)
    return Whole(
        sum((score * weight for score, weight in known), Fraction(0)) / total, len(known), len(given)
    )


def of_kind(measures: Iterable[Judged], kind: MeasureKind) -> Whole:
    """The weighted mean of an objective's measures of one kind. The outcome measures alone score the objective."""
    return weighted(Part(each.attainment.score, each.weight) for each in measures if each.kind == kind)


def worst(measures: Sequence[Judged]) -> Standing:
    """The worst standing that is known among the outcome measures: one that is off is not averaged away."""
    found = {each.standing for each in measures if each.kind == MeasureKind.OUTCOME}
    return next((each for each in _WORST_FIRST if each in found), Standing.UNKNOWN)


def _merit(direction: Direction, value: Decimal, target: Decimal) -> Fraction:
    """The value turned so that more is better."""
    exact = Fraction(value)
    if direction == Direction.LOWER:
        return -exact
    return -abs(exact - Fraction(target)) if direction == Direction.TARGET else exact
