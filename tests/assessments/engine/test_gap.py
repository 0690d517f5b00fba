"""The gap between two sides: a published interval, quantiles of published tables, and what must hold always."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.gap import Gap, perception_gap
from assessments.engine.student import below, incomplete_beta, quantile

SLEEP = (
    (7, -16, -2, -12, -1, 34, 37, 8, 0, 20),
    (19, 8, 11, 1, -1, 44, 55, 16, 46, 34),
)
"""Tenths of an hour gained with each of two drugs: Student, The probable error of a mean, Biometrika 6 (1908)."""

sides = st.lists(st.integers(0, 10), min_size=1, max_size=12)


def test_student_s_sleep_data() -> None:
    """R prints for t.test(extra ~ group, data = sleep): means 0.75 and 2.33, interval -3.3654832 to 0.2054832."""
    first, second = ([Fraction(value, 10) for value in values] for values in SLEEP)
    gap = perception_gap(first, second)

    assert gap is not None
    assert (gap.business, gap.it, gap.difference, gap.n_business, gap.n_it) == (0.75, 2.33, -1.58, 10, 10)
    assert gap.low == pytest.approx(-3.3654832, abs=5e-8)
    assert gap.high == pytest.approx(0.2054832, abs=5e-8)
    assert gap.is_clear is False


@pytest.mark.parametrize(
    ("share", "freedom", "t"),
    [
        (0.975, 1, 12.706), (0.975, 2, 4.303), (0.975, 3, 3.182), (0.975, 5, 2.571), (0.975, 10, 2.228),
        (0.975, 30, 2.042), (0.975, 60, 2.000), (0.975, 120, 1.980), (0.975, 1e7, 1.960), (0.95, 1, 6.314),
        (0.95, 10, 1.812), (0.995, 4, 4.604), (0.9995, 20, 3.850), (0.75, 1, 1.000), (0.5, 7, 0.0),
    ],
)  # fmt: skip
def test_quantiles_as_the_tables_print_them(share: float, freedom: float, t: float) -> None:
    """The t table of the NIST/SEMATECH e-Handbook, 1.3.6.7.2, and of Fisher and Yates."""
    assert quantile(share, freedom) == pytest.approx(t, abs=0.0005)


@given(st.floats(0.01, 0.99), st.floats(0.5, 200))
def test_a_quantile_leads_back_to_its_share(share: float, freedom: float) -> None:
    t = quantile(share, freedom)
    found = below(t, freedom) if t >= 0 else 1 - below(-t, freedom)
    assert found == pytest.approx(share, abs=1e-9)
    assert quantile(1 - share, freedom) == pytest.approx(-t, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("share", "freedom"), [(0, 5), (1, 5), (0.9, 0)])
def test_outside_its_range_there_is_no_quantile(share: float, freedom: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile(share, freedom)


def test_the_incomplete_beta_function_at_known_points() -> None:
    assert (incomplete_beta(0, 2, 3), incomplete_beta(1, 2, 3)) == (0, 1)
    assert incomplete_beta(0.4, 1, 1) == pytest.approx(0.4)
    assert incomplete_beta(0.5, 3, 3) == pytest.approx(0.5)
    assert incomplete_beta(0.25, 2, 1) == pytest.approx(0.0625)


def test_a_side_of_nobody_has_no_gap_and_a_side_of_one_no_interval() -> None:
    assert perception_gap([], [1, 2]) is None
    assert perception_gap([1, 2], []) is None
    alone = perception_gap([4], [1, 2])
    assert alone is not None
    assert (alone.difference, alone.low, alone.high, alone.is_clear) == (2.5, None, None, False)


def test_without_any_spread_there_is_nothing_to_judge_by() -> None:
    gap = perception_gap([4, 4], [2, 2])
    assert gap is not None
    assert (gap.difference, gap.low, gap.is_clear) == (2, None, False)


def test_a_gap_whose_interval_leaves_out_zero_is_clear() -> None:
    for business, it in (([8, 9, 8, 9], [2, 3, 2, 3]), ([2, 3, 2, 3], [8, 9, 8, 9])):
        gap = perception_gap(business, it)
        assert gap is not None
        assert gap.is_clear is True


@pytest.mark.parametrize(("low", "high"), [(0.0, 2.0), (-2.0, 0.0)])
def test_an_interval_that_ends_at_zero_does_not_leave_it_out(low: float, high: float) -> None:
    gap = Gap(business=3, it=2, difference=(low + high) / 2, low=low, high=high, n_business=4, n_it=4)
    assert gap.is_clear is False


@given(sides, sides)
def test_the_gap_is_the_other_way_round_from_the_other_side(business: list[int], it: list[int]) -> None:
    here, there = perception_gap(business, it), perception_gap(it, business)
    assert here is not None
    assert there is not None
    assert here.difference == -there.difference
    if here.low is not None and here.high is not None and there.low is not None and there.high is not None:
        assert here.low <= here.difference <= here.high
        assert here.low == pytest.approx(-there.high)
        assert here.high == pytest.approx(-there.low)


@given(sides, sides)
def test_the_order_of_people_does_not_matter(business: list[int], it: list[int]) -> None:
    assert perception_gap(business[::-1], sorted(it)) == perception_gap(business, it)
