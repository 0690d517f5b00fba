"""What happened to a metric that its owner should hear of. Pure functions on charts and days.

An event lasts as long as it is found: a signal of three months is one, and so is a metric that stays off target.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.choices import AlertKind, Frequency, Pattern, Standing
from metrics.engine.attainment import is_stale
from metrics.engine.chart import ControlChart

WORSE = {Standing.WATCH: {Standing.ON, Standing.UNKNOWN}, Standing.OFF: {*Standing} - {Standing.OFF}}
"""A standing, and those before it from which it is a turn for the worse."""


@dataclass(frozen=True, slots=True)
class Event:
    """``detail`` tells events of one kind apart that exclude each other: a side, 1 or -1, or a standing.

    ``since`` is the first period in which it holds as the chart is drawn now, or the day of the last value; limits that
    are drawn anew may move it.
    """

    kind: AlertKind
    since: date
    detail: str = ""


def events_of(chart: ControlChart) -> list[Event]:
    """What holds in the newest period that is over: nothing is said of one that is not."""
    if not chart.judged:
        return []
    return [*_course(chart), *_standing(chart)]


def staleness(frequency: Frequency, read: date | None, day: date, *, grace_days: int) -> list[Event]:
    """That no value came in time after the one read last. What was never read is not stale."""
    if read is None or not is_stale(frequency, read, day, grace_days=grace_days):
        return []
    return [Event(AlertKind.STALE, read)]


def _course(chart: ControlChart) -> list[Event]:
    finding = chart.finding
    if finding.since is None or finding.pattern not in {Pattern.BEYOND, Pattern.DRIFT}:
        return []
    return [Event(AlertKind.SIGNAL, finding.since, str(finding.side))]


def _standing(chart: ControlChart) -> list[Event]:
    judged = chart.judged
    now = judged[-1].standing
    since = judged[-1].start
    for point in reversed(judged):
        if point.standing != now:
            before = point.standing
            break
        since = point.start
    else:
        before = Standing.UNKNOWN
    return [Event(AlertKind.STANDING, since, now.value)] if before in WORSE.get(now, ()) else []
