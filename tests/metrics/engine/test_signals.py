"""Signals: each rule at its edge, on either side, and the sets in which rules are used together."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import RuleSet, SignalRule
from metrics.engine.signals import flags

R = SignalRule
deviations = st.lists(st.integers(-16, 16).map(lambda quarters: Fraction(quarters, 4)), max_size=40)


def of(*values: float) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


@pytest.mark.parametrize(
    ("rule", "away", "found"),
    [
        (R.BEYOND, (3, 3.01, -3, -3.01), (0, 1, 0, -1)),
        (R.SEVEN_ONE_SIDE, (1,) * 8 + (-1,), (0,) * 6 + (1, 1, 0)),
        (R.SEVEN_ONE_SIDE, (-1,) * 6 + (1,), (0,) * 7),
        (R.SEVEN_ONE_SIDE, (1,) * 6 + (0, 1), (0,) * 8),
        (R.SEVEN_ONE_SIDE, (1, 0) + (1,) * 6, (0,) * 8),
        (R.EIGHT_ONE_SIDE, (-1,) * 8, (0,) * 7 + (-1,)),
        (R.SEVEN_TREND, (7, 6, 5, 4, 3, 2, 1), (0,) * 6 + (-1,)),
        (R.SEVEN_TREND, (1, 2, 3, 4, 5, 6, 6), (0,) * 7),
        (R.SEVEN_TREND, (1, 2, 3, 4, 5, 6), (0,) * 6),
        (R.TWO_OF_THREE, (2.1, 0, 2.1), (0, 0, 1)),
        (R.TWO_OF_THREE, (2.1, 0, 0, 2.1), (0, 0, 0, 0)),
        (R.TWO_OF_THREE, (2.1, 2, -2.1), (0, 0, 0)),
        (R.TWO_OF_THREE, (2.1, 2.1, 0), (0, 1, 0)),
        (R.THREE_OF_FOUR, (-1.6, -1.6, 0, -1.6), (0, 0, 0, -1)),
        (R.THREE_OF_FOUR, (1.5, 1.6, 0, 1.6), (0, 0, 0, 0)),
        (R.FOUR_OF_FIVE, (1.1, 1.1, -3, 1.1, 1.1), (0, 0, 0, 0, 1)),
        (R.FOUR_OF_FIVE, (1.1, 1, 1.1, 1.1, 0), (0,) * 5),
    ],
)
def test_a_rule_flags_the_value_that_completes_it(
    rule: SignalRule, away: tuple[float, ...], found: tuple[int, ...]
) -> None:
    assert flags(rule, of(*away)) == found


@pytest.mark.parametrize("rule", SignalRule)
def test_nothing_is_flagged_where_nothing_is_known(rule: SignalRule) -> None:
    assert flags(rule, []) == ()


@pytest.mark.parametrize("rule", SignalRule)
@given(away=deviations)
def test_the_other_side_is_flagged_alike(rule: SignalRule, away: list[Fraction]) -> None:
    assert flags(rule, [-each for each in away]) == tuple(-flag for flag in flags(rule, away))


@pytest.mark.parametrize("rule", SignalRule)
@given(away=deviations, later=deviations)
def test_what_comes_later_changes_no_flag(
    rule: SignalRule, away: list[Fraction], later: list[Fraction]
) -> None:
    assert flags(rule, away + later)[: len(away)] == flags(rule, away)


def test_every_set_begins_with_what_is_beyond_a_limit() -> None:
    assert {rules.rules[0] for rules in RuleSet} == {SignalRule.BEYOND}
    assert {rule for rules in RuleSet for rule in rules.rules} == set(SignalRule)
