"""Signals: what chance alone seldom does to a process. Each rule flags the value that completes it.

Sources: NHS England, *Making Data Count*; D. J. Wheeler, *Understanding Variation* (1993); Western Electric, *Statistical
Quality Control Handbook* (1956).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from metrics.choices import SignalRule

Away = Sequence[Fraction]
"""How far each value is from the centre, in standard deviations."""
Flags = tuple[int, ...]
"""For each value 1 where the rule is completed above or upwards, -1 below or downwards, else 0."""


def flags(rule: SignalRule, away: Away) -> Flags:
    """Where a rule is completed. A value on the centre belongs to neither side."""
    return _RULES[rule](away)


def _beyond(away: Away) -> Flags:
    return tuple(_sign(each) if abs(each) > 3 else 0 for each in away)


def _one_side(length: int) -> Callable[[Away], Flags]:
    def found(away: Away) -> Flags:
        return _runs([_sign(each) for each in away], length)

    return found


def _trend(length: int) -> Callable[[Away], Flags]:
    def found(away: Away) -> Flags:
        ways = [_sign(later - earlier) for earlier, later in pairwise(away)]
        return (0, *_runs(ways, length - 1)) if away else ()

    return found


def _most(count: int, of: int, reach: Fraction) -> Callable[[Away], Flags]:
    """``count`` of ``of`` values in a row lie beyond ``reach`` on one side, the last of them too."""

    def found(away: Away) -> Flags:
        zones = [_sign(each) if abs(each) > reach else 0 for each in away]
        return tuple(
            zone if zone and zones[max(0, index - of + 1) : index + 1].count(zone) >= count else 0
            for index, zone in enumerate(zones)
        )

    return found


def _runs(sides: Sequence[int], length: int) -> Flags:
    found, run, before = [], 0, 0
    for side in sides:
        run = run + 1 if side == before else 1
        before = side
        found.append(side if run >= length else 0)
    return tuple(found)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


_RULES: Mapping[SignalRule, Callable[[Away], Flags]] = {
    SignalRule.BEYOND: _beyond,
    SignalRule.SEVEN_ONE_SIDE: _one_side(7),
    SignalRule.EIGHT_ONE_SIDE: _one_side(8),
    SignalRule.SEVEN_TREND: _trend(7),
    SignalRule.TWO_OF_THREE: _most(2, 3, Fraction(2)),
    SignalRule.THREE_OF_FOUR: _most(3, 4, Fraction(3, 2)),
    SignalRule.FOUR_OF_FIVE: _most(4, 5, Fraction(1)),
}
