"""Two ways to do the same, timed side by side: on a shared machine only their ratio says anything."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, FEWEST = 7, 5
PATIENCE = 8.0
"""Seconds a race may take; slow ones run fewer rounds, but never fewer than ``FEWEST``."""


def nothing() -> None:
    """What comes before each round, where nothing does."""


@dataclass(frozen=True)
class Race:
    """``subject`` against ``floor``, the least that must be done; ``goal`` is the ratio to stay under.

    ``before`` happens ahead of each round and is not timed.
    """

    name: str
    subject: Callable[[], object]
    floor: Callable[[], object]
    goal: float
    before: Callable[[], object] = nothing


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds, and the median of the ratios of each round."""

    name: str
    subject_ms: float
    floor_ms: float
    ratio: float
    goal: float

    def __str__(self) -> str:
        reached = "reached" if self.ratio <= self.goal else "missed"
        return (
            f"{self.name}: {self.ratio:.3g} × the floor (goal {self.goal:g}, {reached}); "
            f"{self.subject_ms:.1f} ms against {self.floor_ms:.1f} ms"
        )

    def as_dict(self) -> dict[str, str | float]:
        return asdict(self)


def run(race: Race, rounds: int = ROUNDS, warm_ups: int = 1) -> Result:
    """Warm up both, then take turns; noise of the machine meets both alike.

    The median of at most ``rounds``: a race that has lasted ``PATIENCE`` seconds ends after ``FEWEST``.
    """
    end = time.perf_counter() + PATIENCE
    for at in range(warm_ups):
        if at and time.perf_counter() > end - PATIENCE / 2:
            break
        _round(race)
    pairs: list[tuple[float, float]] = []
    while len(pairs) < rounds and (len(pairs) < FEWEST or time.perf_counter() < end):
        pairs.append(_round(race))
    return Result(
        race.name,
        statistics.median(subject for subject, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(subject / floor for subject, floor in pairs),
        race.goal,
    )


def _round(race: Race) -> tuple[float, float]:
    race.before()
    return _milliseconds(race.subject), _milliseconds(race.floor)


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
