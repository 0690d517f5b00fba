"""One benefit over time: baseline, plan, actual and target as a picture and as its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from alignment.engine.realization import planned_share
from alignment.queries.contracts import Contract
from alignment.serializers.contracts_words import in_unit, share
from foundation import formats
from metrics.serializers.series import round_figures

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 180, 56, 96, 14, 24
APART = 13
"""Units that two texts at the right edge need between them."""
BESIDE = 76
"""Units that the name of a month at the edge and the word for today need between edge and mark."""
ROWS = 12
"""Readings in the table; the metric's page has them all."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days and values lie in the picture."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    width: int

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        return round(LEFT + (self.width - LEFT - RIGHT) * (day - self.first).days / span, 1)

    def y(self, value: Decimal) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(part)), 1)

    def at_today(self, day: date) -> tuple[float, int] | None:
        """Where today's line stands and on which height it is named: above, where a month is named below."""
        if not self.first <= day <= self.last:
            return None
        x = self.x(day)
        is_free = LEFT + BESIDE <= x <= self.width - RIGHT - BESIDE
        return x, HEIGHT - 6 if is_free else TOP - 3


def contract_picture(contract: Contract, today: date, width: int = WIDTH) -> Data | None:
    """The plan as a thin line, what came as a thick one, the target as a dot; nothing where the plan has no days.

    ``width`` is that of the picture in its own units, in which a letter is always as large.
    """
    promise = contract.promise
    start, end = promise.baseline_date, promise.target_date
    baseline, target = promise.baseline, promise.target
    if start is None or end is None or baseline is None or target is None or baseline == target:
        return None
    shown = [point for point in contract.readings if point.day >= start]
    values = [baseline, target, *(point.value for point in shown)]
    scale = _scale(contract, start, end, values, width)
    dots = [(scale.x(point.day), scale.y(point.value)) for point in shown]
    aim = (scale.x(end), scale.y(target))
    return {
        "box": f"0 0 {width} {HEIGHT}",
        "left": LEFT,
        "right": width - RIGHT,
        "top": TOP,
        "bottom": HEIGHT - 6,
        "floor": HEIGHT - BOTTOM,
        "ticks": [(_tick(contract, value), scale.y(value)) for value in round_figures(scale.low, scale.high)],
        "baseline": scale.y(baseline),
        "plan": f"M{scale.x(start)} {scale.y(baseline)}L{aim[0]} {aim[1]}",
        "path": "M" + "L".join(f"{x} {y}" for x, y in dots) if len(dots) > 1 else "",
        "dots": dots,
        "target": aim,
        "today": scale.at_today(today),
        "live": _live(contract, scale),
        "labels": _labels(contract, dots, aim),
        "days": [(scale.x(scale.first), formats.month(scale.first), "start"), (scale.x(scale.last), formats.month(scale.last), "end")],
    }  # fmt: skip


def contract_rows(contract: Contract) -> list[Data]:
    """The newest readings first, each with what the plan said for its day, both as value and as part of the way."""
    start = contract.promise.baseline_date
    shown = [point for point in contract.readings if start is None or point.day >= start]
    metric = contract.benefit.metric
    return [
        {
            "day": point.day,
            "value": in_unit(metric, point.value),
            "plan": in_unit(metric, planned_value(contract, point.day)),
            "promised": share(planned_share(contract.promise, point.day)),
        }
        for point in list(reversed(shown))[:ROWS]
    ]


def planned_value(contract: Contract, day: date) -> Decimal | None:
    """What the metric should read on a day, on the line of the plan."""
    promise, part = contract.promise, planned_share(contract.promise, day)
    if part is None or promise.baseline is None or promise.target is None:
        return None
    way = promise.target - promise.baseline
    return promise.baseline + way * part.numerator / part.denominator


def _scale(contract: Contract, start: date, end: date, values: list[Decimal], width: int) -> _Scale:
    days = [start, end, *(point.day for point in contract.readings if point.day >= start)]
    low, high = min(values), max(values)
    room = (high - low) / 10
    return _Scale(min(days), max(days), low - room, high + room, width)


def _live(contract: Contract, scale: _Scale) -> float | None:
    """Where go-live lies; nothing outside the picture."""
    day = contract.go_live
    return scale.x(day) if day is not None and scale.first < day < scale.last else None


def _tick(contract: Contract, value: Decimal) -> str:
    metric = contract.benefit.metric
    return formats.number(value, metric.decimals if metric else None)


def _labels(contract: Contract, dots: list[tuple[float, float]], aim: tuple[float, float]) -> list[Data]:
    """The last reading and the target, said at their marks and moved apart where they would overlap."""
    metric, state = contract.benefit.metric, contract.state
    labels: list[Data] = [
        {"text": in_unit(metric, contract.promise.target), "x": aim[0] + 8, "y": aim[1], "css": "t"}
    ]
    if dots and state.reading is not None:
        text = in_unit(metric, state.reading.value)
        labels.append({"text": text, "x": dots[-1][0] + 8, "y": dots[-1][1], "css": "v"})
        upper, lower = sorted(labels, key=lambda label: float(label["y"]))
        if lower["y"] - upper["y"] < APART and abs(lower["x"] - upper["x"]) < RIGHT:
            middle = (upper["y"] + lower["y"]) / 2
            upper["y"], lower["y"] = round(middle - APART / 2, 1), round(middle + APART / 2, 1)
    return labels
