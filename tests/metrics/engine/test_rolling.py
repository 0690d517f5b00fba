"""Adding up places and periods: by brute force on small trees, back again, and to the limit of what fits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import Grain
from metrics.engine.layout import LIMB, RECORD, RULES, bits_of, carry, known_places, rules_of, slice_of
from metrics.engine.periods import end_of, start_of, starts_between
from metrics.engine.rolling import TooLarge, Tree, coarser, fitting, own_again, rolled_up

trees = st.integers(0, 8).flatmap(
    lambda count: st.tuples(*(st.integers(0, position) for position in range(count))).flatmap(
        lambda parents: st.permutations(range(1, count + 1)).map(lambda order: _shuffled(parents, order))
    )
)
"""Any tree, its places in any order; the whole is always the first."""


def _shuffled(parents: tuple[int, ...], order: list[int]) -> Tree:
    at = [0, *order]
    found = [-1] * len(at)
    for position, parent in enumerate(parents, start=1):
        found[at[position]] = at[parent]
    return Tree(tuple(found))


def line(tree: Tree, position: int) -> list[int]:
    found = [position]
    while tree.parents[found[-1]] >= 0:
        found.append(tree.parents[found[-1]])
    return found


@given(trees, st.data())
def test_each_place_has_everything_below_it_and_nothing_else(tree: Tree, data: st.DataObject) -> None:
    count = len(tree.parents)
    own = np.array(
        data.draw(
            st.lists(st.lists(st.integers(-9, 9), min_size=count, max_size=count), min_size=1, max_size=3)
        )
    )
    total = rolled_up(own, tree)

    for top in range(count):
        inside = [position for position in range(count) if top in line(tree, position)]
        assert (total[:, top] == own[:, inside].sum(axis=1)).all()
    assert (own_again(total, tree) == own).all()


def test_a_ring_is_no_tree() -> None:
    with pytest.raises(ValueError, match="part of itself"):
        rolled_up(np.zeros((1, 3), dtype=np.int64), Tree((-1, 2, 1)))


@pytest.mark.parametrize("grain", [Grain.QUARTER, Grain.YEAR])
@given(start=st.dates(date(2020, 1, 1), date(2022, 12, 31)), count=st.integers(1, 30))
def test_longer_periods_are_sums_of_their_months(grain: Grain, start: date, count: int) -> None:
    months = starts_between(Grain.MONTH, start, date(2026, 1, 1))[:count]
    sums = np.arange(len(months) * 2).reshape(len(months), 2)
    starts, found = coarser(months, sums, grain)

    assert starts == sorted({start_of(grain, month) for month in months})
    for first, row in zip(starts, found, strict=True):
        inside = [index for index, month in enumerate(months) if first <= month <= end_of(grain, first)]
        assert (row == sums[inside].sum(axis=0)).all()


def test_no_months_are_no_quarters() -> None:
    starts, sums = coarser([], np.zeros((0, 2), dtype=np.int64), Grain.QUARTER)
    assert (starts, sums.shape) == ([], (0, 2))


def test_what_no_longer_fits_is_said() -> None:
    most = np.full((1, 3), 2**62, dtype=np.int64)
    with pytest.raises(TooLarge):
        rolled_up(most, Tree((-1, 0, 0)))
    with pytest.raises(TooLarge):
        coarser([date(2026, 1, 1), date(2026, 2, 1)], np.full((2, 1), 2**62, dtype=np.int64), Grain.YEAR)
    with pytest.raises(TooLarge):
        fitting(most, most)


def test_what_is_kept_ends_with_the_last_place_that_is_known() -> None:
    records = np.zeros(4, dtype=RECORD)
    assert known_places(records) == 0
    records["n"] = [0, 3, 0, 0]
    offset, length = slice_of(RECORD, 1)

    assert known_places(records) == 2
    assert np.frombuffer(records.tobytes()[offset : offset + length], RECORD)["n"].tolist() == [3]


def test_a_tree_that_only_grew_hangs_together_as_before() -> None:
    tree = Tree((-1, 0, 1))
    assert tree.grew_from(tree)
    assert tree.grew_from(Tree((-1, 0)))
    assert not tree.grew_from(Tree((-1, 0, 0)))
    assert not Tree((-1, 0)).grew_from(tree)


@given(st.integers(-(10**17), 10**17), st.integers(-(10**6), 10**6))
def test_squares_have_one_form(low: int, high: int) -> None:
    records = np.zeros(1, dtype=RECORD)
    records["squares_high"], records["squares_low"] = high, low
    carry(records)

    kept_low = int(records["squares_low"][0])
    assert 0 <= kept_low < LIMB
    assert int(records["squares_high"][0]) * LIMB + kept_low == high * LIMB + low


@given(st.sets(st.sampled_from(RULES)))
def test_rules_are_bits_and_rules_again(rules: set[object]) -> None:
    chosen = tuple(rule for rule in RULES if rule in rules)
    assert rules_of(bits_of(chosen)) == chosen
