"""Agreement: published cases, brute force, and what must hold for any answers."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.agreement import kendall_w, mean_absolute_deviation, ranks

HALF = Fraction(1, 2)

tables = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 10), min_size=width, max_size=width), min_size=2, max_size=8
    )
)


def test_ranks_share_ties() -> None:
    assert ranks([30, 10, 20, 20]) == [4, 1, Fraction(5, 2), Fraction(5, 2)]


def test_three_executives_rank_six_applicants() -> None:
    """S. Siegel, Nonparametric Statistics, McGraw-Hill 1956, table 9.8: W = .16."""
    rows = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    assert kendall_w(rows) == pytest.approx(0.1619, abs=0.00005)


def test_three_rankings_with_ties() -> None:
    """Siegel 1956, page 234: s = 591; W = .828 with the correction for ties."""
    doubled = [
        [2, 9, 4, 9, 6, 15, 12, 18, 15, 20],
        [5, 2, 5, 9, 9, 16, 18, 13, 20, 13],
        [4, 2, 9, 9, 9, 9, 16, 16, 16, 20],
    ]
    assert kendall_w(doubled) == pytest.approx(0.828, abs=0.0005)


def test_three_raters_of_anxiety() -> None:
    """Data and result (0.54) of the R package irr: kendall(anxiety, correct = TRUE)."""
    raters = ("33345523522615221243", "36462424332333221334", "21443216111233113322")
    assert kendall_w([[int(score) for score in rater] for rater in raters]) == pytest.approx(0.54, abs=0.005)


@pytest.mark.parametrize("rows", [[], [[1, 2, 3]], [[1], [2]], [[2, 2, 2], [5, 5, 5]]])
def test_without_two_people_two_things_or_any_order_there_is_no_agreement(rows: list[list[int]]) -> None:
    assert kendall_w(rows) is None


def test_brute_force_without_ties() -> None:
    """W is the spread of the rank sums over the largest spread any three rankings can have."""
    every = list(product(permutations((1, 2, 3)), repeat=3))
    largest = max(spread(rows) for rows in every)
    for rows in every:
        assert kendall_w(rows) == pytest.approx(spread(rows) / largest)


def spread(rows: tuple[tuple[int, ...], ...]) -> int:
    """The squared deviations of the rank sums of three rankings of three things from their mean."""
    return sum((sum(column) - 6) ** 2 for column in zip(*rows, strict=True))


@given(tables)
def test_w_lies_between_0_and_1(rows: list[list[int]]) -> None:
    found = kendall_w(rows)
    assert found is None or 0 <= found <= 1


@given(tables, st.randoms(use_true_random=False))
def test_w_does_not_depend_on_the_order_of_people_or_things(rows: list[list[int]], random: Random) -> None:
    columns = list(zip(*rows, strict=True))
    random.shuffle(columns)
    turned = [list(row) for row in zip(*columns, strict=True)]
    random.shuffle(turned)
    assert kendall_w(turned) == kendall_w(rows)


@given(st.permutations(range(5)), st.integers(2, 6))
def test_people_who_give_the_same_order_agree_wholly(order: list[int], people: int) -> None:
    assert kendall_w([order] * people) == 1


@given(st.permutations(range(5)))
def test_two_opposite_orders_do_not_agree_at_all(order: list[int]) -> None:
    assert kendall_w([order, [-rank for rank in order]]) == 0


# ── mean absolute deviation ──────────────────────────────────────────────────────────────────────
def test_the_mean_distance_from_the_mean() -> None:
    assert mean_absolute_deviation([2, 2, 3, 4, 14]) == 3.6
    with pytest.raises(ValueError, match="nobody"):
        mean_absolute_deviation([])


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_the_deviation_is_at_most_half_the_width(values: list[int]) -> None:
    found = mean_absolute_deviation(values)
    assert 0 <= found <= (max(values) - min(values)) / 2
    assert (found == 0) == (len(set(values)) == 1)
    assert mean_absolute_deviation(values[::-1]) == found
    assert mean_absolute_deviation([value + HALF for value in values]) == pytest.approx(found)
