"""Exponentially weighted moving averages: small lasting shifts show sooner than on single values. Exact on fractions.

Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

REACH = 3
"""Standard deviations of the average from the centre to a limit, once many values have been seen."""


@dataclass(frozen=True, slots=True)
class Band:
    """What the average routinely stays within, in the metric's unit."""

    lower: float
    upper: float


def averages(values: Sequence[Fraction], *, weight: Fraction, start: Fraction) -> tuple[Fraction, ...]:
    """After each value its share ``weight`` (above 0, at most 1) and of the average before it the rest.

    ``start`` is the average before the first value. Raises ``ValueError`` for a weight that is none.
    """
    if not 0 < weight <= 1:
        raise ValueError(weight)
    found, average = [], start
    for value in values:
        average = weight * value + (1 - weight) * average
        found.append(average)
    return tuple(found)


def band(*, centre: float, deviation: float, weight: float) -> Band:
    """The limits of averages of a process with this centre and standard deviation of single values.

    Raises ``ValueError`` for a weight that is none.
    """
    if not 0 < weight <= 1:
        raise ValueError(weight)
    reach = REACH * deviation * sqrt(weight / (2 - weight))
    return Band(centre - reach, centre + reach)
