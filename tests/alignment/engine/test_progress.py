"""Whether needs move and benefits are on their way: what is known, and what is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alignment.engine.progress import Course, is_moving, share_due, share_gone, track

START, END = date(2026, 1, 1), date(2026, 1, 11)


def course(
    value: int, day: int, baseline: int = 10, target: int = 20, better: int = 1, end: date = END
) -> Course:
    """A reading on a day of January 2026 of what shall go from ``baseline`` on the first to ``target``."""
    return Course(Decimal(baseline), START, Decimal(target), end, Decimal(value), date(2026, 1, day), better)


@pytest.mark.parametrize(
    ("satisfaction", "importance", "expected"),
    [
        ((), 8, None),
        ((4,), 8, None),
        ((4,), None, None),
        ((8,), 8, True),
        ((9,), 8, True),
        ((4, 5), 8, True),
        ((5, 5), 8, False),
        ((5, 4), None, False),
        ((9, 8), 8, True),
        ((1, 6, 5), 8, False),
    ],
)
def test_a_need_moves_where_satisfaction_rises_or_is_enough(
    satisfaction: tuple[int, ...], importance: int | None, expected: bool | None
) -> None:
    answers = [Decimal(each) for each in satisfaction]
    assert is_moving(answers, None if importance is None else Decimal(importance)) is expected


@pytest.mark.parametrize(
    ("given_course", "expected"),
    [
        (course(12, 1), None),
        (course(15, 6), Fraction(1)),
        (course(12, 6), Fraction(2, 5)),
        (course(8, 6), Fraction(0)),
        (course(30, 6), Fraction(1)),
        (course(15, 21), Fraction(1, 2)),
        (course(15, 6, baseline=20, target=10), Fraction(1)),
        (course(25, 6, baseline=20, target=10), Fraction(0)),
        (course(15, 6, end=START), Fraction(1, 2)),
        (course(11, 6, target=10), Fraction(1)),
        (course(9, 6, target=10), Fraction(0)),
        (course(9, 6, target=10, better=-1), Fraction(1)),
        (course(11, 6, target=10, better=-1), Fraction(0)),
        (course(25, 6, better=0), Fraction(1)),
        (course(28, 6, better=0), Fraction(2, 5)),
        (course(31, 6, better=0), Fraction(0)),
        (course(10, 6, target=10, better=0), Fraction(1)),
        (course(11, 6, target=10, better=0), Fraction(0)),
    ],
)
def test_a_benefit_is_held_against_the_straight_line_to_its_target(
    given_course: Course, expected: Fraction | None
) -> None:
    assert track(given_course) == expected


@pytest.mark.parametrize(
    ("better", "baseline", "target", "value", "share"),
    [
        (1, "100", "200", "150", Fraction(1, 2)),
        (-1, "6.4", "2.0", "4.2", Fraction(1, 2)),
        (-1, "6.4", "2.0", "7.5", Fraction(-1, 4)),
        (1, "0", "10", "25", Fraction(5, 2)),
        (0, "10", "20", "15", Fraction(1, 2)),
        (0, "10", "20", "25", Fraction(1, 2)),
        (0, "30", "20", "20", Fraction(1)),
        (0, "30", "20", "5", Fraction(-1, 2)),
    ],
)
def test_the_way_gone_knows_which_way_is_better(
    better: int, baseline: str, target: str, value: str, share: Fraction
) -> None:
    assert share_gone(Decimal(baseline), Decimal(target), Decimal(value), better) == share


def test_the_way_due_rests_before_the_baseline_and_after_the_target() -> None:
    days = (date(2025, 12, 23), START, date(2026, 1, 5), END, date(2026, 1, 20))
    assert [share_due(START, END, day) for day in days] == [0, 0, Fraction(2, 5), 1, 1]
    assert share_due(START, START, START) == 1


values = st.integers(-20, 20)


@given(values, values, st.sampled_from((-1, 0, 1)))
def test_the_ends_of_the_way_are_nothing_and_everything(baseline: int, target: int, better: int) -> None:
    assume(baseline != target)
    ends = (Decimal(baseline), Decimal(target))
    assert [share_gone(*ends, value, better) for value in ends] == [0, 1]


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_what_is_due_never_shrinks(start: date, end: date, day: date, later: date) -> None:
    start, end = sorted((start, end))
    first, second = (share_due(start, end, one) for one in sorted((day, later)))
    assert 0 <= first <= second <= 1


@given(values, values, values, st.integers(2, 31), st.sampled_from((-1, 0, 1)))
def test_a_course_lies_between_0_and_1_and_turns_with_its_direction(
    baseline: int, target: int, value: int, day: int, better: int
) -> None:
    found = track(course(value, day, baseline, target, better))
    assert found is not None
    assert 0 <= found <= 1
    assert found == track(course(-value, day, -baseline, -target, -better))


@given(values, values.filter(bool), values, values, st.integers(2, 31))
def test_more_of_the_way_is_never_worth_less(
    baseline: int, way: int, first: int, second: int, day: int
) -> None:
    nearer, farther = sorted((first * (1 if way > 0 else -1), second * (1 if way > 0 else -1)))
    sign = 1 if way > 0 else -1
    less = track(course(baseline + sign * nearer, day, baseline, baseline + way))
    more = track(course(baseline + sign * farther, day, baseline, baseline + way))
    assert less is not None
    assert more is not None
    assert less <= more
