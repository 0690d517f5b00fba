"""Whether a customer need is moving, and whether a benefit is on its way: what answers and readings say, if anything.

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

    ``better`` is 1 where higher is better, −1 where lower is, 0 where closer to the target is; it is asked only
    where baseline and target are the same.
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
    way = Fraction(course.target) - Fraction(course.baseline)
    gone = Fraction(course.value) - Fraction(course.baseline)
    if not way:
        return Fraction(gone * course.better >= 0 if course.better else not gone)
    due = (course.target_date - course.baseline_date).days
    passed = (course.day - course.baseline_date).days
    expected = min(Fraction(passed, due), Fraction(1)) if due else Fraction(1)
    return min(max(gone / way / expected, Fraction(0)), Fraction(1))
