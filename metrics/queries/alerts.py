"""What happened to metrics that have somebody to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from accounts.models import User
from metrics.choices import Direction, Frequency
from metrics.engine.alerting import Event, events_of, staleness
from metrics.engine.attainment import Aim, aim_on, standing
from metrics.engine.chart import ControlChart, Point
from metrics.models import Metric, Run, Target
from metrics.queries.charts import Wanted, charts, spots_of
from metrics.queries.measures import aim_of
from metrics.queries.readings import Read, grain_of, readings_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A metric as a whole, as of the run whose figures are shown, and the events that hold.

    Where nothing is computed of it, ``chart`` has a point for each value read by hand, without limits.
    """

    metric: Metric
    user: User
    events: Sequence[Event]
    chart: ControlChart


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a metric."""

    watched: Watched
    event: Event

    @property
    def metric(self) -> Metric:
        return self.watched.metric


def watched() -> list[Watched]:
    """Metrics with somebody to be told, by name. Eight queries; one before anything was computed."""
    run = Run.objects.without_plan().last_good()
    if run is None:
        return []
    owners, day = _owned(), run.as_of_date
    spots = spots_of([Wanted(metric) for metric in owners])
    drawn = {each.metric: chart for each, chart in zip(spots, charts([*spots.values()], day), strict=True)}
    reads = readings_of([metric.pk for metric in owners], day)
    aims = _aims(owners)
    found = []
    for metric, user in owners.items():
        own = reads.get(metric.pk, ())
        chart = drawn.get(metric)
        if chart is None or not chart.points:
            chart = _by_hand(metric, own, aims[metric.pk])
        late = staleness(
            Frequency(metric.frequency), own[-1].day if own else None, day, grace_days=metric.grace_days
        )
        found.append(Watched(metric, user, [*events_of(chart), *late], chart))
    return found


def happened(found: Sequence[Watched]) -> list[Happened]:
    """Their events, one by one."""
    return [Happened(each, event) for each in found for event in each.events]


def _owned() -> dict[Metric, User]:
    rows = Metric.objects.active().filter(owner__archived_at=None, owner__user__is_active=True)
    rows = rows.select_related("owner__user").order_by("name", "number")
    return {metric: metric.owner.user for metric in rows if metric.owner}


def _aims(metrics: Collection[Metric]) -> dict[int, list[Aim]]:
    rows = Target.objects.active().filter(metric__in=[metric.pk for metric in metrics], segment=None)
    found: dict[int, list[Aim]] = defaultdict(list)
    for target in rows.order_by("start_date"):
        found[target.metric_id].append(aim_of(target))
    return found


def _by_hand(metric: Metric, reads: Sequence[Read], aims: Sequence[Aim]) -> ControlChart:
    direction = Direction(metric.direction)
    points = [
        Point(
            read.day,
            read.day,
            is_over=True,
            value=float(read.value),
            standing=standing(direction, read.observed, aim_on(aims, read.day)),
        )
        for read in reads
    ]
    return ControlChart(grain_of(metric.frequency), direction, tuple(points), tuple(aims))
