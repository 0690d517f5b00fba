"""Attainment: published-style cases, the cases without a score, and what must hold for any figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import Direction, Frequency, MeasureKind, Standing, Unknown
from metrics.engine.attainment import (
    Aim,
    Attainment,
    Judged,
    Observed,
    Part,
    Whole,
    aim_on,
    attainment,
    is_stale,
    newest,
    next_due,
    of_kind,
    standing,
    weighted,
    worst,
)

HIGHER, LOWER, CLOSER = Direction.HIGHER, Direction.LOWER, Direction.TARGET
THEN, NOW = date(2026, 1, 31), date(2026, 10, 31)
figures = st.decimals(-1_000_000, 1_000_000, places=3)


def aim(value: object, acceptable: object = None) -> Aim:
    return Aim(
        date(2026, 1, 1),
        date(2026, 12, 31),
        Decimal(str(value)),
        None if acceptable is None else Decimal(str(acceptable)),
    )


def judged(direction: Direction, base: object, actual: object, target: object) -> Attainment:
    return attainment(
        direction, Observed(THEN, Decimal(str(base))), Observed(NOW, Decimal(str(actual))), aim(target)
    )


@pytest.mark.parametrize(
    ("direction", "base", "actual", "target", "score"),
    [
        (HIGHER, "84.1", "86.55", "89.0", 50),
        (HIGHER, 60, 75, 80, 75),
        (HIGHER, 60, 80, 80, 100),
        (HIGHER, 60, 84, 80, 120),
        (HIGHER, 60, 100, 80, 120),
        (HIGHER, 60, 55, 80, 0),
        (LOWER, 10, 4, 4, 100),
        (LOWER, 10, 7, 4, 50),
        (LOWER, 10, 12, 4, 0),
        (LOWER, 10, 1, 4, 120),
        (LOWER, 10, 8, 4, Fraction(100, 3)),
        (HIGHER, -20, 10, 40, 50),
        (CLOSER, 30, 25, 20, 50),
        (CLOSER, 30, 15, 20, 50),
        (CLOSER, 10, 20, 20, 100),
        (CLOSER, 10, 35, 20, 0),
    ],
)
def test_the_score_is_the_part_of_the_way_that_is_gone(
    direction: Direction, base: object, actual: object, target: object, score: Fraction
) -> None:
    assert judged(direction, base, actual, target) == Attainment(Fraction(score))


def test_what_is_missing_is_named_and_never_zero() -> None:
    base, read, target = Observed(THEN, Decimal(1)), Observed(NOW, Decimal(2)), aim(3)
    assert attainment(HIGHER, base, read, None) == Attainment(None, Unknown.NO_TARGET)
    assert attainment(HIGHER, base, None, target) == Attainment(None, Unknown.NO_READING)
    assert attainment(HIGHER, None, read, target) == Attainment(None, Unknown.NO_BASELINE)
    before = Observed(THEN - timedelta(days=1), Decimal(2))
    assert attainment(HIGHER, base, before, target) == Attainment(None, Unknown.OLD_READING)
    same_day = Observed(THEN, Decimal(1))
    assert attainment(HIGHER, base, same_day, target) == Attainment(Fraction(0))


@pytest.mark.parametrize("direction", list(Direction))
def test_a_target_at_the_baseline_leaves_no_way_to_go(direction: Direction) -> None:
    assert judged(direction, 5, 6, 5) == Attainment(None, Unknown.NO_WAY)


@pytest.mark.parametrize(("direction", "target"), [(HIGHER, 90), (LOWER, 100)])
def test_a_target_worse_than_the_baseline_is_no_target_to_work_for(direction: Direction, target: int) -> None:
    assert judged(direction, 95, 95, target) == Attainment(None, Unknown.WRONG_WAY)


@given(figures, figures, figures)
def test_lower_is_higher_turned_round(base: Decimal, actual: Decimal, target: Decimal) -> None:
    assert judged(LOWER, base, actual, target) == judged(HIGHER, -base, -actual, -target)


@given(st.sampled_from(Direction), figures, figures, figures)
def test_unit_and_zero_point_do_not_matter(
    direction: Direction, base: Decimal, actual: Decimal, target: Decimal
) -> None:
    moved = [value * 1000 + 7 for value in (base, actual, target)]
    assert judged(direction, *moved) == judged(direction, base, actual, target)


@given(st.sampled_from(Direction), figures, figures, figures)
def test_a_score_stays_within_its_bounds(
    direction: Direction, base: Decimal, actual: Decimal, target: Decimal
) -> None:
    found = judged(direction, base, actual, target)
    assert (found.score is None) is (found.unknown is not None)
    if found.score is not None:
        assert 0 <= found.score <= (100 if direction == CLOSER else 120)


@given(figures, figures, figures, figures)
def test_more_of_what_is_better_never_scores_less(
    base: Decimal, first: Decimal, second: Decimal, target: Decimal
) -> None:
    low, high = sorted((first, second))
    scores = [judged(HIGHER, base, value, target).score for value in (low, high)]
    if scores[0] is not None and scores[1] is not None:
        assert scores[0] <= scores[1]


@pytest.mark.parametrize(
    ("direction", "actual", "expected"),
    [
        (HIGHER, 80, Standing.ON),
        (HIGHER, "79.9", Standing.WATCH),
        (HIGHER, 75, Standing.WATCH),
        (HIGHER, "74.9", Standing.OFF),
        (LOWER, 80, Standing.ON),
        (LOWER, 85, Standing.WATCH),
        (LOWER, 86, Standing.OFF),
        (CLOSER, 80, Standing.ON),
        (CLOSER, 84, Standing.WATCH),
        (CLOSER, 75, Standing.WATCH),
        (CLOSER, 74, Standing.OFF),
    ],
)
def test_the_standing_is_against_target_and_acceptable_value(
    direction: Direction, actual: object, expected: Standing
) -> None:
    acceptable = 85 if direction == LOWER else 75
    read = Observed(NOW, Decimal(str(actual)))
    assert standing(direction, read, aim(80, acceptable)) == expected


def test_without_an_acceptable_value_everything_short_of_the_target_is_off() -> None:
    assert standing(HIGHER, Observed(NOW, Decimal(79)), aim(80)) == Standing.OFF
    assert standing(HIGHER, None, aim(80)) == Standing.UNKNOWN
    assert standing(HIGHER, Observed(NOW, Decimal(79)), None) == Standing.UNKNOWN


@given(st.sampled_from([HIGHER, LOWER]), figures, figures, figures)
def test_whoever_reaches_the_target_has_a_hundred(
    direction: Direction, base: Decimal, actual: Decimal, target: Decimal
) -> None:
    score = judged(direction, base, actual, target).score
    reached = standing(direction, Observed(NOW, actual), aim(target)) == Standing.ON
    assert score is None or (score >= 100) is reached


def test_the_target_of_a_day_is_that_of_its_period_with_both_ends() -> None:
    first, second = aim(80), Aim(date(2027, 1, 1), date(2027, 12, 31), Decimal(90))
    assert aim_on([second, first], date(2026, 12, 31)) == first
    assert aim_on([second, first], date(2027, 1, 1)) == second
    assert aim_on([second, first], date(2028, 1, 1)) is None


def test_readings_of_days_to_come_do_not_count_yet() -> None:
    readings = [Observed(NOW, Decimal(1)), Observed(THEN, Decimal(2))]
    assert newest(readings, NOW) == readings[0]
    assert newest(readings, NOW - timedelta(days=1)) == readings[1]
    assert newest(readings, THEN - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        (Frequency.DAILY, date(2026, 2, 1)),
        (Frequency.WEEKLY, date(2026, 2, 7)),
        (Frequency.MONTHLY, date(2026, 2, 28)),
        (Frequency.QUARTERLY, date(2026, 4, 30)),
        (Frequency.YEARLY, date(2027, 1, 31)),
    ],
)
def test_a_reading_is_stale_the_day_after_the_next_is_due(frequency: Frequency, due: date) -> None:
    assert next_due(frequency, THEN) == due
    assert not is_stale(frequency, THEN, due, grace_days=0)
    assert is_stale(frequency, THEN, due + timedelta(days=1), grace_days=0)


def test_days_of_grace_are_added_to_the_day_it_is_due() -> None:
    grace = THEN + timedelta(days=1 + 5)
    assert not is_stale(Frequency.DAILY, THEN, grace, grace_days=5)
    assert is_stale(Frequency.DAILY, THEN, grace + timedelta(days=1), grace_days=5)


def test_a_mean_leaves_out_what_is_not_known_and_says_so() -> None:
    parts = [Part(Fraction(100), 3), Part(Fraction(0), 1), Part(None, 50)]
    assert weighted(parts) == Whole(Fraction(75), 2, 3)
    assert weighted([Part(None, 1)]) == Whole(None, 0, 1)
    assert weighted([]) == Whole(None, 0, 0)


scores = st.one_of(st.none(), st.fractions(0, 120))
parts = st.lists(st.builds(Part, scores, st.integers(1, 100)), max_size=6)


@given(parts, st.randoms(use_true_random=False), st.integers(1, 9))
def test_neither_order_nor_the_unit_of_weights_matters(
    given_parts: list[Part], random: object, factor: int
) -> None:
    shuffled = sorted(given_parts, key=lambda _part: random.random())  # type: ignore[attr-defined]
    heavier = [Part(part.score, part.weight * factor) for part in shuffled]
    assert weighted(heavier) == weighted(given_parts)


@given(parts)
def test_a_mean_lies_among_its_parts(given_parts: list[Part]) -> None:
    known = [part.score for part in given_parts if part.score is not None]
    found = weighted(given_parts)
    assert (found.score is None) is (not known)
    if found.score is not None:
        assert min(known) <= found.score <= max(known)


def test_outputs_never_make_up_for_outcomes() -> None:
    outcome = Judged(MeasureKind.OUTCOME, 1, Attainment(Fraction(40)), Standing.OFF)
    watched = Judged(MeasureKind.OUTCOME, 3, Attainment(Fraction(80)), Standing.WATCH)
    output = Judged(MeasureKind.OUTPUT, 9, Attainment(Fraction(120)), Standing.ON)
    measures = [output, watched, outcome]
    assert of_kind(measures, MeasureKind.OUTCOME) == Whole(Fraction(70), 2, 2)
    assert of_kind(measures, MeasureKind.OUTPUT) == Whole(Fraction(120), 1, 1)
    assert worst(measures) == Standing.OFF
    assert worst([output]) == Standing.UNKNOWN
    unknown = Judged(MeasureKind.OUTCOME, 1, Attainment(None, Unknown.NO_READING), Standing.UNKNOWN)
    assert worst([unknown, watched]) == Standing.WATCH
