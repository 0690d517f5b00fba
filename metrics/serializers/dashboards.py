"""Dashboards as their page shows them: small multiples that share one table, and what they come to in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Segment
from foundation import formats
from metrics.choices import Grain, Standing
from metrics.engine.chart import ControlChart
from metrics.engine.periods import start_of
from metrics.models import Dashboard
from metrics.queries.annotations import Annotation
from metrics.queries.breakdown import YEAR
from metrics.queries.charts import Spot
from metrics.queries.dashboards import Board, Tile
from metrics.serializers.charts import (
    change_words,
    finding_words,
    is_worse,
    period,
    standing_of,
    target_words,
    tile,
)
from metrics.serializers.words import valued

APART = 34
"""Units that the names of two marks need between them; what lies closer is a line alone."""


def board_view(board: Board, *, by_year: bool) -> dict[str, Any]:
    """All charts of a dashboard; ``by_year`` compares with a year before, else with the period before."""
    day = board.run.as_of_date if board.run else date.min
    shown = [_tile(each, day, by_year=by_year) for each in board.tiles]
    fact, tension = _finding(board.tiles)
    return {"fact": fact, "tension": tension, "tiles": shown, "table": _table(board.tiles, by_year=by_year)}


def controls(
    found: Sequence[Dashboard],
    shown: Dashboard | None,
    segments: Sequence[tuple[str, str]],
    inside: Segment | None,
    *,
    by_year: bool,
) -> dict[str, Any]:
    """What else may be looked at; every address keeps what is chosen and changes one thing."""
    own = {"show": str(shown.uid)} if shown else {"featured": "1"}
    kept = {**own, **({"place": str(inside.uid)} if inside else {})}
    year = {"against": "year"} if by_year else {}
    return {
        "shown": shown,
        "tabs": _tabs(found, shown, year),
        "against": [
            _way(_("The period before"), kept, not by_year),
            _way(_("A year before"), {**kept, "against": "year"}, by_year),
        ],
        "place": _places(segments, inside),
        "hidden": [*own.items(), *year.items()],
        "ways": [
            ("left", "arrow-left", _("Move left")),
            ("right", "arrow-right", _("Move right")),
            ("out", "x", _("Take away")),
        ],
        "arrange_url": _way("", {**kept, "arrange": "1"}, False)["url"],
        "done_url": _way("", kept, False)["url"],
    }


def _tabs(
    found: Sequence[Dashboard], shown: Dashboard | None, year: Mapping[str, str]
) -> list[dict[str, Any]]:
    tabs = [_way(each.name, {"show": str(each.uid), **year}, each == shown) for each in found]
    return [*tabs, _way(_("Needs a look"), {"featured": "1", **year}, shown is None)]


def _way(label: str, query: Mapping[str, str], current: bool) -> dict[str, Any]:
    return {"label": label, "url": f"?{urlencode(query)}", "current": current}


def _places(segments: Sequence[tuple[str, str]], inside: Segment | None) -> dict[str, Any]:
    chosen = (str(inside.uid), inside.name) if inside else None
    offered = [*segments, *([chosen] if chosen and chosen not in segments else [])]
    options = [(uid, name, (uid, name) == chosen) for uid, name in offered]
    return {
        "name": "place",
        "label": _("Segment"),
        "options": [
            {"value": value, "label": label, "selected": selected}
            for value, label, selected in (("", _("All"), inside is None), *options)
        ],
    }


def periods_back(grain: Grain, *, by_year: bool) -> int:
    """So many periods before the newest is what it is compared with."""
    return YEAR // grain.months if by_year else 1


def _tile(each: Tile, day: date, *, by_year: bool) -> dict[str, Any]:
    name = str(each.wanted.metric)
    shown: dict[str, Any] = {"name": name, "place": str(each.wanted.segment or ""), "url": _url(each)}
    if each.spot is None or each.chart is None:
        return shown
    told = tile(each.spot, each.chart, day)
    told["change"] = change_words(each.spot, each.chart, periods_back(each.spot.grain, by_year=by_year))
    if told["picture"]:
        told["picture"]["marks"] = marks(each.chart, each.annotations, told["picture"]["x"])
    told["events"] = [(event.day, event.mark, event.text, event.url) for event in each.annotations]
    return {**told, **shown}


def marks(chart: ControlChart, events: Sequence[Annotation], place: Any) -> list[dict[str, Any]]:
    """Where what happened lies in the picture, the newest first; a mark without room for its name has no text."""
    starts = [point.start for point in chart.points]
    found: list[dict[str, Any]] = []
    for event in reversed(events):
        start = start_of(chart.grain, event.day)
        if start in starts:
            x = place(starts.index(start))
            is_free = all(abs(x - other["x"]) >= APART for other in found if other["text"])
            found.append({"x": x, "text": event.mark if is_free else ""})
    return found


def _url(each: Tile) -> str:
    url = reverse("metric_chart", args=[each.wanted.metric.uid])
    segment = each.wanted.segment
    if segment is None:
        return url
    return f"{url}?{urlencode({'in': segment.segmentation.uid, 'place': segment.uid})}"


def _finding(tiles: Sequence[Tile]) -> tuple[str, str]:
    """How many are off target, and which of all have turned to the worse."""
    charts = [each.chart for each in tiles if each.chart and each.chart.newest]
    if not charts:
        return _("No figures yet."), _("They come with the night after the first observations.")
    count = Counter(standing_of(chart) for chart in charts)
    words = {"n": formats.number(count[Standing.OFF]), "all": formats.number(len(charts))}
    off = ngettext(
        "%(n)s of %(all)s metrics is off target.",
        "%(n)s of %(all)s metrics are off target.",
        count[Standing.OFF],
    )
    fact = off % words if count[Standing.OFF] else _("None of %(all)s metrics is off target.") % words
    worse = [str(each.wanted.metric) for each in tiles if each.chart and is_worse(each.chart.finding)]
    if not worse:
        return fact, _("None has turned to the worse by more than chance.")
    names = _(" and ").join([", ".join(worse[:-1]), worse[-1]] if len(worse) > 1 else worse)
    return fact, _("By more than chance to the worse: %(names)s.") % {"names": names}


def _table(tiles: Sequence[Tile], *, by_year: bool) -> dict[str, Any]:
    return {
        "caption": _("Metrics"),
        "heads": [
            _("Metric"),
            _("Period"),
            _("Value"),
            _("Change"),
            _("Lower limit"),
            _("Mean"),
            _("Upper limit"),
            _("Target"),
            _("Standing"),
            _("Course"),
        ],
        "rows": [
            _row(each.spot, each.chart, each, by_year=by_year) for each in tiles if each.spot and each.chart
        ],
        "numeric": (2, 4, 5, 6),
    }


def _row(spot: Spot, chart: ControlChart, each: Tile, *, by_year: bool) -> list[str]:
    metric, newest = spot.metric, chart.newest
    limits = newest.limits if newest else None
    segment = each.wanted.segment
    return [
        f"{metric}, {segment}" if segment else str(metric),
        period(spot.grain, newest.start) if newest else formats.MISSING,
        valued(metric, newest.value if newest else None),
        change_words(spot, chart, periods_back(spot.grain, by_year=by_year)),
        valued(metric, limits.lower if limits else None),
        valued(metric, limits.centre if limits else None),
        valued(metric, limits.upper if limits else None),
        target_words(metric, chart.next_aim),
        str(standing_of(chart).label),
        finding_words(chart.finding, spot.grain, chart),
    ]
