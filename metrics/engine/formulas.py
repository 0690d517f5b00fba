"""From observations to one value: additive sums, and what each kind of formula makes of them. Exact on fractions.

Sources: F. Reichheld, "The one number you need to grow", Harvard Business Review 81 (12) 2003 (net promoter score); R. J.
Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996) 361-365 (type 7).
Intervals are those of ``intervals``; that of a mean takes the spread of its values for normal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from metrics.choices import FormulaKind
from metrics.engine.intervals import Interval, Z, adjusted_wald, wilson

PERCENT = 100
MEDIAN = 50
RAW = frozenset({FormulaKind.PERCENTILE, FormulaKind.MEDIAN})
"""Kinds that need each single value; all others are made of sums."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the observations of a place and a period add up to.

    ``numerator`` is the sum of values; of what was counted; of the satisfied; of promoters. ``denominator`` is what
    they are counted of; for a net promoter score, detractors; for a mean, how many values there are whose squares nobody
    told. ``n`` is the number of values or answers, ``squares`` the sum of squared values.
    """

    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    n: int = 0
    squares: Fraction = Fraction(0)

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.n + other.n,
            self.squares + other.squares,
        )


def value(kind: FormulaKind, sums: Sums, *, base: int = 1) -> Fraction | None:
    """The value in the metric's unit; None where nothing was observed, or it would be divided by zero.

    A net promoter score runs from -100 to 100, the share of the satisfied from 0 to 100. A ratio or rate is told per
    ``base`` of its denominator: 100 for percent. Raises ``ValueError`` for kinds that need each single value.
    """
    if kind in RAW:
        raise ValueError(kind)
    if not sums.n:
        return None
    if kind is FormulaKind.SUM:
        return sums.numerator
    if kind is FormulaKind.MEAN:
        return sums.numerator / sums.n
    if kind is FormulaKind.CSAT:
        return PERCENT * sums.numerator / sums.n
    if kind is FormulaKind.NPS:
        return PERCENT * (sums.numerator - sums.denominator) / sums.n
    return base * sums.numerator / sums.denominator if sums.denominator else None


def interval(kind: FormulaKind, sums: Sums, *, base: int = 1) -> Interval | None:
    """Where the value would lie with 95 % confidence if more had been asked; None where chance has no such share.

    A ratio has one where it is a part of its whole. Sums and rates are counts of everything that happened.
    """
    numerator, denominator, n = float(sums.numerator), float(sums.denominator), sums.n
    if not n:
        return None
    if kind is FormulaKind.NPS:
        return adjusted_wald(numerator, denominator, n)
    if kind is FormulaKind.CSAT:
        return _times(PERCENT, wilson(numerator, n))
    if kind is FormulaKind.RATIO and 0 <= numerator <= denominator:
        return _times(base, wilson(numerator, denominator))
    if kind is FormulaKind.MEAN and n > 1 and not denominator:
        mean = sums.numerator / n
        spread = float((sums.squares - n * mean * mean) / (n - 1))
        reach = Z * sqrt(max(0.0, spread) / n)
        return Interval(float(mean) - reach, float(mean) + reach)
    return None


def quantile(values: Sequence[Fraction], percent: int) -> Fraction | None:
    """The value below which ``percent`` (0 to 100) of the values lie, between two of them by the line from one to the
    other; None where there are none."""
    if not values:
        return None
    ordered = sorted(values)
    place = Fraction(percent, PERCENT) * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _times(factor: int, found: Interval | None) -> Interval | None:
    return found and Interval(factor * found.low, factor * found.high)
