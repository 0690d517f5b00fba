"""Answers over time as a small picture, a table and the formula of the newest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from customers.engine.opportunity import band, is_few
from customers.engine.series import Answer, Point
from customers.serializers import cells
from foundation import formats

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 520, 150, 22, 100, 12, 22
LINES = (("importance", "i"), ("satisfaction", "s"))
APART = 13
"""Units that two names at the end of lines need between them."""


def series_page(points: Sequence[Point]) -> dict[str, Any]:
    """What the panel shows; without a picture where customers were asked once only."""
    if not points:
        return {"rows": [], "picture": None, "formula": ""}
    newest = points[-1].answer
    return {
        "rows": [_row(point) for point in reversed(points)],
        "picture": _picture(points) if len(points) > 1 else None,
        "formula": _formula(newest),
        "band": cells.banded(band(newest.opportunity)),
        "few": is_few(newest.respondents),
        "score": formats.number(newest.opportunity, 1) if newest.opportunity is not None else "",
    }


def _row(point: Point) -> dict[str, Any]:
    answer = point.answer
    figures = [
        (
            cells.score(getattr(answer, name), answer.respondents),
            _change(getattr(point, f"{name}_change")),
            _is_worse(name, getattr(point, f"{name}_change")),
        )
        for name in ("importance", "satisfaction", "opportunity")
    ]
    return {
        "day": answer.day,
        "asked": cells.asked(answer.respondents),
        "figures": figures,
        "band": cells.banded(band(answer.opportunity)),
    }


def _change(value: Decimal | None) -> str:
    return "" if value is None else formats.change(value, 1)


def _is_worse(name: str, value: Decimal | None) -> bool:
    """Only satisfaction has a worse: importance and opportunity say what matters, not how we do."""
    return name == "satisfaction" and value is not None and value < 0


def _formula(newest: Answer) -> str:
    """``9.3 + (9.3 − 5.3) = 13.3``; nothing where an answer is missing."""
    importance, satisfaction = newest.importance, newest.satisfaction
    if importance is None or satisfaction is None or newest.opportunity is None:
        return ""
    figures = {
        "importance": formats.number(importance, 1),
        "satisfaction": formats.number(satisfaction, 1),
        "score": formats.number(newest.opportunity, 1),
    }
    if satisfaction > importance:
        return _("%(importance)s, with nothing added because satisfaction exceeds it, = %(score)s") % figures
    return _("%(importance)s + (%(importance)s − %(satisfaction)s) = %(score)s") % figures


def _picture(points: Sequence[Point]) -> dict[str, Any]:
    """Two lines from 0 to 10 over the days customers were asked, each named at its end."""
    first, last = points[0].answer.day, points[-1].answer.day
    span = (last - first).days or 1

    def x(answer: Answer) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (answer.day - first).days / span, 1)

    lines: list[dict[str, Any]] = []
    for name, css in LINES:
        known = [(x(p.answer), getattr(p.answer, name)) for p in points]
        dots = [(at, _y(value)) for at, value in known if value is not None]
        if dots:
            lines.append(
                {
                    "css": css,
                    "dots": dots,
                    "path": "M" + "L".join(f"{at} {y}" for at, y in dots),
                    "end": dots[-1],
                }
            )
    ends = _parted([line["end"][1] for line in lines])
    labels = {"i": _("Importance"), "s": _("Satisfaction")}
    for line, y in zip(lines, ends, strict=True):
        line |= {"label": labels[line["css"]], "label_x": line["end"][0] + 8, "label_y": y}
    return {
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "ticks": [(value, _y(Decimal(value))) for value in (0, 5, 10)],
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "lines": lines,
        "days": _days(points, x),
        "bottom": HEIGHT - 4,
    }


def _days(points: Sequence[Point], x: Any) -> list[tuple[float, str, str]]:
    """The first and the last day, each at its end of the axis."""
    ends = ((points[0].answer, "start"), (points[-1].answer, "end"))
    return [(x(answer), formats.month(answer.day), anchor) for answer, anchor in ends]


def _y(value: Decimal) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(value) / 10), 1)


def _parted(heights: list[float]) -> list[float]:
    """Two names that would overlap move apart, the upper one up."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= APART:
        return heights
    middle, upper = sum(heights) / 2, 0 if heights[0] <= heights[1] else 1
    return [round(middle + (-APART if index == upper else APART) / 2, 1) for index in (0, 1)]
