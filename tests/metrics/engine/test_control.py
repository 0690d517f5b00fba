"""Control charts: published limits, steps that are proven and those that are not, and what holds for any values."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.control import BASE, NIST_REACH, RUN, Limits, limits, parts, steps

FLOW = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"]
"""The flow rates of the NIST/SEMATECH e-Handbook, 6.3.2.2."""
series = st.lists(st.integers(-50, 50).map(Fraction), max_size=60)


def of(*values: float | str) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


def test_limits_are_those_that_nist_prints() -> None:
    found = limits(of(*FLOW), reach=NIST_REACH)

    assert found is not None
    printed = [float(each) for each in (found.centre, found.range_mean, found.lower, found.upper)]
    assert printed == pytest.approx([50.81, 1.8778, 45.8159, 55.8041], abs=1e-4)


def test_one_value_has_no_limits() -> None:
    assert limits([]) is None
    assert limits(of(4)) is None


def test_a_disturbance_does_not_widen_the_limits() -> None:
    values = of(*([10, 11] * 8), 60, *([10, 11] * 8))
    screened, plain = limits(values), limits(values, is_screened=False)

    assert screened is not None
    assert plain is not None
    assert screened.range_mean == 1
    assert screened.upper < 16
    assert plain.upper > 20
    assert screened.centre == plain.centre


def test_without_variation_whatever_differs_is_beyond() -> None:
    still = Limits(Fraction(5), Fraction(0), 12)

    assert still.away(Fraction(5)) == 0
    assert still.away(Fraction(6)) > 3
    assert still.away(Fraction(4)) < -3


def test_a_value_at_a_limit_is_three_deviations_away() -> None:
    found = Limits(Fraction(10), Fraction(2), 12)

    assert found.away(found.upper) == 3
    assert found.away(found.lower) == -3


@pytest.mark.parametrize(("points", "is_provisional"), [(BASE - 1, True), (BASE, False)])
def test_few_values_make_limits_provisional(points: int, is_provisional: bool) -> None:
    found = limits(of(*([1, 2] * BASE))[:points])

    assert found is not None
    assert found.is_provisional is is_provisional


def test_a_step_begins_with_the_run_that_proves_it() -> None:
    before, after = of(*([12, 10] * 8)), of(*([20, 22] * 4))

    assert steps(before + after) == (0, 16)
    assert steps(before + after[: RUN - 1]) == (0,)


def test_a_run_that_is_broken_or_touches_the_centre_proves_nothing() -> None:
    before, seven = of(*([10, 12] * 6)), of(*([20] * (RUN - 1)))

    assert steps(before + seven + of(5) + seven) == (0,)
    assert steps(before + seven + of(11) + seven) == (0,)


def test_there_is_no_step_before_there_is_a_base() -> None:
    assert steps(of(*([10] * (BASE - RUN)), *([20] * RUN))) == (0,)


def test_a_second_step_is_measured_against_the_new_base() -> None:
    first, second, third = of(*([10, 12] * 6)), of(*([20, 22] * 6)), of(*([10, 12] * 4))

    assert steps(first + second + third) == (0, 12, 24)


def test_somebody_who_knows_of_a_change_sets_a_new_base() -> None:
    values = of(*([10, 12] * 6))

    assert steps(values, rebased=[5]) == (0, 5)
    assert steps(values, rebased=[0]) == (0,)


def test_each_part_has_limits_of_its_own() -> None:
    before, after = of(*([12, 10] * 8)), of(*([20, 22] * 4))
    found = parts(before + after)

    assert [each.centre for each in found if each] == [11] * 16 + [21] * 8
    assert found[0] == limits(before)
    assert found[-1] == limits(after)


@given(series)
def test_every_value_belongs_to_one_part(values: list[Fraction]) -> None:
    starts = steps(values)

    assert len(parts(values)) == len(values)
    assert list(starts) == sorted(set(starts))
    assert all(start < len(values) for start in starts)
    assert all(later - earlier >= BASE for earlier, later in pairwise(starts))


@given(series, series)
def test_what_comes_later_never_moves_a_step(values: list[Fraction], later: list[Fraction]) -> None:
    known = steps(values)

    assert steps(values + later)[: len(known)] == known


@given(series.filter(lambda values: len(values) > 1), st.integers(1, 9), st.integers(-99, 99))
def test_limits_follow_scale_and_shift(values: list[Fraction], scale: int, shift: int) -> None:
    plain, moved = limits(values), limits([scale * value + shift for value in values])

    assert plain is not None
    assert moved is not None
    assert (moved.lower, moved.upper) == (scale * plain.lower + shift, scale * plain.upper + shift)
