"""How figures are kept: one value and one record for each place of a cut, beside one another in places' order.

A snapshot is read far more often for one place in many periods than for all places, and it is never searched by a figure.
So it is an array of records of one length: a place's figures are a slice at its position, which the database cuts out.
What only a whole series has, limits and signals, is kept for all periods of a metric together: its course. What values alone
tell, change and trend, is worked out where it is read; so is what was aimed at, which targets say themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.choices import SignalRule, Standing

SCALE = 10**6
"""Numerators and denominators are kept as whole numbers: figures times this."""
LIMB = 10**12
"""Squares are kept as ``squares_high * LIMB + squares_low``, in figures² times ``SCALE²``."""

SUMS = ("numerator", "denominator", "n", "squares_high", "squares_low")
FIGURES = ("low", "high")
"""Bounds of the interval in the metric's unit; NaN where there is none."""

RECORD = np.dtype(
    [
        *((name, "<i8") for name in SUMS),
        *((name, "<f8") for name in FIGURES),
        ("standing", "u1"),  # place in STANDINGS
    ]
)
VALUE = np.dtype("<f8")
"""The value itself, kept apart from the rest: the course of a metric is read from values alone."""
LIMIT = np.dtype(
    [
        ("place", "<u4"),
        ("begins", "<u2"),  # the period from which it holds, counted from the first of the course
        ("points", "<u2"),  # values it rests on
        *((name, "<f8") for name in ("centre", "lower", "upper")),
    ]
)
SIGNAL = np.dtype([("above", "u1"), ("below", "u1")])
"""Rules completed above or upwards, and below or downwards: bits in the order of RULES."""
RULES: tuple[SignalRule, ...] = tuple(SignalRule)
STANDINGS: tuple[Standing, ...] = (Standing.UNKNOWN, Standing.ON, Standing.WATCH, Standing.OFF)

Records = npt.NDArray[np.void]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def carry(records: Records) -> None:
    """Bring the squares into the one form in which the low limb is from 0 to ``LIMB``, so that equal sums are equal bytes."""
    carried, records["squares_low"] = np.divmod(records["squares_low"], LIMB)
    records["squares_high"] += carried


def known_places(records: Records) -> int:
    """So many places have to be kept: after the last of them nothing is known."""
    (known,) = np.nonzero(records["n"])
    return int(known[-1]) + 1 if len(known) else 0


def slice_of(kept: np.dtype[Any], position: int) -> tuple[int, int]:
    """Where what is kept of a place lies: offset from 0, and length."""
    return position * kept.itemsize, kept.itemsize


def rules_of(bits: int) -> tuple[SignalRule, ...]:
    """The rules that a set of bits stands for."""
    return tuple(rule for index, rule in enumerate(RULES) if bits >> index & 1)


def bits_of(rules: Sequence[SignalRule]) -> int:
    """The other way round."""
    return sum(1 << RULES.index(rule) for rule in rules)
