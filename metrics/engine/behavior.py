"""Process behavior of many series at once: parts, limits and signals. The same rules as ``control`` and ``signals``,
which say where they come from and are the oracle of tests.

A period without a value is passed over, as if the process had not been looked at. What lies within ``NEAR`` of a centre
or a limit counts as lying on it: floating point cannot tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.choices import SignalRule
from metrics.engine.control import BASE, RANGE_REACH, REACH, RUN, SETTLED
from metrics.engine.layout import RULES, Flags, Floats, Integers

NEAR = 1e-9
"""Of the largest value of a series."""


@dataclass(frozen=True, slots=True)
class Behavior:
    """For each series and period; NaN, 0 and False where there is no value or are no limits yet.

    ``points`` is how many values the limits rest on, ``begins`` where a new part begins; ``above`` and ``below`` are bits
    of the rules that a value completes.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    points: Integers
    begins: Flags
    above: Integers
    below: Integers

    def cut_out(self, series: slice, periods: slice) -> Behavior:
        """That of some series in some periods."""
        return Behavior(*(getattr(self, name)[series, periods] for name in self.__slots__))


def behavior(values: Floats, rules: Sequence[SignalRule]) -> Behavior:
    """``values`` has a row for each series and a column for each period, in order."""
    order = np.argsort(np.isnan(values), axis=1, kind="stable")
    known = np.take_along_axis(values, order, axis=1)
    first = _parts(known)
    limits = _limits(known, first)
    above, below = _signals(known, first, limits, rules)
    back = np.argsort(order, axis=1, kind="stable")

    def put_back(found: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.take_along_axis(found, back, axis=1)

    return Behavior(
        centre=put_back(limits.centre),
        lower=put_back(limits.lower),
        upper=put_back(limits.upper),
        points=put_back(limits.points),
        begins=put_back(_begins(known, first)),
        above=put_back(above),
        below=put_back(below),
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    centre: Floats
    lower: Floats
    upper: Floats
    points: Integers


def _near(values: Floats) -> Floats:
    return NEAR * np.nan_to_num(np.abs(values)).max(axis=1, initial=0.0)


def _parts(known: Floats) -> Integers:
    """For each value where its part begins."""
    series, periods = known.shape
    rows = np.arange(series)
    sums = np.concatenate([np.zeros((series, 1)), np.cumsum(np.nan_to_num(known), axis=1)], axis=1)
    near = _near(known)
    first, start = np.zeros((series, periods), dtype=np.int64), np.zeros(series, dtype=np.int64)
    side, length = np.zeros(series, dtype=np.int64), np.zeros(series, dtype=np.int64)
    for index in range(periods):
        with np.errstate(invalid="ignore"):
            base_end = np.minimum(start + BASE, periods)
            away = known[:, index] - (sums[rows, base_end] - sums[rows, start]) / BASE
            now = np.where(np.abs(away) > near, np.sign(away), 0.0)
        is_past = (index >= start + BASE) & ~np.isnan(known[:, index])
        now = np.where(is_past, now, 0).astype(np.int64)
        length = np.where((now != 0) & (now == side), length + 1, now != 0)
        side = now
        is_step = length == RUN
        start = np.where(is_step, index - RUN + 1, start)
        side, length = np.where(is_step, 0, side), np.where(is_step, 0, length)
        first[:, index] = start
        for back in range(1, RUN) if is_step.any() else ():
            first[is_step, index - back] = start[is_step]
    return first


def _begins(known: Floats, first: Integers) -> Flags:
    return (first == np.arange(known.shape[1])) & (first > 0) & ~np.isnan(known)


def _limits(known: Floats, first: Integers) -> _Limits:
    """Those of the part each value belongs to, from its first ``SETTLED`` values."""
    series, periods = known.shape
    rows = np.arange(series)[:, None]
    unknown = np.full(known.shape, np.nan)
    found = _Limits(unknown, unknown.copy(), unknown.copy(), np.zeros(known.shape, dtype=np.int64))
    left = ~np.isnan(known)
    while left.any():
        has = left.any(axis=1)
        start = np.where(has, first[np.arange(series), left.argmax(axis=1)], periods)
        columns = start[:, None] + np.arange(SETTLED)
        inside = np.minimum(columns, periods - 1)
        is_mine = (columns < periods) & (first[rows, inside] == start[:, None])
        window = np.where(is_mine, known[rows, inside], np.nan)
        mine = left & (first == start[:, None])
        _put(found, mine, window)
        left &= ~mine
    return found


def _put(found: _Limits, mine: Flags, window: Floats) -> None:
    is_known = ~np.isnan(window)
    points = is_known.sum(axis=1)
    ranges = np.abs(np.diff(window, axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.nan_to_num(window).sum(axis=1) / points
        mean = _mean(ranges, ~np.isnan(ranges))
        is_routine = ranges < float(RANGE_REACH) * mean[:, None]
        routine = _mean(ranges, is_routine)
    spread = np.where((mean > 0) & is_routine.any(axis=1), routine, mean)
    has = mine & (points > 1)[:, None]
    for kept, value in (
        (found.centre, centre),
        (found.lower, centre - float(REACH) * spread),
        (found.upper, centre + float(REACH) * spread),
        (found.points, points),
    ):
        np.copyto(kept, np.broadcast_to(value[:, None], kept.shape), where=has, casting="unsafe")


def _mean(values: Floats, is_in: Flags) -> Floats:
    return np.where(is_in, values, 0.0).sum(axis=1) / is_in.sum(axis=1)


def _signals(
    known: Floats, first: Integers, limits: _Limits, rules: Sequence[SignalRule]
) -> tuple[Integers, Integers]:
    away, ways = _away(known, limits), _ways(known, first)
    above, below = np.zeros(known.shape, dtype=np.int64), np.zeros(known.shape, dtype=np.int64)
    for rule in rules:
        flags = _FLAGS[rule](away, ways, first)
        bit = 1 << RULES.index(rule)
        above |= np.where(flags > 0, bit, 0)
        below |= np.where(flags < 0, bit, 0)
    return above, below


def _away(known: Floats, limits: _Limits) -> Floats:
    """How many standard deviations from the centre; beyond all limits where the process never varied."""
    near = _near(known)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        away = known - limits.centre
        third = (limits.upper - limits.centre) / 3
        found = np.where(
            third > near, away / third, np.where(np.abs(away) > near, np.sign(away) * np.inf, 0.0)
        )
        return np.where(np.abs(away) > near, found, 0.0)


def _ways(known: Floats, first: Integers) -> Integers:
    """1 where a value is above the one before it in its part, -1 where below."""
    found = np.zeros(known.shape, dtype=np.int64)
    with np.errstate(invalid="ignore"):
        step = np.diff(known, axis=1)
        step = np.where(np.abs(step) > _near(known)[:, None], np.sign(step), 0.0)
    same = first[:, 1:] == first[:, :-1]
    found[:, 1:] = np.where(same & ~np.isnan(step), step, 0)
    return found


Flagging = Callable[[Floats, Integers, Integers], Integers]


def _side(away: Floats, reach: float = 0.0) -> Integers:
    return np.where(np.abs(np.nan_to_num(away)) > reach * (1 + NEAR), np.sign(away), 0).astype(np.int64)


def _beyond(away: Floats, _ways: Integers, _first: Integers) -> Integers:
    return _side(away, 3.0)


def _one_side(length: int) -> Flagging:
    def found(away: Floats, _ways: Integers, first: Integers) -> Integers:
        return _runs(_side(away), first, length)

    return found


def _trend(length: int) -> Flagging:
    def found(_away: Floats, ways: Integers, first: Integers) -> Integers:
        return _runs(ways, first, length - 1)

    return found


def _most(count: int, of: int, reach: float) -> Flagging:
    """``count`` of ``of`` values in a row lie beyond ``reach`` on one side, the last of them too."""

    def found(away: Floats, _ways: Integers, first: Integers) -> Integers:
        zones = _side(away, reach)
        hits = np.zeros(zones.shape, dtype=np.int64)
        for back in range(min(of, zones.shape[1])):
            end = zones.shape[1] - back
            same = (zones[:, back:] == zones[:, :end]) & (first[:, back:] <= np.arange(end))
            hits[:, back:] += same
        return np.where(hits >= count, zones, 0)

    return found


def _runs(sides: Integers, first: Integers, length: int) -> Integers:
    run, found = np.zeros(len(sides), dtype=np.int64), np.zeros(sides.shape, dtype=np.int64)
    for index in range(sides.shape[1]):
        goes_on = (sides[:, index] == sides[:, index - 1]) & (first[:, index] < index) if index else False
        run = np.where(sides[:, index] == 0, 0, np.where(goes_on, run + 1, 1))
        found[:, index] = np.where(run >= length, sides[:, index], 0)
    return found


_FLAGS: Mapping[SignalRule, Flagging] = {
    SignalRule.BEYOND: _beyond,
    SignalRule.SEVEN_ONE_SIDE: _one_side(7),
    SignalRule.EIGHT_ONE_SIDE: _one_side(8),
    SignalRule.SEVEN_TREND: _trend(7),
    SignalRule.TWO_OF_THREE: _most(2, 3, 2.0),
    SignalRule.THREE_OF_FOUR: _most(3, 4, 1.5),
    SignalRule.FOUR_OF_FIVE: _most(4, 5, 1.0),
}
