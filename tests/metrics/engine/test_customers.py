"""Worth and service of customers: published figures are in ``tests/published``, here is what holds for any."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.customers import estimated_perfect_orders, margin_multiple, uniqueness, wallet_share
from metrics.engine.ewma import averages, band

shares = st.fractions(0, 1, max_denominator=20)


@given(shares, st.fractions(Fraction(1, 20), 1, max_denominator=20))
def test_the_multiple_is_the_sum_of_all_years_to_come(retention: Fraction, interest: Fraction) -> None:
    years = sum(float(retention / (1 + interest)) ** year for year in range(1, 1500))
    assert float(margin_multiple(retention, interest)) == pytest.approx(years, rel=1e-6)


@pytest.mark.parametrize("given_values", [(2, 1), (-1, 1), (1, 0)])
def test_a_multiple_without_end_is_refused(given_values: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="Fraction"):
        margin_multiple(*map(Fraction, given_values))


@given(st.integers(1, 9))
def test_the_shares_of_a_wallet_are_all_of_it(brands: int) -> None:
    found = [wallet_share(Fraction(rank), brands) for rank in range(1, brands + 1)]
    assert sum(found) == 1
    assert found == sorted(found, reverse=True)


def test_a_tie_shares_the_mean_rank() -> None:
    assert wallet_share(Fraction(3, 2), 2) == Fraction(1, 2)
    with pytest.raises(ValueError, match="Fraction"):
        wallet_share(Fraction(4), 3)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_the_product_is_right_where_faults_are_independent(orders: list[tuple[bool, bool, bool]]) -> None:
    """Every combination of the orders' parts, as if each came from any of them."""
    parts = list(zip(*orders, strict=True))
    rates = [Fraction(sum(part), len(part)) for part in parts]
    mixed = list(product(*parts))
    assert estimated_perfect_orders(rates) == Fraction(100 * sum(map(all, mixed)), len(mixed))


def test_no_records_are_neither_unique_nor_not() -> None:
    assert uniqueness(0, 0) is None
    assert uniqueness(4, 5) == 80


@given(
    st.lists(st.integers(-9, 9).map(Fraction), max_size=12),
    st.fractions(Fraction(1, 9), 1),
    st.integers(-9, 9),
)
def test_an_average_stays_among_its_values(values: list[Fraction], weight: Fraction, start: int) -> None:
    found = averages(values, weight=weight, start=Fraction(start))
    seen = [Fraction(start)]
    for value, average in zip(values, found, strict=True):
        seen.append(value)
        assert min(seen) <= average <= max(seen)
    assert averages(values, weight=Fraction(1), start=Fraction(start)) == tuple(values)


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(11, 10)])
def test_a_weight_that_is_none_is_refused(weight: Fraction) -> None:
    with pytest.raises(ValueError, match=str(weight)):
        averages([], weight=weight, start=Fraction(0))


def test_single_values_have_limits_of_three_deviations() -> None:
    found = band(centre=1.0, deviation=2.0, weight=1.0)
    assert (found.lower, found.upper) == (-5.0, 7.0)
    assert found.upper < inf
