"""The course of a metric: limits and signals of whole series, as they are kept for all periods and places together.

Limits hold from the period in which a part of the process begins to the one before the next, so they are kept once a part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.engine.behavior import Behavior
from metrics.engine.layout import LIMIT, SIGNAL, Records


@dataclass(frozen=True, slots=True)
class Course:
    """``limits`` has an entry for each part of each place's series, in order; ``signals`` is [places, periods]."""

    limits: Records
    signals: Records

    @property
    def periods(self) -> int:
        return int(self.signals.shape[1])

    def packed(self) -> tuple[bytes, bytes]:
        """As it is kept."""
        return self.limits.tobytes(), self.signals.tobytes()

    def limits_of(self, position: int) -> Records:
        """For each period the limits of one place; no ``points`` where there are none yet."""
        found = np.zeros(self.periods, dtype=LIMIT)
        for name in ("centre", "lower", "upper"):
            found[name] = np.nan
        for part in self.limits[self.limits["place"] == position]:
            found[part["begins"] :] = part
        return found

    def signals_of(self, position: int) -> Records:
        """For each period the signals of one place; none of a place that came into the cut later."""
        if position < len(self.signals):
            return self.signals[position]
        return np.zeros(self.periods, dtype=SIGNAL)


def unpacked(limits: bytes | memoryview, signals: bytes | memoryview, periods: int) -> Course:
    """The course again; it cannot be written to."""
    return Course(
        np.frombuffer(limits, dtype=LIMIT), np.frombuffer(signals, dtype=SIGNAL).reshape(-1, periods)
    )


def course(found: Behavior) -> Course:
    """The behavior of one metric's series, a row for each place, as it is kept. Parts without limits have no entry."""
    has = found.points > 0
    begins = has & (found.begins | (np.cumsum(has, axis=1) == 1))
    place, index = np.nonzero(begins)
    limits = np.zeros(len(place), dtype=LIMIT)
    limits["place"], limits["begins"] = place, index
    for name in ("points", "centre", "lower", "upper"):
        limits[name] = getattr(found, name)[place, index]
    signals = np.zeros(found.above.shape, dtype=SIGNAL)
    signals["above"], signals["below"] = found.above, found.below
    return Course(limits, signals)
