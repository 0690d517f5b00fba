"""What customers answered over time, from 0 to 10, with what has changed since they were asked before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """What customers told on one day: importance and satisfaction from 0 to 10, opportunity from 0 to 20."""

    day: date
    importance: Decimal | None = None
    satisfaction: Decimal | None = None
    opportunity: Decimal | None = None
    respondents: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """An answer, and each figure's change since the last time it was known; ``None`` where there is no such time."""

    answer: Answer
    importance_change: Decimal | None = None
    satisfaction_change: Decimal | None = None
    opportunity_change: Decimal | None = None


def series(answers: Iterable[Answer]) -> tuple[Point, ...]:
    """The answers in the order of their days, oldest first, whatever order they come in. Days must differ."""
    known: dict[str, Decimal] = {}
    points = []
    for answer in sorted(answers, key=lambda answer: answer.day):
        changes: dict[str, Decimal | None] = {}
        for name in ("importance", "satisfaction", "opportunity"):
            value: Decimal | None = getattr(answer, name)
            changes[f"{name}_change"] = None if value is None or name not in known else value - known[name]
            if value is not None:
                known[name] = value
        points.append(Point(answer, **changes))
    return tuple(points)
