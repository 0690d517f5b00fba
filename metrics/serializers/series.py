"""Targets and readings of a metric over time, as a small picture with its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation import formats
from metrics.engine.attainment import Observed
from metrics.models import Metric
from metrics.queries.measures import Series
from metrics.serializers.words import valued
from workbench.links import record_url_of
from workbench.types import type_with_key

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 520, 140, 50, 76, 12, 22
APART = 13
"""Units that two texts at the right edge need between them."""
MOST_TICKS = 7
ROWS = 12
"""Readings shown in a table; the list has them all."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days and values lie in the picture."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        span = (self.last - self.first).days or 1
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (inside - self.first).days / span, 1)

    def y(self, value: Decimal) -> float:
        part = (value - self.low) / ((self.high - self.low) or 1)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(part)), 1)


def series_view(
    metric: Metric, series: Series, baseline: Observed | None, today: date
) -> dict[str, Any] | None:
    """Readings as a line, targets as steps, the baseline dotted; nothing where nobody has read anything."""
    if not series.readings:
        return None
    scale = _scale(series, baseline, today)
    dots = [(scale.x(reading.day), scale.y(reading.value)) for reading in series.readings]
    steps = _steps(series, scale)
    ends = [_end(valued(metric, series.readings[-1].value), dots[-1], "v")]
    if steps:
        ends.append(_end(valued(metric, steps[-1]["value"]), (steps[-1]["end"], steps[-1]["y"]), "t"))
    return {
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - 4,
        "path": "M" + "L".join(f"{x} {y}" for x, y in dots) if len(dots) > 1 else "",
        "dots": dots,
        "steps": steps,
        "baseline": scale.y(baseline.value) if baseline else None,
        "ticks": [
            (formats.number(value, metric.decimals), scale.y(value))
            for value in round_figures(scale.low, scale.high)
        ],
        "labels": _parted(ends),
        "days": [
            (scale.x(day), formats.month(day), anchor)
            for day, anchor in ((scale.first, "start"), (scale.last, "end"))
            if anchor == "start" or scale.last != scale.first
        ],
    }


def reading_rows(metric: Metric, series: Series) -> list[dict[str, Any]]:
    """The newest readings first, each with the target of its day."""
    return [
        {
            "day": reading.day,
            "url": record_url_of(type_with_key("reading"), reading.uid) if reading.uid else "",
            "value": formats.number(reading.value, metric.decimals),
            "target": _target_on(metric, series, reading.day),
            "note": reading.note if reading.uid else _("computed"),
        }
        for reading in list(reversed(series.readings))[:ROWS]
    ]


def round_figures(low: Decimal, high: Decimal) -> list[Decimal]:
    """Three to six round figures between two values that differ: multiples of 1, 2 or 5 times a power of ten."""
    size = Decimal(1).scaleb((high - low).adjusted())
    for step in (size * 5, size * 2, size, size / 2, size / 5):
        first = (low / step).to_integral_value(ROUND_CEILING) * step
        found = [first + step * count for count in range(MOST_TICKS) if first + step * count <= high]
        if len(found) > 2:
            return found
    return [low, high]


def _target_on(metric: Metric, series: Series, day: date) -> str:
    found = [target.value for target in series.targets if target.start_date <= day <= target.end_date]
    return formats.number(found[-1] if found else None, metric.decimals)


def _scale(series: Series, baseline: Observed | None, today: date) -> _Scale:
    shown = list(_drawn_targets(series, today))
    known = [*(read.observed for read in series.readings), *([baseline] if baseline else [])]
    days = [each.day for each in known] + [target.end_date for target in shown]
    values = [each.value for each in known]
    values += [value for t in shown for value in (t.value, t.acceptable_value) if value is not None]
    low, high = min(values), max(values)
    room = (high - low) / 10 if high > low else max(abs(high) / 10, Decimal(1))
    return _Scale(min(days), max(days), low - room, high + room)


def _drawn_targets(series: Series, today: date) -> Iterable[Any]:
    """Past and present targets, and the next one: a plan for years ahead would flatten what happened."""
    to_come = [target for target in series.targets if target.start_date > today]
    return (*(t for t in series.targets if t.start_date <= today), *to_come[:1])


def _steps(series: Series, scale: _Scale) -> list[dict[str, Any]]:
    return [
        {
            "start": scale.x(target.start_date),
            "end": scale.x(target.end_date),
            "y": scale.y(target.value),
            "acceptable": None if target.acceptable_value is None else scale.y(target.acceptable_value),
            "value": target.value,
        }
        for target in series.targets
        if target.start_date <= scale.last and target.end_date >= scale.first
    ]


def _end(text: str, place: tuple[float, float], css: str) -> dict[str, Any]:
    return {"text": text, "x": place[0] + 7, "y": place[1], "css": css}


def _parted(ends: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Two texts that would overlap move apart, the upper one up."""
    if len(ends) < 2 or abs(ends[0]["y"] - ends[1]["y"]) >= APART or abs(ends[0]["x"] - ends[1]["x"]) > RIGHT:
        return ends
    middle = (ends[0]["y"] + ends[1]["y"]) / 2
    upper, lower = sorted(ends, key=lambda end: float(end["y"]))
    upper["y"], lower["y"] = round(middle - APART / 2, 1), round(middle + APART / 2, 1)
    return ends
