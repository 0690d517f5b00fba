"""What a control chart comes to in one word, and against which period it is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from foundation.values import months_after
from metrics.choices import Direction, Grain, Pattern, SignalRule
from metrics.engine.attainment import Aim
from metrics.engine.chart import ControlChart, Finding, Limits, Point
from metrics.engine.periods import end_of

FIRST = date(2026, 1, 1)
LOW, HIGH = Limits(10, 5, 15, 12), Limits(20, 15, 25, 12)


def month(index: int) -> date:
    return months_after(FIRST, index)


def point(index: int, value: float | None = 10, **told: object) -> Point:
    whole = Point(month(index), end_of(Grain.MONTH, month(index)), is_over=True, value=value, limits=LOW)
    return replace(whole, **told)  # type: ignore[arg-type]


def chart(points: Sequence[Point], direction: Direction = Direction.HIGHER, *aims: Aim) -> ControlChart:
    return ControlChart(Grain.MONTH, direction, tuple(points), aims)


def test_without_a_period_that_is_over_nothing_is_found_and_the_newest_is_what_there_is_so_far() -> None:
    running = point(0, is_over=False)
    assert chart([]).finding == chart([running]).finding == Finding(Pattern.NOTHING)
    assert (chart([]).newest, chart([running]).newest) == (None, running)


def test_the_newest_is_over_and_known_though_later_ones_have_begun() -> None:
    points = [point(0), point(1, 12), point(2, None), point(3, 99, is_over=False)]
    assert chart(points).newest == points[1]
    assert (chart(points).change, chart(points).change_since(2)) == (2, None)


def test_what_is_missing_is_no_zero_to_compare_with() -> None:
    assert chart([point(0), point(1, None), point(2)]).change is None


def test_few_values_have_no_limits() -> None:
    assert chart([point(0, limits=None)]).finding == Finding(Pattern.FEW)


def test_a_steady_course_is_so_since_its_first_period_shown() -> None:
    assert chart([point(0), point(1)]).finding == Finding(Pattern.STEADY, FIRST)


@pytest.mark.parametrize(
    ("direction", "is_better"), [(Direction.HIGHER, True), (Direction.LOWER, False), (Direction.TARGET, None)]
)
def test_a_value_beyond_a_limit_is_so_since_the_first_in_a_row(
    direction: Direction, is_better: bool | None
) -> None:
    beyond = (SignalRule.BEYOND,)
    points = [point(0, above=beyond), point(1), point(2, above=beyond), point(3, above=beyond)]
    assert chart(points, direction).finding == Finding(Pattern.BEYOND, month(2), 1, is_better, beyond[0])


def test_a_signal_to_the_other_side_ends_the_row() -> None:
    drift = (SignalRule.SEVEN_TREND,)
    points = [point(0, above=drift), point(1, below=drift)]
    assert chart(points, Direction.LOWER).finding == Finding(
        Pattern.DRIFT, month(1), -1, is_better=True, rule=drift[0]
    )


def test_a_signal_of_a_month_before_is_none_today() -> None:
    assert chart([point(0, above=(SignalRule.BEYOND,)), point(1)]).finding.pattern == Pattern.STEADY


@pytest.mark.parametrize(("limits", "side"), [((LOW, HIGH), 1), ((HIGH, LOW), -1)])
def test_the_last_proven_step_tells_its_month_and_its_way(limits: tuple[Limits, Limits], side: int) -> None:
    points = [point(0, limits=limits[0]), point(1, limits=limits[1], begins=True), point(2, limits=limits[1])]
    assert chart(points).finding == Finding(Pattern.STEP, month(1), side, side == 1)


def test_a_step_before_what_is_shown_has_no_way_that_could_be_told() -> None:
    assert chart([point(0, begins=True), point(1)]).finding == Finding(Pattern.STEADY, FIRST)


def test_the_target_is_that_of_the_last_day_and_else_the_next() -> None:
    now = Aim(FIRST, date(2026, 3, 31), Decimal(1))
    later, last = (
        Aim(date(2026, 7, 1), date(2026, 7, 31), Decimal(2)),
        Aim(date(2027, 1, 1), date(2027, 12, 31), Decimal(3)),
    )
    inside, after = [point(1)], [point(3)]
    assert chart(inside, Direction.HIGHER, later, now).next_aim == now
    assert chart(after, Direction.HIGHER, now, last, later).aim is None
    assert chart(after, Direction.HIGHER, now, last, later).next_aim == later
    assert chart([], Direction.HIGHER, now).next_aim is None
