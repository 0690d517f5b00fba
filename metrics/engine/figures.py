"""What sums come to, for whole arrays of places and periods at once: value, interval, change, slope, standing.

The same formulas as ``formulas``, ``intervals`` and ``attainment``, which say where they come from and are the oracle of
tests. NaN stands for what is not known; it is never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from metrics.choices import Direction, FormulaKind
from metrics.engine.intervals import MORE, Z
from metrics.engine.layout import LIMB, SCALE, Floats, Integers, Records

PERCENT = 100.0
TREND = 6
"""Periods the slope is told from; of these at least ``FEWEST`` must be known."""
FEWEST = 3
LOST = 1e-6
"""Where a spread is a smaller part of what it is the difference of, it is worked out in whole numbers instead."""


def fill(records: Records, kind: FormulaKind, base: int) -> Floats:
    """The value of each record, from its sums; its interval is put into it. ``base``: a ratio or rate is told per so many.

    Not for kinds that need each single value: see ``quantiles``.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _INTERVALS.get(kind, _no_interval)(records, base)
        for name, found in (("low", low), ("high", high)):
            records[name] = np.where(records["n"] > 0, found, np.nan)
        return np.where(records["n"] > 0, _VALUES[kind](records, base), np.nan)


def changes(values: Floats) -> Floats:
    """The difference from the period before; periods run along the last axis."""
    found = np.full_like(values, np.nan)
    found[..., 1:] = values[..., 1:] - values[..., :-1]
    return found


def slopes(values: Floats) -> Floats:
    """What a value gains per period, by the line of least squares through the last ``TREND`` periods.

    Periods without a value are passed over; with fewer than ``FEWEST`` values there is no line.
    """
    periods = values.shape[-1]
    padded = np.full((*values.shape[:-1], periods + TREND - 1), np.nan)
    padded[..., TREND - 1 :] = values
    window = np.lib.stride_tricks.sliding_window_view(padded, TREND, axis=-1)
    known = ~np.isnan(window)
    count = known.sum(axis=-1)
    x, y = np.where(known, np.arange(TREND, dtype=float), 0.0), np.where(known, window, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        x_mean, y_mean = x.sum(axis=-1) / count, y.sum(axis=-1) / count
        x_away = np.where(known, x - x_mean[..., None], 0.0)
        slope = (x_away * (y - y_mean[..., None])).sum(axis=-1) / (x_away**2).sum(axis=-1)
    return np.where(count >= FEWEST, slope, np.nan)


def standings(values: Floats, targets: Floats, acceptable: Floats, direction: Direction) -> Integers:
    """Against the target of each period, as places in ``layout.STANDINGS``."""

    def merit(figures: Floats) -> Floats:
        return -np.abs(figures - targets) if direction == Direction.TARGET else direction.sign * figures

    reached = merit(values)
    found = np.where(reached >= merit(targets), 1, np.where(reached >= merit(acceptable), 2, 3))
    return np.where(np.isnan(values) | np.isnan(targets), 0, found)


def _sum(records: Records, _base: int) -> Floats:
    return records["numerator"] / SCALE


def _mean(records: Records, _base: int) -> Floats:
    return records["numerator"] / records["n"] / SCALE


def _share(records: Records, _base: int) -> Floats:
    return PERCENT * (records["numerator"] / SCALE) / records["n"]


def _score(records: Records, _base: int) -> Floats:
    return PERCENT * ((records["numerator"] - records["denominator"]) / SCALE) / records["n"]


def _ratio(records: Records, base: int) -> Floats:
    found = base * records["numerator"] / records["denominator"]
    return np.where(records["denominator"] != 0, found, np.nan)


def _wilson(hits: Floats, of: Floats, times: float) -> tuple[Floats, Floats]:
    share = hits / of
    width = 1 + Z * Z / of
    middle = (share + Z * Z / (2 * of)) / width
    reach = Z * np.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / width
    is_part = (of > 0) & (hits >= 0) & (hits <= of)
    low = np.maximum(0.0, np.minimum(share, middle - reach))
    high = np.minimum(1.0, np.maximum(share, middle + reach))
    return np.where(is_part, times * low, np.nan), np.where(is_part, times * high, np.nan)


def _of_share(records: Records, _base: int) -> tuple[Floats, Floats]:
    return _wilson(records["numerator"] / SCALE, records["n"].astype(float), PERCENT)


def _of_ratio(records: Records, base: int) -> tuple[Floats, Floats]:
    return _wilson(records["numerator"] / SCALE, records["denominator"] / SCALE, base)


def _of_score(records: Records, _base: int) -> tuple[Floats, Floats]:
    asked = records["n"] + MORE
    promoters = (records["numerator"] / SCALE + MORE / 4) / asked
    detractors = (records["denominator"] / SCALE + MORE / 4) / asked
    score = promoters - detractors
    reach = Z * np.sqrt(np.maximum(0.0, promoters + detractors - score**2) / asked)
    return PERCENT * np.maximum(-1.0, score - reach), PERCENT * np.minimum(1.0, score + reach)


def _of_mean(records: Records, _base: int) -> tuple[Floats, Floats]:
    n = records["n"].astype(float)
    mean = records["numerator"] / n
    squares = records["squares_high"] * float(LIMB) + records["squares_low"]
    spread = squares - n * mean * mean
    for place in zip(*np.nonzero((n > 1) & (np.abs(spread) <= LOST * squares)), strict=True):
        spread[place] = _exact_spread(records[place])
    reach = Z * np.sqrt(np.maximum(0.0, spread) / (n - 1) / n)
    has = (n > 1) & (records["denominator"] == 0)
    return np.where(has, (mean - reach) / SCALE, np.nan), np.where(has, (mean + reach) / SCALE, np.nan)


def _exact_spread(record: np.void) -> float:
    numerator, n = int(record["numerator"]), int(record["n"])
    squares = int(record["squares_high"]) * LIMB + int(record["squares_low"])
    return (n * squares - numerator * numerator) / n


def _no_interval(records: Records, _base: int) -> tuple[Floats, Floats]:
    nothing = np.full(records.shape, np.nan)
    return nothing, nothing


_VALUES: Mapping[FormulaKind, Callable[[Records, int], Floats]] = {
    FormulaKind.SUM: _sum,
    FormulaKind.MEAN: _mean,
    FormulaKind.CSAT: _share,
    FormulaKind.NPS: _score,
    FormulaKind.RATIO: _ratio,
    FormulaKind.RATE: _ratio,
}
_INTERVALS: Mapping[FormulaKind, Callable[[Records, int], tuple[Floats, Floats]]] = {
    FormulaKind.MEAN: _of_mean,
    FormulaKind.CSAT: _of_share,
    FormulaKind.NPS: _of_score,
    FormulaKind.RATIO: _of_ratio,
}
