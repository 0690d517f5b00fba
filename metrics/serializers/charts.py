"""Control charts as pages show them: a sentence, a picture and a table that say the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import formats
from metrics.choices import FormulaKind, Frequency, Grain, Pattern, SignalRule, Standing
from metrics.engine.attainment import Aim, is_stale
from metrics.engine.chart import ControlChart, Finding, Point
from metrics.engine.control import BASE
from metrics.models import Metric
from metrics.queries.charts import Spot
from metrics.serializers.chart_drawing import PANEL, TILE, Size, drawing, within
from metrics.serializers.series import round_figures
from metrics.serializers.words import valued

SAID = {
    (Pattern.BEYOND, 1): gettext_lazy("Above the upper limit since %(since)s"),
    (Pattern.BEYOND, -1): gettext_lazy("Below the lower limit since %(since)s"),
    (Pattern.STEP, 1): gettext_lazy("Step up in %(since)s, holding since"),
    (Pattern.STEP, -1): gettext_lazy("Step down in %(since)s, holding since"),
    (Pattern.STEADY, 0): gettext_lazy("Within limits since %(since)s"),
}

DRIFTS = {
    (SignalRule.SEVEN_ONE_SIDE, 1): gettext_lazy("Seven in a row above the mean"),
    (SignalRule.SEVEN_ONE_SIDE, -1): gettext_lazy("Seven in a row below the mean"),
    (SignalRule.EIGHT_ONE_SIDE, 1): gettext_lazy("Eight in a row above the mean"),
    (SignalRule.EIGHT_ONE_SIDE, -1): gettext_lazy("Eight in a row below the mean"),
    (SignalRule.SEVEN_TREND, 1): gettext_lazy("Seven in a row rising"),
    (SignalRule.SEVEN_TREND, -1): gettext_lazy("Seven in a row falling"),
    (SignalRule.TWO_OF_THREE, 1): gettext_lazy("Two of three close to the upper limit"),
    (SignalRule.TWO_OF_THREE, -1): gettext_lazy("Two of three close to the lower limit"),
    (SignalRule.THREE_OF_FOUR, 1): gettext_lazy("Three of four nearer the upper limit than the mean"),
    (SignalRule.THREE_OF_FOUR, -1): gettext_lazy("Three of four nearer the lower limit than the mean"),
    (SignalRule.FOUR_OF_FIVE, 1): gettext_lazy("Four of five far above the mean"),
    (SignalRule.FOUR_OF_FIVE, -1): gettext_lazy("Four of five far below the mean"),
}


def tile(spot: Spot, chart: ControlChart, day: date, size: Size = TILE) -> dict[str, Any]:
    """One metric in one place: its newest value with what it is compared with, its picture, and what its course comes to."""
    metric, newest = spot.metric, chart.newest
    finding = chart.finding
    return {
        "name": str(metric),
        "value": valued(metric, newest.value if newest else None),
        "origin_url": _origin_of(spot, newest) if newest else "",
        "period": period(spot.grain, newest.start) if newest else "",
        "so_far": bool(newest and not newest.is_over),
        "change": change_words(spot, chart),
        "target": target_words(metric, chart.next_aim),
        "finding": finding_words(finding, spot.grain, chart),
        "health": health(chart, finding),
        "standing": _("A signal for the worse") if is_worse(finding) else str(standing_of(chart).label),
        "is_worse": is_worse(finding),
        "stale": stale_words(metric, newest, day),
        "picture": drawing(chart, FormulaKind(metric.formula), size),
        "label": _label(metric, chart.next_aim),
    }


def _origin_of(spot: Spot, point: Point) -> str:
    """Where the figure of a period comes from."""
    words = {"by": spot.grain.value, "start": point.start.isoformat()}
    return origin_url(spot.metric, **words, **{"in": spot.cut_key, "place": spot.place_key})


def course_view(spot: Spot, chart: ControlChart, day: date, size: Size = PANEL) -> dict[str, Any]:
    """A metric by itself: the large picture, the small one for a phone, and the table of both."""
    shown = tile(spot, chart, day, size)
    return {
        **shown,
        "small": drawing(chart, FormulaKind(spot.metric.formula), TILE),
        "axis": axis(spot.metric, shown["picture"]),
        "table": table(spot, chart),
    }


def _label(metric: Metric, aim: Aim | None) -> str:
    """A target beside its line, where only a sign has room."""
    if aim is None:
        return ""
    text = formats.number(aim.value, metric.decimals)
    return f"{text}%" if metric.unit_of_measure == "%" else text


def origin_url(metric: Metric, **words: str) -> str:
    """The page of where a figure comes from; empty words are left out."""
    query = urlencode({name: word for name, word in words.items() if word})
    return f"{reverse('metric_origin', args=[metric.uid])}{'?' if query else ''}{query}"


def axis(metric: Metric, picture: dict[str, Any] | None) -> list[tuple[str, float]]:
    """Round figures beside a large picture, with their height."""
    if picture is None:
        return []
    low, high = (Decimal(str(end)) for end in picture["scale"])
    return [
        (formats.number(value, metric.decimals), picture["y"](float(value)))
        for value in round_figures(low, high)
    ]


def period(grain: Grain, start: date, *, near: date | None = None) -> str:
    """``Nov 2026``, ``Q4 2026`` or ``2026``; months and quarters of the year of ``near`` without it."""
    if grain is Grain.YEAR:
        return str(start.year)
    is_near = near is not None and near.year == start.year
    if grain is Grain.MONTH:
        return date_format(start, "M") if is_near else formats.month(start)
    quarter = _("Q%(quarter)s") % {"quarter": (start.month + 2) // 3}
    return quarter if is_near else f"{quarter} {start.year}"


def _now(chart: ControlChart) -> date | None:
    return chart.newest.start if chart.newest else None


def change_words(spot: Spot, chart: ControlChart, periods: int = 1) -> str:
    """``+0.3 since Oct 2026``; nothing where there is nothing to compare with."""
    change, before = chart.change_since(periods), chart.before(periods)
    if change is None or before is None:
        return ""
    since = period(spot.grain, before.start, near=_now(chart))
    words = {"change": changed(spot.metric, change), "since": since}
    if not round(change, spot.metric.decimals):
        return _("no change since %(since)s") % words
    return _("%(change)s since %(since)s") % words


def changed(metric: Metric, change: float | None) -> str:
    """A difference with its sign, in the metric's decimals."""
    return formats.change(change, metric.decimals)


