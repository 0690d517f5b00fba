"""What happened to metrics that have somebody to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from metrics.choices import Frequency
from metrics.engine.alerting import Event, events_of, staleness
from metrics.engine.chart import ControlChart
from metrics.models import Metric, Run
from metrics.queries.charts import Spot, Wanted, charts, spots_of
from metrics.queries.readings import readings_of


@dataclass(frozen=True, slots=True)
class Watched:
    """A metric as a whole, as of the run whose figures are shown, and the events that hold; ``chart`` is none where nothing
    is computed of it."""

    metric: Metric
    user: User
    events: Sequence[Event]
    chart: ControlChart | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a metric."""

    watched: Watched
    event: Event

    @property
    def metric(self) -> Metric:
        return self.watched.metric

    @property
    def chart(self) -> ControlChart | None:
        return self.watched.chart


def watched() -> list[Watched]:
    """Metrics with somebody to be told, by name. Seven queries; one before anything was computed."""
    run = Run.objects.without_plan().last_good()
    if run is None:
        return []
    owners = _owned()
    spots = spots_of([Wanted(metric) for metric in owners])
    drawn = dict(zip(spots, charts([*spots.values()], run.as_of_date), strict=True))
    read = _read_last([*owners], run.as_of_date)
    found = []
    for metric, user in owners.items():
        wanted = Wanted(metric)
        chart = drawn.get(wanted)
        events = events_of(chart) if chart else []
        events += staleness(
            Frequency(metric.frequency), read.get(metric.pk), run.as_of_date, grace_days=metric.grace_days
        )
        found.append(Watched(metric, user, events, chart, spots.get(wanted)))
    return found


def happened(found: Sequence[Watched]) -> list[Happened]:
    """Their events, one by one."""
    return [Happened(each, event) for each in found for event in each.events]


def _owned() -> dict[Metric, User]:
    rows = Metric.objects.active().filter(owner__archived_at=None, owner__user__is_active=True)
    rows = rows.select_related("owner__user").order_by("name", "number")
    return {metric: metric.owner.user for metric in rows if metric.owner}


def _read_last(metrics: Sequence[Metric], day: date) -> dict[int, date]:
    """The day of the last value of each, read by hand or computed."""
    found = readings_of([metric.pk for metric in metrics], day)
    return {metric: reads[-1].day for metric, reads in found.items()}
