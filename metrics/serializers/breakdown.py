"""A metric in one place and in those below it, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from foundation import formats
from metrics.choices import Grain, Standing
from metrics.engine.chart import Point
from metrics.queries.breakdown import YEAR, Asked, Branch, Look, Part, key_of
from metrics.serializers.chart_drawing import LARGE
from metrics.serializers.charts import changed, course_view, interval, origin_url, period
from metrics.serializers.words import valued


def breakdown_view(look: Look, asked: Asked, url: str) -> dict[str, Any]:
    """The whole page; every address in it keeps what was asked for and changes one thing."""
    day = look.run.as_of_date
    shown = course_view(look.spot, look.chart, day, LARGE)
    ways = _Ways(look, asked, url)
    return {
        **shown,
        "fact": _fact(look, shown),
        "tension": _tension(look, shown),
        "place": look.branch.name,
        "line": [(each.name, ways.to(place=each)) for each in look.tree.line(look.branch)[:-1]],
        "by": [
            {"label": str(grain.label), "url": ways.to(grain=grain), "current": grain == look.grain}
            for grain in Grain
        ],
        "cuts": [
            {"label": str(cut), "url": ways.to(cut=key_of(cut)), "current": cut == look.tree.cut}
            for cut in look.cuts
        ],
        "against": [
            {"label": label, "url": ways.to(against=periods), "current": periods == asked.against}
            for periods, label in _comparisons(look.grain)
        ],
        "then": _then(look, asked),
        "now": shown["period"],
        "inside": _inside(look),
        "has_standings": any(each.standing != Standing.UNKNOWN for each in look.parts),
        "parts": [_part(look, each, asked, ways.to(place=each.branch)) for each in look.parts],
    }


class _Ways:
    """Addresses of the same page that differ from this one in what they name."""

    def __init__(self, look: Look, asked: Asked, url: str) -> None:
        self.url = url
        self.cut, self.grain, self.against = key_of(look.tree.cut), look.grain, asked.against
        self.place = look.branch

    def to(
        self,
        *,
        place: Branch | None = None,
        cut: str = "",
        grain: Grain | None = None,
        against: int | None = None,
    ) -> str:
        """Another way of dividing begins with its whole; another length of periods compares with the one before."""
        at = place or (None if cut else self.place)
        words = {"in": cut or self.cut, "by": (grain or self.grain).value}
        if at and at.above is not None:
            words["place"] = str(at.uid)
        if grain is None:
            words["against"] = str(against or self.against)
        return f"{self.url}?{urlencode(words)}"


def _comparisons(grain: Grain) -> Sequence[tuple[int, str]]:
    year = YEAR // grain.months
    before = (1, _("The %(period)s before") % {"period": str(grain.label).lower()})
    return (before,) if year == 1 else (before, (year, _("A year before")))


def _fact(look: Look, shown: dict[str, Any]) -> str:
    if look.chart.newest is None:
        return _("No value in two years.")
    words = {"value": shown["value"], "period": shown["period"], "place": look.branch.name}
    said = _("%(value)s in %(period)s so far") if shown["so_far"] else _("%(value)s in %(period)s")
    return f"{said % words}."


def _tension(look: Look, shown: dict[str, Any]) -> str:
    if look.chart.newest is None:
        return _("The last observations are older, or were withheld.")
    told = [each for each in (shown["finding"], shown["target"]) if each]
    return "; ".join((told[0], *(each[:1].lower() + each[1:] for each in told[1:]))) + "."


def _inside(look: Look) -> str:
    if look.branch.above is None:
        return str(look.tree.cut)
    return _("Inside %(place)s") % {"place": look.branch.name}


def _then(look: Look, asked: Asked) -> str:
    before = look.chart.before(asked.against)
    return period(look.grain, before.start) if before else ""


def _part(look: Look, part: Part, asked: Asked, url: str) -> dict[str, Any]:
    metric = look.metric
    values = part.values
    then = values[-1 - asked.against] if len(values) > asked.against else None
    change = part.change(asked.against)
    bounds = Point(date.min, date.min, is_over=True, low=part.low, high=part.high)
    return {
        "name": part.branch.name,
        "url": url,
        "has_parts": bool(look.tree.below(part.branch)),
        "values": values,
        "value": valued(metric, part.value),
        "origin_url": origin_url(
            metric,
            by=look.grain.value,
            start=look.chart.newest.start.isoformat() if look.chart.newest else "",
            **{"in": look.spot.cut_key, "place": look.tree.key(part.branch)},
        ),
        "then": valued(metric, then),
        "change": formats.MISSING if change is None else changed(metric, change),
        "interval": interval(metric, bounds),
        "n": formats.number(part.n, 0) if part.n else formats.MISSING,
        "health": part.standing.value,
        "standing": str(part.standing.label),
    }
