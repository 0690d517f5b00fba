"""Whether a customer need is moving, and how far a benefit is on its way: what answers and readings say, if anything.

The index and the contracts of benefits hold progress against the same straight line: ``share_gone`` and ``share_due``.
None means that nothing is known, which is never the same as standing still. Our own rules (docs/calculations.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple


class Course(NamedTuple):
    """What a benefit promises to move, and the newest reading of its metric.

    ``better`` is 1 where higher is better, −1 where lower is, 0 where closer to the target is; which of the first two
    it is is asked only where baseline and target are the same.
    """

    baseline: Decimal
    baseline_date: date
    target: Decimal
    target_date: date
    value: Decimal
    day: date
    better: int = 1


def is_moving(satisfaction: Sequence[Decimal], importance: Decimal | None) -> bool | None:
    """Whether customers are better served than before: ``satisfaction`` from 0 to 10, oldest first.

    A need is moving where the newest answer is above the one before, or where customers are satisfied at least as
    much as it matters to them.
    """
    if satisfaction and importance is not None and satisfaction[-1] >= importance:
        return True
    return None if len(satisfaction) < 2 else satisfaction[-1] > satisfaction[-2]


def track(course: Course) -> Fraction | None:
    """How much of what was to be reached by the day of the reading has been reached, from 0 to 1.

    Expected is the straight line from the baseline to the target, which nothing need exceed. None where the reading is
    not later than the baseline: it says nothing about the way.
    """
    if course.day <= course.baseline_date:
        return None
    if course.target == course.baseline:
        gone = course.value - course.baseline
        return Fraction(gone * course.better >= 0 if course.better else not gone)
    reached = share_gone(course.baseline, course.target, course.value, course.better)
    expected = share_due(course.baseline_date, course.target_date, course.day)
    return min(max(reached / expected, Fraction(0)), Fraction(1))


def share_gone(baseline: Decimal, target: Decimal, value: Decimal, better: int) -> Fraction:
    """The part of the way from the baseline to another value, the target, that a value stands for. Not cut off.

    Below 0 it is worse than before, above 1 it is past the target; where closer to the target is better
    (``better`` is 0), past the target is as far from it as before it.
    """
    way = Fraction(target) - Fraction(baseline)
    if better == 0:
        return 1 - abs(Fraction(value) - Fraction(target)) / abs(way)
    return (Fraction(value) - Fraction(baseline)) / way


def share_due(start: date, end: date, day: date) -> Fraction:
    """The part of the way that should be gone by a day on the straight line from ``start`` to ``end``, 0 to 1."""
    if day >= end:
        return Fraction(1)
    return Fraction(0) if day <= start else Fraction((day - start).days, (end - start).days)
