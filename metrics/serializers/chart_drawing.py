"""Where the parts of a control chart lie: lines, zones and marks in the units of a picture, drawn on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from metrics.choices import Direction, FormulaKind, Grain
from metrics.engine.attainment import Aim, aim_on
from metrics.engine.chart import ControlChart, Limits, Point

FLOORS = dict.fromkeys((FormulaKind.CSAT, FormulaKind.RATIO, FormulaKind.RATE), 0.0) | {
    FormulaKind.NPS: -100.0
}
CEILINGS = {FormulaKind.CSAT: 100.0, FormulaKind.NPS: 100.0}
"""What no value can pass: limits are cut off there for the eye alone."""
DIAMOND = 4.5
"""Half the width of the mark of a signal."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of a picture, and what is left free around its lines."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def end(self) -> int:
        return self.width - self.right

    @property
    def floor(self) -> int:
        return self.height - self.bottom


TILE = Size(260, 92, 2, 46, 6, 18)
PANEL = Size(780, 220, 50, 74, 12, 24)
LARGE = Size(1120, 260, 50, 74, 12, 24)
"""As wide as what they stand in on a large screen, so that their texts are as large as others."""


@dataclass(frozen=True, slots=True)
class _Scale:
    size: Size
    periods: int
    low: float
    high: float

    def x(self, index: float) -> float:
        span = max(self.periods - 1, 1)
        return round(self.size.left + (self.size.end - self.size.left) * min(max(index, 0), span) / span, 1)

    def y(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(self.size.top + (self.size.floor - self.size.top) * (1 - part), 1)


def drawing(chart: ControlChart, kind: FormulaKind, size: Size) -> dict[str, Any] | None:
    """The picture of a chart; none where nothing is known. Gaps stay gaps, and what is not over is a hollow dot."""
    known = [(index, point) for index, point in enumerate(chart.points) if point.value is not None]
    if not known:
        return None
    aims = list(_zones(chart))
    scale = _scale(chart, kind, size, [aim for _first, _last, aim in aims])
    judged = [(index, point) for index, point in known if point.is_over]
    return {
        "box": f"0 0 {size.width} {size.height}",
        "left": size.left,
        "end": size.end,
        "label_x": size.end + 5,
        "text_y": size.height - 3,
        "floor": size.floor,
        "line": list(_line(judged, scale)),
        "so_far": _so_far(known, scale),
        "parts": list(_parts(chart.points, kind, scale)),
        "zones": [_zone(zone, chart.direction, scale) for zone in aims],
        "signals": list(_signals(judged, chart, scale)),
        "last": _dot(judged[-1], scale) if judged and not judged[-1][1].side else None,
        "ticks": [
            (scale.x(index), str(point.start.year))
            for index, point in enumerate(chart.points)
            if point.start.month == 1 and (chart.grain is not Grain.YEAR or index % 2 == 0)
        ],
        "scale": (scale.low, scale.high),
        "y": scale.y,
        "x": scale.x,
    }


def within(limits: Limits, kind: FormulaKind) -> tuple[float, float]:
    """Limits as they are drawn: no lower and no higher than a value of this kind can be."""
    lower, upper = limits.lower, limits.upper
    floor, ceiling = FLOORS.get(kind), CEILINGS.get(kind)
    if floor is not None and limits.centre >= floor:
        lower = max(lower, floor)
    if ceiling is not None and limits.centre <= ceiling:
        upper = min(upper, ceiling)
    return lower, upper


def _scale(chart: ControlChart, kind: FormulaKind, size: Size, aims: Iterable[Aim]) -> _Scale:
    values = [point.value for point in chart.points if point.value is not None]
    for point in chart.points:
        if point.limits:
            values += within(point.limits, kind)
    values += [float(aim.value) for aim in aims]
    low, high = min(values), max(values)
    room = (high - low) / 12 if high > low else max(abs(high) / 10, 1.0)
    return _Scale(size, len(chart.points), low - room, high + room)


def _zones(chart: ControlChart) -> Iterator[tuple[float, float, Aim]]:
    """From and until which period each target holds; the next one to come is a mark at the end."""
    for aim, found in groupby(enumerate(chart.points), lambda each: aim_on(chart.aims, each[1].end)):
        if aim is not None:
            own = [index for index, _point in found]
            yield own[0] - 0.5, own[-1] + 0.5, aim
    coming = chart.next_aim
    if coming is not None and coming.start > chart.points[-1].end:
        end = len(chart.points) - 1
        yield end, end, coming


def _zone(zone: tuple[float, float, Aim], direction: Direction, scale: _Scale) -> dict[str, Any]:
    first, last, aim = zone
    target = scale.y(float(aim.value))
    edge = {Direction.HIGHER: scale.size.top, Direction.LOWER: scale.size.floor}.get(direction, target)
    return {
        "x": scale.x(first),
        "width": round(scale.x(last) - scale.x(first), 1),
        "end": scale.x(last),
        "y": min(target, edge),
        "height": round(abs(target - edge), 1),
        "target": target,
    }


def _line(judged: Sequence[tuple[int, Point]], scale: _Scale) -> Iterator[str]:
    """A path for each stretch without a gap; a value alone has none."""
    stretch: list[tuple[int, Point]] = []
    for before, now in pairwise([(-2, None), *judged, (-2, None)]):
        if now[0] != before[0] + 1 and stretch:
            if len(stretch) > 1:
                yield _path(stretch, scale)
            stretch = []
        if now[1] is not None:
            stretch.append((now[0], now[1]))


def _path(stretch: Sequence[tuple[int, Point]], scale: _Scale) -> str:
    return "M" + "L".join(f"{scale.x(index)} {scale.y(point.value or 0.0)}" for index, point in stretch)


def _so_far(known: Sequence[tuple[int, Point]], scale: _Scale) -> dict[str, Any] | None:
    """The value of the period that is not over, joined by a dashed line to the one before it."""
    if known[-1][1].is_over:
        return None
    return {"path": _path(known[-2:], scale) if len(known) > 1 else "", **_dot(known[-1], scale)}


def _dot(at: tuple[int, Point], scale: _Scale) -> dict[str, Any]:
    return {"x": scale.x(at[0]), "y": scale.y(at[1].value or 0.0)}


def _signals(
    judged: Sequence[tuple[int, Point]], chart: ControlChart, scale: _Scale
) -> Iterator[dict[str, Any]]:
    """A diamond for each; those that are trouble now, up to the last period, are told from those that have passed."""
    finding = chart.finding
    for index, point in judged:
        if point.side:
            x, y = scale.x(index), scale.y(point.value or 0.0)
            sides = [(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)]
            path = "M" + "L".join(f"{round(across, 1)} {round(down, 1)}" for across, down in sides) + "Z"
            is_now = finding.rule is not None and finding.since is not None and point.start >= finding.since
            yield {"path": path, "is_worse": is_now and finding.is_better is False}


def _parts(points: Sequence[Point], kind: FormulaKind, scale: _Scale) -> Iterator[dict[str, Any]]:
    """Limits of each part, from its first to its last period."""
    has = [(index, point.limits) for index, point in enumerate(points) if point.limits]
    for limits, found in groupby(has, lambda each: each[1]):
        own = [index for index, _limits in found]
        lower, upper = within(limits, kind)
        yield {
            "x": scale.x(own[0] - 0.5),
            "end": scale.x(own[-1] + 0.5),
            "centre": scale.y(limits.centre),
            "lower": scale.y(lower),
            "upper": scale.y(upper),
        }
