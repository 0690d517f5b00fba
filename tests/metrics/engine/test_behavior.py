"""Many series at once come to the same as each by itself, worked out exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import RuleSet, SignalRule
from metrics.engine.behavior import Behavior, behavior
from metrics.engine.control import Limits, parts, steps
from metrics.engine.layout import rules_of
from metrics.engine.signals import flags

NAN = float("nan")
gaps = st.one_of(st.none(), st.integers(-6, 6))
worlds = st.integers(0, 60).flatmap(
    lambda length: st.lists(st.lists(gaps, min_size=length, max_size=length), min_size=1, max_size=4)
)
"""Series of one length, with gaps; few different values, so that ties and runs are many."""
stepped = st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0, 40])), max_size=6).map(
    lambda blocks: [level + index % 3 for length, level in blocks for index in range(length)]
)
"""Series that stay on one of two levels for a while."""


def found(
    series: Sequence[Sequence[int | None]], rules: Sequence[SignalRule] = tuple(SignalRule)
) -> Behavior:
    return behavior(np.array([[NAN if v is None else float(v) for v in row] for row in series]), rules)


def exact(row: Sequence[int | None]) -> list[tuple[Limits | None, bool, dict[SignalRule, int]] | None]:
    """For each period the limits, whether a part begins, and which rules are completed; none without a value."""
    known = [Fraction(value) for value in row if value is not None]
    starts = steps(known)
    limits, told = parts(known), []
    for start, end in pairwise((*starts, len(known))):
        away = [each.away(value) if each else Fraction(0) for each, value in zip(limits, known, strict=True)][
            start:end
        ]
        if limits[start] is not None:
            by_rule = {rule: flags(rule, away) for rule in SignalRule}
        else:
            by_rule = dict.fromkeys(SignalRule, (0,) * len(away))
        told += [{rule: own[index] for rule, own in by_rule.items()} for index in range(end - start)]
    rest = iter(zip(limits, [index in starts[1:] for index in range(len(known))], told, strict=True))
    return [None if value is None else next(rest) for value in row]


def compare(series: Sequence[Sequence[int | None]]) -> None:
    got = found(series)
    for index, row in enumerate(series):
        for period, expected in enumerate(exact(row)):
            at = (index, period)
            bounds = (got.lower[at], got.centre[at], got.upper[at])
            if expected is None:
                assert np.isnan(bounds).all()
                assert (got.begins[at], got.above[at], got.below[at]) == (False, 0, 0)
                continue
            limits, begins, told = expected
            if limits is None:
                assert np.isnan(bounds).all()
                assert got.points[at] == 0
            else:
                wanted = (limits.lower, limits.centre, limits.upper)
                assert bounds == pytest.approx([float(each) for each in wanted], rel=1e-12, abs=1e-9)
                assert got.points[at] == limits.points
            assert got.begins[at] == begins
            assert set(rules_of(got.above[at])) == {rule for rule, flag in told.items() if flag > 0}
            assert set(rules_of(got.below[at])) == {rule for rule, flag in told.items() if flag < 0}


@given(worlds)
def test_any_series_are_told_as_one_by_one(series: list[list[int | None]]) -> None:
    compare(series)


@given(stepped)
def test_series_with_steps_are_told_as_one_by_one(row: list[int]) -> None:
    compare([row])


def test_steps_are_found_where_the_process_changed() -> None:
    got = found([[12, 10] * 8 + [20, 22] * 12 + [10, 12] * 6])

    assert np.nonzero(got.begins[0])[0].tolist() == [16, 40]
    assert got.centre[0, [0, 20, 45]].tolist() == [11, 21, 11]


def test_later_values_do_not_move_limits_that_are_settled() -> None:
    row = [10, 12] * 12
    before, after = found([row]), found([[*row, 13, 9, 14, 11]])

    assert (after.upper[0] == before.upper[0, 0]).all()
    assert after.points[0, -1] == len(row)


def test_only_the_chosen_rules_are_looked_for() -> None:
    row = [10, 12] * 8 + [30]

    assert rules_of(found([row], RuleSet.NHS.rules).above[0, -1]) == (SignalRule.BEYOND,)
    assert found([row], [SignalRule.SEVEN_TREND]).above.any() == np.False_


def test_nothing_at_all() -> None:
    assert found([[]]).centre.shape == (1, 0)
    assert np.isnan(found([[None, None]]).centre).all()
