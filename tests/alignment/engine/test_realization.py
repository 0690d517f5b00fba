"""Promised against realized: worked cases, what cannot be judged, and what must hold for any figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Delivery, Explicitness, Unproven
from alignment.engine.realization import (
    Point,
    Promise,
    Realization,
    flaw_of,
    money_share,
    planned_share,
    realization,
)

START, DUE = date(2025, 1, 1), date(2026, 1, 1)
"""365 days apart."""
HALF = START + timedelta(days=146)
"""Two fifths of the way in time."""
figures = st.decimals(-10_000, 10_000, places=2)
ways = st.decimals("0.01", 10_000, places=2)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def promise(
    baseline: object = 100, target: object = 200, better: int = 1, **given_: date | bool | None
) -> Promise:
    values: dict[str, object] = {
        "baseline": None if baseline is None else Decimal(str(baseline)),
        "target": None if target is None else Decimal(str(target)),
        "baseline_date": START,
        "target_date": DUE,
        "better": better,
    }
    return Promise(**{**values, **given_})  # type: ignore[arg-type]


def read(day: date, value: object) -> Point:
    return Point(day, Decimal(str(value)))


def test_a_benefit_on_the_way_is_held_against_the_plan_of_the_day_it_was_read() -> None:
    found = realization(promise(), [read(HALF, 130)], HALF + timedelta(days=73))
    assert found == Realization(
        standing=Delivery.BEHIND,
        reading=read(HALF, 130),
        realized=Fraction(3, 10),
        promised=Fraction(2, 5),
        promised_today=Fraction(3, 5),
        forecast=Fraction(3, 4),
        reached_date=START + timedelta(days=487),
    )


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (140, Delivery.ON_PLAN),
        (250, Delivery.ON_PLAN),
        ("139.99", Delivery.BEHIND),
        (130, Delivery.BEHIND),
        ("129.99", Delivery.FAR_BEHIND),
        (90, Delivery.FAR_BEHIND),
    ],
)
def test_three_quarters_of_the_plan_are_behind_and_less_is_far_behind(
    value: object, standing: Delivery
) -> None:
    assert realization(promise(), [read(HALF, value)], HALF).standing is standing


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        (promise(has_metric=False), Unproven.NO_METRIC),
        (promise(baseline=None), Unproven.NO_BASELINE),
        (promise(target=None), Unproven.NO_TARGET),
        (promise(target=100), Unproven.NO_WAY),
        (promise(target=50), Unproven.WRONG_WAY),
        (promise(target=150, better=-1), Unproven.WRONG_WAY),
    ],
)
def test_a_promise_with_a_flaw_is_not_judged(told: Promise, lacking: Unproven) -> None:
    assert flaw_of(told) is lacking
    found = realization(told, [read(HALF, 130)], HALF)
    assert found == Realization(lacking=lacking, promised_today=Fraction(2, 5))


def test_a_missing_reading_is_never_zero() -> None:
    before, ahead = read(START - timedelta(days=1), 180), read(HALF + timedelta(days=1), 180)
    for readings in ([], [before], [ahead], [before, ahead]):
        found = realization(promise(), readings, HALF)
        assert found == Realization(lacking=Unproven.NO_READING, promised_today=Fraction(2, 5))


def test_without_days_what_came_is_known_and_its_standing_is_not() -> None:
    for told in (promise(baseline_date=None), promise(target_date=None)):
        found = realization(told, [read(HALF, 130)], HALF)
        assert (found.realized, found.promised, found.forecast) == (Fraction(3, 10), None, None)
        assert (found.standing, found.lacking) == (Delivery.UNKNOWN, Unproven.NO_DATES)


@pytest.mark.parametrize(
    ("values", "standing", "kept"),
    [
        ([(0, 200)], Delivery.KEPT, Fraction(1)),
        ([(0, 199)], Delivery.MISSED, Fraction(99, 100)),
        ([(-1, 250), (3, 150), (40, 260)], Delivery.MISSED, Fraction(1, 2)),
        ([(40, 90), (3, 230)], Delivery.KEPT, Fraction(13, 10)),
    ],
)
def test_the_first_reading_from_the_due_date_on_settles_a_promise(
    values: list[tuple[int, int]], standing: Delivery, kept: Fraction
) -> None:
    readings = [read(DUE + timedelta(days=after), value) for after, value in values]
    found = realization(promise(), readings, DUE + timedelta(days=60))
    assert (found.standing, found.kept, found.lacking) == (standing, kept, None)
    assert (found.forecast, found.reached_date) == (None, None)


def test_a_promise_that_is_due_waits_for_a_reading() -> None:
    found = realization(promise(), [read(HALF, 190)], DUE)
    assert (found.standing, found.lacking) == (Delivery.UNKNOWN, Unproven.NO_FINAL_READING)
    assert (found.realized, found.settled, found.kept) == (Fraction(9, 10), None, None)


def test_a_due_promise_needs_no_day_of_its_baseline() -> None:
    found = realization(promise(baseline_date=None), [read(DUE, 200)], DUE)
    assert (found.standing, found.promised) == (Delivery.KEPT, None)


def test_no_time_has_passed_to_have_a_pace_in() -> None:
    found = realization(promise(), [read(START, 110)], HALF)
    assert (found.realized, found.forecast, found.reached_date) == (Fraction(1, 10), None, None)


def test_a_pace_that_leads_nowhere_has_no_day() -> None:
    backwards = realization(promise(), [read(HALF, 90)], HALF)
    assert (backwards.forecast, backwards.reached_date) == (Fraction(-1, 4), None)
    crawling = realization(promise(), [read(HALF, "100.3")], HALF)
    assert (crawling.forecast, crawling.reached_date) == (Fraction(3, 400), None)


def test_a_plan_without_both_days_says_nothing() -> None:
    assert planned_share(promise(), HALF) == Fraction(2, 5)
    assert planned_share(promise(baseline_date=None), HALF) is None
    assert planned_share(promise(target_date=None), HALF) is None


@pytest.mark.parametrize(
    ("explicitness", "share", "counted"),
    [
        (Explicitness.FINANCIAL, Fraction(1, 2), Fraction(1, 2)),
        (Explicitness.FINANCIAL, Fraction(3, 2), Fraction(1)),
        (Explicitness.FINANCIAL, Fraction(-1, 2), Fraction(0)),
        (Explicitness.FINANCIAL, None, None),
        (Explicitness.QUANTIFIABLE, Fraction(1, 2), None),
        ("", Fraction(1, 2), None),
    ],
)
def test_money_is_counted_for_financial_benefits_alone_and_never_beyond_the_promise(
    explicitness: str, share: Fraction | None, counted: Fraction | None
) -> None:
    assert money_share(explicitness, share) == counted


promises = st.builds(
    promise, figures, figures, st.sampled_from((-1, 0, 1)), baseline_date=days, target_date=days
)
readings_ = st.lists(st.builds(Point, days, figures), max_size=6, unique_by=lambda point: point.day)


@given(promises, readings_, days, st.randoms())
def test_the_order_of_readings_does_not_matter(
    told: Promise, readings: list[Point], today: date, chance: object
) -> None:
    shuffled = list(readings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert realization(told, shuffled, today) == realization(told, readings, today)


@given(promises, readings_, days, figures, st.integers(1, 9))
def test_moving_or_stretching_the_scale_changes_no_share(
    told: Promise, readings: list[Point], today: date, shift: Decimal, factor: int
) -> None:
    def moved(value: Decimal | None) -> Decimal:
        return (value or Decimal(0)) * factor + shift

    other = promise(
        moved(told.baseline), moved(told.target), told.better,
        baseline_date=told.baseline_date, target_date=told.target_date,
    )  # fmt: skip
    here = realization(told, readings, today)
    there = realization(other, [Point(point.day, moved(point.value)) for point in readings], today)
    assert (there.standing, there.lacking, there.realized, there.forecast, there.kept) == (
        here.standing, here.lacking, here.realized, here.forecast, here.kept,
    )  # fmt: skip


@st.composite
def begun(draw: st.DrawFn) -> tuple[Promise, date, date]:
    """A promise without a flaw, the day it began and a day since: made so, because chance seldom makes one."""
    better, baseline, way = draw(st.sampled_from((-1, 1))), draw(figures), draw(ways)
    first, today = sorted((draw(days), draw(days)))
    told = promise(baseline, baseline + better * way, better, baseline_date=first, target_date=draw(days))
    return told, first, today


@given(begun(), readings_, figures)
def test_a_better_reading_never_has_a_worse_standing(
    given_: tuple[Promise, date, date], readings: list[Point], value: Decimal
) -> None:
    told, day, today = given_
    others = [point for point in readings if point.day < day]
    here = realization(told, [*others, Point(day, value)], today)
    there = realization(told, [*others, Point(day, value + told.better)], today)
    ranks = list(Delivery)
    assert (there.realized or 0) > (here.realized or 0)
    assert ranks.index(there.standing) <= ranks.index(here.standing)
