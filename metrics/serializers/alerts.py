"""What owners are told of their metrics, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import formats
from metrics.choices import AlertKind, Frequency, Standing
from metrics.engine.attainment import next_due
from metrics.queries.alerts import Happened, Watched, happened
from metrics.serializers.charts import finding_words, period, standing_of, target_words
from metrics.serializers.words import valued

MOST = 20
"""Lines in one message."""
TURNED = {
    Standing.OFF: gettext_lazy("Off target since %(since)s"),
    Standing.WATCH: gettext_lazy("Short of its target, still acceptable, since %(since)s"),
}
SIGNALED = {
    False: gettext_lazy("%(what)s, for the worse (%(value)s)"),
    None: gettext_lazy("%(what)s (%(value)s)"),
    True: gettext_lazy("%(what)s, for the better (%(value)s)"),
}
ORDER = (AlertKind.SIGNAL, AlertKind.STANDING, AlertKind.STALE)


def told(found: Sequence[Happened]) -> tuple[str, str, str]:
    """Title, text and page: a line for each event, the worst first; of one metric its own page, else the dashboards."""
    lines = _lines(found)
    metrics = {each.metric for each in found}
    if len(metrics) == 1:
        (metric,) = metrics
        return lines[0], "\n".join(lines[1:]), reverse("metric_chart", args=[metric.uid])
    title = _("%(n)s of your metrics ask for a look") % {"n": formats.number(len(metrics), 0)}
    return title, "\n".join(lines), reverse("metric_dashboards")


def _is_good(each: Happened) -> bool:
    return each.event.kind == AlertKind.SIGNAL and each.watched.chart.finding.is_better is True


def _lines(found: Sequence[Happened]) -> list[str]:
    in_order = sorted(
        found, key=lambda each: (_is_good(each), ORDER.index(each.event.kind), each.metric.name)
    )
    lines = [f"{each.metric}: {event_words(each)}" for each in in_order]
    more = len(lines) - MOST
    if more <= 0:
        return lines
    rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": formats.number(more, 0)}
    return [*lines[:MOST], rest]


def digest(found: Sequence[Watched], monday: date) -> tuple[str, str, str]:
    """How many stand how, and what holds now; also that nothing asks for a look."""
    title = _("Your metrics in the week of %(day)s") % {"day": formats.day(monday)}
    stood = Counter(standing_of(each.chart) for each in found)
    counts = [
        f"{standing.label}: {formats.number(stood[standing], 0)}" for standing in Standing if stood[standing]
    ]
    lines = _lines(happened(found)) or [_("Nothing asks for a look.")]
    return title, "\n".join(["; ".join(counts), "", *lines]), reverse("metric_dashboards")


def event_words(each: Happened) -> str:
    """``Below the lower limit since Oct, for the worse (82.1%)``."""
    event = each.event
    if event.kind == AlertKind.STALE:
        due = next_due(Frequency(each.metric.frequency), event.since)
        words = {"read": formats.day(event.since), "due": formats.day(due)}
        return _("No value after %(read)s; the next was due by %(due)s") % words
    chart = each.watched.chart
    grain, value = chart.grain, valued(each.metric, chart.newest.value if chart.newest else None)
    if event.kind == AlertKind.STANDING:
        words = {"since": period(grain, event.since)}
        aim = target_words(each.metric, chart.aim)
        return f"{TURNED[Standing(event.detail)] % words} ({'; '.join(filter(None, (value, aim)))})"
    words = {"what": finding_words(chart.finding, grain, chart), "value": value}
    return str(SIGNALED[chart.finding.is_better]) % words