def target_words(metric: Metric, aim: Aim | None) -> str:
    """``Target 89.0% by Dec 2026``; empty without one."""
    if aim is None:
        return ""
    return _("Target %(value)s by %(day)s") % {
        "value": valued(metric, float(aim.value)),
        "day": formats.month(aim.end),
    }


def finding_words(finding: Finding, grain: Grain, chart: ControlChart) -> str:
    """What the course comes to, as a sentence without its stop."""
    if finding.pattern == Pattern.FEW:
        count = len(chart.judged)
        words = {"n": count, "needed": BASE}
        text = ngettext(
            "%(n)s of %(needed)s values for limits", "%(n)s of %(needed)s values for limits", count
        )
        return text % words
    said = SAID.get((finding.pattern, finding.side))
    if finding.pattern == Pattern.DRIFT and finding.rule:
        said = DRIFTS[finding.rule, finding.side]
    if said is None or finding.since is None:
        return str(finding.pattern.label)
    return str(said) % {"since": period(grain, finding.since, near=_now(chart))}


def standing_of(chart: ControlChart) -> Standing:
    """That of the newest period."""
    return chart.newest.standing if chart.newest else Standing.UNKNOWN


def health(chart: ControlChart, finding: Finding) -> str:
    """The glyph: that of the standing, or trouble where the course has turned to the worse."""
    return Standing.OFF.value if is_worse(finding) else standing_of(chart).value


def is_worse(finding: Finding) -> bool:
    """Whether the last period judged is a signal in the direction nobody wants."""
    return finding.is_better is False and finding.pattern in {Pattern.BEYOND, Pattern.DRIFT}


def stale_words(metric: Metric, newest: Point | None, day: date) -> str:
    """``to 14 Nov 2026`` where the newest value is older than it should be; empty otherwise."""
    if newest is None:
        return ""
    read = min(newest.end, day)
    if not is_stale(Frequency(metric.frequency), read, day, grace_days=metric.grace_days):
        return ""
    return _("to %(day)s") % {"day": formats.day(read)}


def table(spot: Spot, chart: ControlChart) -> dict[str, Any]:
    """Every period of a chart, the newest first."""
    return {
        "caption": str(spot.metric),
        "heads": [
            _("Period"),
            _("Value"),
            _("Interval"),
            _("n"),
            _("Lower limit"),
            _("Mean"),
            _("Upper limit"),
            _("Signal"),
            _("Standing"),
        ],
        "rows": [row(spot, point) for point in reversed(chart.points)],
        "numeric": (1, 2, 3, 4, 5, 6),
    }


def row(spot: Spot, point: Point) -> list[str]:
    """One period in words."""
    metric = spot.metric
    name = period(spot.grain, point.start)
    bounds = within(point.limits, FormulaKind(metric.formula)) if point.limits else (None, None)
    return [
        name if point.is_over else _("%(period)s so far") % {"period": name},
        format_html('<a href="{}">{}</a>', _origin_of(spot, point), valued(metric, point.value)),
        interval(metric, point),
        formats.number(point.n, 0) if point.n else formats.MISSING,
        valued(metric, bounds[0]),
        valued(metric, point.limits.centre if point.limits else None),
        valued(metric, bounds[1]),
        ", ".join(str(SignalRule(rule).label) for rule in (*point.above, *point.below)),
        str(point.standing.label) if point.standing != Standing.UNKNOWN else "",
    ]


def interval(metric: Metric, point: Point) -> str:
    """``84.9 to 86.2``."""
    if point.low is None or point.high is None:
        return formats.MISSING
    low, high = (formats.number(bound, metric.decimals) for bound in (point.low, point.high))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
