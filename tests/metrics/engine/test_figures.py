"""Figures of whole arrays: the same as one by one, worked out exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import Direction, FormulaKind
from metrics.engine import attainment, figures, formulas
from metrics.engine.attainment import Aim, Observed
from metrics.engine.formulas import RAW, Sums
from metrics.engine.layout import LIMB, RECORD, SCALE, STANDINGS, Records
from tests.metrics.engine.test_behavior import NAN

DAY = date(2026, 6, 30)
ADDITIVE = [kind for kind in FormulaKind if kind not in RAW]
micros = st.integers(-(10**12), 10**12)
observed = st.builds(
    lambda numerator, denominator, n, more: (numerator, denominator, n, numerator**2 // max(1, n) + more),
    micros, micros, st.integers(0, 1000), st.integers(0, 10**14),
)  # fmt: skip
answers = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)).map(
    lambda given: (given[0] * SCALE, given[1] * SCALE, sum(given), 0)
)
"""Promoters, detractors and how many were asked."""


def records(*sums: tuple[int, int, int, int]) -> Records:
    made = np.zeros(len(sums), dtype=RECORD)
    for record, (numerator, denominator, n, squares) in zip(made, sums, strict=True):
        record["numerator"], record["denominator"], record["n"] = numerator, denominator, n
        record["squares_high"], record["squares_low"] = divmod(squares, LIMB)
    return made


def exact(sums: tuple[int, int, int, int]) -> Sums:
    numerator, denominator, n, squares = sums
    return Sums(Fraction(numerator, SCALE), Fraction(denominator, SCALE), n, Fraction(squares, SCALE**2))


def same(found: Any, expected: Any) -> bool:
    if expected is None:
        return bool(np.isnan(found))
    return bool(found == pytest.approx(float(expected), rel=1e-12, abs=1e-12))


@pytest.mark.parametrize("kind", ADDITIVE)
@given(sums=st.lists(st.one_of(observed, answers), min_size=1, max_size=6))
def test_values_and_intervals_are_those_of_single_sums(
    kind: FormulaKind, sums: list[tuple[int, int, int, int]]
) -> None:
    made = records(*sums)
    values = figures.fill(made, kind, 100)
    for record, found, given_sums in zip(made, values, sums, strict=True):
        one = exact(given_sums)
        assert same(found, formulas.value(kind, one, base=100))
        if kind in {FormulaKind.NPS, FormulaKind.CSAT} and given_sums[3]:
            continue  # no counts of answers
        interval = formulas.interval(kind, one, base=100)
        assert same(record["low"], interval and interval.low)
        assert same(record["high"], interval and interval.high)


def test_a_small_spread_of_large_values_is_not_lost() -> None:
    """Around a million with a deviation of one millionth."""
    values = [10**12 + step for step in (-1, 0, 1)]
    sums = (sum(values), 0, 3, sum(value**2 for value in values))
    made = records(sums)
    figures.fill(made, FormulaKind.MEAN, 1)

    wanted = formulas.interval(FormulaKind.MEAN, exact(sums))
    assert wanted is not None
    assert made["high"][0] - made["low"][0] == pytest.approx(wanted.high - wanted.low, rel=1e-3)
    assert made["high"][0] > made["low"][0]


def test_changes_and_slopes() -> None:
    values = np.array([[1.0, 3.0, NAN, 7.0, 9.0, 11.0, 13.0], [NAN, 5.0, NAN, NAN, NAN, NAN, NAN]])

    changes, slopes = figures.changes(values), figures.slopes(values)

    assert changes[0].tolist()[:2] == pytest.approx([NAN, 2.0], nan_ok=True)
    assert np.isnan(changes[0, 2:4]).all()
    assert changes[0, 4:].tolist() == [2.0, 2.0, 2.0]
    assert np.isnan(slopes[0, :3]).all()
    assert slopes[0, 3:].tolist() == pytest.approx([2.0] * 4)
    assert np.isnan(slopes[1]).all()


def test_a_slope_looks_at_the_last_periods_alone() -> None:
    values = np.array([[100.0, *range(figures.TREND)]])

    assert figures.slopes(values)[0, -1] == pytest.approx(1.0)
    assert figures.slopes(values)[0, -2] < 0


@pytest.mark.parametrize("direction", Direction)
@given(
    value=st.one_of(st.none(), st.integers(-5, 5)),
    target=st.one_of(st.none(), st.integers(-5, 5)),
    acceptable=st.one_of(st.none(), st.integers(-5, 5)),
)
def test_standings_are_those_of_one_reading(
    direction: Direction, value: int | None, target: int | None, acceptable: int | None
) -> None:
    as_floats = [np.array([NAN if each is None else float(each)]) for each in (value, target, acceptable)]
    found = figures.standings(as_floats[0], as_floats[1], as_floats[2], direction)

    aim = None
    if target is not None:
        aim = Aim(DAY, DAY, Decimal(target), None if acceptable is None else Decimal(acceptable))
    reading = None if value is None else Observed(DAY, Decimal(value))
    assert STANDINGS[found[0]] == attainment.standing(direction, reading, aim)
