"""How much of a promise has come, against how much should have come by then. Pure functions on exact fractions.

The plan is the straight line from the baseline on its day to the target on the day it is due. Source of the question,
planned against delivered: J. Ward, E. Daniel and J. Peppard, MIS Quarterly Executive 7(1), 2008. The straight line, the
pace, the standing and which readings settle a promise are our own rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from alignment.choices import Delivery, Explicitness, Unproven
from alignment.engine.progress import share_due, share_gone

LEAST = Fraction(3, 4)
"""Of what should have come by a day: below it a benefit is far behind."""
LONGEST = 36_525
"""Days for which a pace is carried on: a hundred years."""
NOTHING, ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of the metric on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """From where to where, from when to when. ``better`` is 1 where more is better, −1 where less is, 0 where closer
    to the target is. ``None`` means that nobody has said."""

    has_metric: bool = True
    baseline: Decimal | None = None
    baseline_date: date | None = None
    target: Decimal | None = None
    target_date: date | None = None
    better: int = 1


@dataclass(frozen=True, slots=True)
class Realization:
    """Where a promise stands on a day. Shares are of the way from baseline to target: 1 is the target.

    ``realized`` by the newest reading, not cut off: below 0 it is worse than before, above 1 more than promised.
    ``promised`` should have come by the day of that reading, ``promised_today`` by today. ``forecast`` is what will
    have come by the due date at the pace so far, ``reached_date`` when the target is reached at that pace.
    ``settled`` is the first reading on or after the due date. What is not known is None, never 0.
    """

    standing: Delivery = Delivery.UNKNOWN
    lacking: Unproven | None = None
    reading: Point | None = None
    realized: Fraction | None = None
    promised: Fraction | None = None
    promised_today: Fraction | None = None
    forecast: Fraction | None = None
    reached_date: date | None = None
    settled: Point | None = None
    kept: Fraction | None = None
    """The share that had come at ``settled``."""


def realization(promise: Promise, readings: Iterable[Point], today: date) -> Realization:
    """How a promise stands; readings before the baseline or after ``today`` do not count, in whatever order."""
    flaw = flaw_of(promise)
    planned = planned_share(promise, today)
    if flaw is not None:
        return Realization(lacking=flaw, promised_today=planned)
    counting = sorted(_counting(promise, readings, today), key=lambda point: point.day)
    if not counting:
        return Realization(lacking=Unproven.NO_READING, promised_today=planned)
    newest = counting[-1]
    realized = share_at(promise, newest.value)
    settled = _settling(promise, counting, today)
    kept = None if settled is None else share_at(promise, settled.value)
    promised = planned_share(promise, newest.day)
    standing, lacking = _standing(promise, realized, promised, kept, today)
    forecast, reached = _pace(promise, realized, newest.day, today)
    return Realization(
        standing, lacking, newest, realized, promised, planned, forecast, reached, settled, kept
    )


def flaw_of(promise: Promise) -> Unproven | None:
    """What of the promise itself keeps it from being held against what comes; None where nothing does."""
    if not promise.has_metric:
        return Unproven.NO_METRIC
    if promise.baseline is None:
        return Unproven.NO_BASELINE
    if promise.target is None:
        return Unproven.NO_TARGET
    way = promise.target - promise.baseline
    if way == 0:
        return Unproven.NO_WAY
    return Unproven.WRONG_WAY if way * promise.better < 0 else None


def share_at(promise: Promise, value: Decimal) -> Fraction:
    """The part of the way that a value stands for. Only of a promise without a flaw."""
    baseline, target = promise.baseline or Decimal(0), promise.target or Decimal(0)
    return share_gone(baseline, target, value, promise.better)


def planned_share(promise: Promise, day: date) -> Fraction | None:
    """The part of the way that should be gone by a day, 0 to 1; None where a day is missing."""
    start, end = promise.baseline_date, promise.target_date
    if start is None or end is None:
        return None
    return share_due(start, end, day)


def money_share(explicitness: str, share: Fraction | None) -> Fraction | None:
    """The part of the yearly amount that may be counted: only of financial benefits, between nothing and all of it.

    More than was promised has not been valued by anybody, and a metric that worsened is not negative income.
    """
    if explicitness != Explicitness.FINANCIAL or share is None:
        return None
    return min(max(share, NOTHING), ALL)


def _counting(promise: Promise, readings: Iterable[Point], today: date) -> Iterable[Point]:
    start = promise.baseline_date
    return (point for point in readings if point.day <= today and (start is None or point.day >= start))


def _settling(promise: Promise, counting: Iterable[Point], today: date) -> Point | None:
    """The first reading on or after the due date: later ones neither better nor worsen what was kept."""
    due = promise.target_date
    if due is None or due > today:
        return None
    return next((point for point in counting if point.day >= due), None)


def _standing(
    promise: Promise, realized: Fraction, promised: Fraction | None, kept: Fraction | None, today: date
) -> tuple[Delivery, Unproven | None]:
    if promise.target_date is not None and promise.target_date <= today:
        if kept is None:
            return Delivery.UNKNOWN, Unproven.NO_FINAL_READING
        return (Delivery.KEPT if kept >= 1 else Delivery.MISSED), None
    if promised is None:
        return Delivery.UNKNOWN, Unproven.NO_DATES
    if realized >= promised:
        return Delivery.ON_PLAN, None
    return (Delivery.BEHIND if realized >= LEAST * promised else Delivery.FAR_BEHIND), None


def _pace(
    promise: Promise, realized: Fraction, read: date, today: date
) -> tuple[Fraction | None, date | None]:
    """The share at the due date, and the day of the target, at the mean pace since the baseline.

    Nothing once the promise is due, and nothing on the day of the baseline: no time has passed to have a pace in.
    """
    start, end = promise.baseline_date, promise.target_date
    if start is None or end is None or end <= today or read == start:
        return None, None
    passed = (read - start).days
    forecast = realized * (end - start).days / passed
    if realized <= 0:
        return forecast, None
    needed = ceil(passed / realized)
    return forecast, start + timedelta(days=needed) if needed <= LONGEST else None
