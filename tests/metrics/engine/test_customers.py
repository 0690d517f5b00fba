"""Worth and service of customers: published figures are in ``tests/published``, here is what holds for any."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import FormulaKind
from metrics.engine import formulas
from metrics.engine.customers import estimated_perfect_orders, margin_multiple, uniqueness, wallet_share
from metrics.engine.ewma import averages, band
from metrics.engine.formulas import Sums

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


def test_where_faults_meet_more_orders_are_perfect_than_the_product_says() -> None:
    """Of ten orders one was late, damaged and without papers: nine are perfect, not 73 of a hundred."""
    counted = formulas.value(FormulaKind.RATIO, Sums(Fraction(9), Fraction(10), 10), base=100)
    estimated = estimated_perfect_orders([Fraction(9, 10)] * 3)

    assert counted == 90
    assert estimated == Fraction(729, 10)


def test_nothing_observed_is_no_rate() -> None:
    assert estimated_perfect_orders([]) is None
    assert uniqueness(0, 0) is None
    assert uniqueness(4, 5) == 80


@pytest.mark.parametrize(("things", "records"), [(6, 5), (-1, 5)])
def test_more_things_than_records_are_refused(things: int, records: int) -> None:
    with pytest.raises(ValueError, match=str(things)):
        uniqueness(things, records)


def test_a_rate_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="Fraction"):
        estimated_perfect_orders([Fraction(1, 2), Fraction(3, 2)])


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
    with pytest.raises(ValueError, match=r"[\d.]+"):
        band(centre=0, deviation=1, weight=float(weight))


def test_single_values_have_limits_of_three_deviations() -> None:
    found = band(centre=1.0, deviation=2.0, weight=1.0)
    assert (found.lower, found.upper) == (-5.0, 7.0)
