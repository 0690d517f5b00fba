"""Needs by importance and satisfaction, as the geometry of a picture and as its table.

Lines of equal opportunity part the bands: below full satisfaction, opportunity is twice the importance less the
satisfaction, so each boundary is a straight line from (boundary / 2, 0) to (10, 20 - boundary).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.choices import OpportunityBand
from customers.engine.opportunity import EXTREME_ABOVE, STRONG_FROM, WORTH_FROM, is_few
from customers.queries.needs import Placed, Standing
from customers.serializers.cells import asked
from foundation import formats
from workbench.links import record_url_of
from workbench.types import type_with_key

LEFT, TOP, WIDTH, HEIGHT = 34, 22, 640, 300
"""Of the plotting area, in the picture's own units."""
LABEL_HEIGHT, LETTER = 12, 6.0
SHOWN = 200
"""The picture holds the largest opportunities; the table holds the same."""

Box = tuple[float, float, float]
"""What a dot or a name takes up: its left end, its middle height, its width."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One need: where it stands, and where its name does; without a name where there is no room."""

    x: float
    y: float
    css: str
    title: str
    url: str
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    anchor: str = "start"


def plot(found: Standing) -> dict[str, Any]:
    """What the template draws; empty where no need has both answers."""
    if not found.placed:
        return {}
    placed = found.placed[:SHOWN]
    return {
        "box": f"0 0 {LEFT + WIDTH + 12} {TOP + HEIGHT + 34}",
        "frame": {"x": LEFT, "y": TOP, "right": LEFT + WIDTH, "bottom": TOP + HEIGHT},
        "ticks": [(value, _x(value), _y(value)) for value in (0, 2, 4, 6, 8, 10)],
        "bounds": [_bound(int(at)) for at in (WORTH_FROM, STRONG_FROM, EXTREME_ABOVE)],
        "dots": _dots(placed),
        "note": _note(len(placed), found),
        "table": _table(placed),
    }


def _x(importance: float) -> float:
    return round(LEFT + WIDTH * importance / 10, 1)


def _y(satisfaction: float) -> float:
    return round(TOP + HEIGHT * (1 - satisfaction / 10), 1)


def _bound(at: int) -> dict[str, Any]:
    """The line on which the opportunity is ``at``, with the place of its figure."""
    return {"at": at, "x1": _x(at / 2), "y1": _y(0), "x2": _x(10), "y2": _y(20 - at)}


def _dots(placed: tuple[Placed, ...]) -> list[Dot]:
    """Dots with their names where there is room: the larger opportunity first, the rest is left to the table."""
    taken = [(_x(float(n.importance)) - 5, _y(float(n.satisfaction)), 10.0) for n in placed]
    return [_dot(need, taken) for need in placed]


def _dot(need: Placed, taken: list[Box]) -> Dot:
    x, y = _x(float(need.importance)), _y(float(need.satisfaction))
    width = len(need.name) * LETTER
    css = f"{need.band}{' few' if is_few(need.respondents) else ''}"
    dot = Dot(x, y, css, _title(need), record_url_of(type_with_key("need"), need.uid))
    places = (
        (x + 8, y, x + 8, "start"),
        (x - 8 - width, y, x - 8, "end"),
        (x - width / 2, y - 13, x, "middle"),
        (x - width / 2, y + 13, x, "middle"),
    )
    for start, middle, label_x, anchor in places:
        if _is_free(taken, start, middle, width):
            taken.append((start, middle, width))
            return replace(dot, label=need.name, label_x=label_x, label_y=middle, anchor=anchor)
    return dot


def _is_free(taken: list[Box], start: float, middle: float, width: float) -> bool:
    if start < LEFT or start + width > LEFT + WIDTH or not TOP < middle < TOP + HEIGHT - 4:
        return False
    return all(
        abs(middle - other) >= LABEL_HEIGHT or start + width <= left or left + wide <= start
        for left, other, wide in taken
    )


def _title(need: Placed) -> str:
    words = {
        "name": need.name,
        "importance": formats.number(need.importance, 1),
        "satisfaction": formats.number(need.satisfaction, 1),
        "score": formats.number(need.opportunity, 1),
    }
    return (
        _("%(name)s: importance %(importance)s, satisfaction %(satisfaction)s, opportunity %(score)s") % words
    )


def _note(count: int, found: Standing) -> str:
    if count < len(found.placed):
        return _("The %(count)s largest opportunities, from 0 to 10") % {"count": formats.number(count)}
    text = ngettext(
        "%(count)s need with both answers, from 0 to 10",
        "%(count)s needs with both answers, from 0 to 10",
        count,
    )
    return text % {"count": formats.number(count)}


def _table(placed: tuple[Placed, ...]) -> dict[str, Any]:
    heads = (_("Need"), _("Importance"), _("Satisfaction"), _("Opportunity"), _("Band"), _("Answers"))
    rows = [
        (
            need.name,
            formats.number(need.importance, 1),
            formats.number(need.satisfaction, 1),
            formats.number(need.opportunity, 1),
            str(OpportunityBand(need.band).label),
            asked(need.respondents).text,
        )
        for need in placed
    ]
    return {
        "caption": _("Needs by importance and satisfaction"),
        "heads": heads,
        "rows": rows,
        "numeric": (1, 2, 3, 5),
    }
