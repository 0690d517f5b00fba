"""How the figures of one period are kept: one record for each place of a cut, beside one another in places' order.

A snapshot is read far more often for one place in many periods than for all places, and it is never searched by a figure.
So it is an array of records of one length: a place's figures are a slice at its position, which the database cuts out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from metrics.choices import SignalRule, Standing

SCALE = 10**6
"""Numerators and denominators are kept as whole numbers: figures times this."""
LIMB = 10**12
"""Squares are kept as ``squares_high * LIMB + squares_low``, in figures² times ``SCALE²``."""

SUMS = ("numerator", "denominator", "n", "squares_high", "squares_low")
FIGURES = ("value", "low", "high", "change", "slope", "centre", "lower", "upper", "target", "acceptable")
"""In the metric's unit; NaN where there is none."""

RECORD = np.dtype(
    [
        *((name, "<i8") for name in SUMS),
        *((name, "<f8") for name in FIGURES),
        ("points", "<i2"),  # values the limits rest on; 0 where there are none
        ("begins", "u1"),  # 1 where the process changed for good with this period
        ("standing", "u1"),  # place in STANDINGS
        ("above", "u1"),  # signals completed above or upwards: bits in the order of RULES
        ("below", "u1"),
    ]
)
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


def packed(records: Records) -> bytes:
    """The records as they are kept: without places at the end of which nothing is known."""
    (known,) = np.nonzero(records["n"])
    return records[: known[-1] + 1 if len(known) else 0].tobytes()


def unpacked(data: bytes | memoryview) -> Records:
    """The records again; they cannot be written to."""
    return np.frombuffer(data, dtype=RECORD)


def slice_of(position: int) -> tuple[int, int]:
    """Where the record of a place lies in what is kept: offset from 0, and length."""
    return position * RECORD.itemsize, RECORD.itemsize


def rules_of(bits: int) -> tuple[SignalRule, ...]:
    """The rules that a set of bits stands for."""
    return tuple(rule for index, rule in enumerate(RULES) if bits >> index & 1)


def bits_of(rules: Sequence[SignalRule]) -> int:
    """The other way round."""
    return sum(1 << RULES.index(rule) for rule in rules)
