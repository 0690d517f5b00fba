"""Where a figure comes from: what was published of it, what lies below it, the rows it was made of, and how good these are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet, Sum

from foundation.actors import Actor
from metrics.choices import Dimension, Frequency, Grain, ObservationState
from metrics.engine.attainment import Aim, aim_on, next_due
from metrics.engine.chart import ControlChart, Point
from metrics.engine.layout import RECORD, VALUE
from metrics.engine.periods import end_of, is_over, start_of
from metrics.engine.quality import Part as Counted
from metrics.engine.quality import Quality, filled, in_time, quality
from metrics.models import Difference, Metric, Run, Snapshot
from metrics.queries.breakdown import Asked, Branch, Part, Tree, cuts_of, parts_of, tree_of
from metrics.queries.charts import Spot, charts
from metrics.queries.observations import ObservationPage, observations_of, readable_observations
from metrics.queries.readings import grain_of

ROWS = 50
"""Observations on one page."""
YEAR = 12
"""Periods that tell how complete a figure usually is."""
FORMER = 5
"""Values that were published before, so many of them."""
COMPARED = ("numerator", "denominator", "n")
"""Sums by which the rows are held against what is published."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run said of the figure: its value, sums as they are kept, and until when that held."""

    run: Run
    value: float | None
    sums: tuple[int, ...]
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows as they are now: how many, how many of them withheld, and what they add up to."""

    count: int
    withheld: int
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """All there is to know of one figure. ``pending`` are differences told since, which the next run takes."""

    metric: Metric
    grain: Grain
    start: date
    is_over: bool
    tree: Tree
    branch: Branch
    point: Point | None
    aim: Aim | None
    published: Sequence[Published]
    parts: Sequence[Part]
    rows: Rows
    page: ObservationPage
    pending: int
    quality: Quality

    @property
    def end(self) -> date:
        """The last day of the period."""
        return end_of(self.grain, self.start)

    @property
    def is_sound(self) -> bool | None:
        """Whether the rows as they are now add up to what is published; none where some may not be read."""
        if not self.published or not self.tree.is_whole:
            return None
        return self.published[0].sums == self.rows.sums


def origin_of(
    metric: Metric, viewer: Actor, asked: Asked, start: date | None, after: str = ""
) -> Origin | None:
    """None where nothing was published of it, or no such place is that the viewer may read. Raises ``NoPage``.

    Thirteen queries, for a place with three rows below it as for one with a million; one more by units, two more after the
    first page.
    """
    run = Run.objects.without_plan().last_good()
    cuts = cuts_of(metric) if run else []
    if run is None or not cuts:
        return None
    cut = asked.cut_of(cuts)
    tree = tree_of(cut, viewer)
    branch = tree.named(asked.place)
    if branch is None:
        return None
    grain = asked.grain or grain_of(metric.frequency)
    spot = Spot(metric, cut.pk, grain, branch.position, branch.thing if cut.segmentation_id else None)
    (chart,) = charts([spot], run.as_of_date)
    start = start_of(grain, start or (chart.newest.start if chart.newest else run.as_of_date))
    span = (start, end_of(grain, start))
    inside = [key for each in tree.inside(branch) for key in each.keys]
    rows = _rows(readable_observations(metric, viewer).filter(place_id__in=inside, day__range=span))
    parts = parts_of(metric, cut, grain, tree.inside(branch), start)
    waiting = Difference.objects.filter(metric_id=metric.pk, place_id__in=inside, month_date__range=span)
    page = observations_of(metric, viewer, first=span[0], last=span[1], inside=inside, most=ROWS, after=after)
    return Origin(
        metric=metric,
        grain=grain,
        start=start,
        is_over=is_over(grain, start, run.as_of_date),
        tree=tree,
        branch=branch,
        point=next((point for point in chart.points if point.start == start), None),
        aim=aim_on(chart.aims, span[1]),
        published=list(_published(spot, start)),
        parts=[part for part in parts if part.branch.above == branch.position],
        rows=rows,
        page=page,
        pending=waiting.count(),
        quality=_quality(metric, chart, parts, rows, start, run.as_of_date),
    )


def _published(spot: Spot, start: date) -> Iterator[Published]:
    """What holds now, and what was published before."""
    rows = Snapshot.objects.filter(metric=spot.metric, cut=spot.cut, grain=spot.grain, start_date=start)
    rows = rows.filter(Q(is_current=True) | Q(superseded_at__isnull=False)).select_related("run")
    for snapshot in rows.at_place(spot.position).order_by("-is_current", "-superseded_at")[: FORMER + 1]:
        if snapshot.record:
            value, record = np.frombuffer(snapshot.value, VALUE)[0], np.frombuffer(snapshot.record, RECORD)[0]
            known = None if np.isnan(value) else float(value)
            yield Published(snapshot.run, known, tuple(int(record[name]) for name in COMPARED), snapshot)


def _rows(observed: QuerySet[Any, Any]) -> Rows:
    told = observed.aggregate(
        count=Count("*"),
        withheld=Count("state", filter=Q(state=ObservationState.WITHHELD)),
        **{f"sum_{name}": Sum(name) for name in COMPARED},
    )
    return Rows(told["count"], told["withheld"], tuple(int(told[f"sum_{name}"] or 0) for name in COMPARED))


def _quality(
    metric: Metric, chart: ControlChart, parts: Sequence[Part], rows: Rows, start: date, day: date
) -> Quality:
    """Of places and rows in the period, of the periods of a year up to it, and of its age where it is the newest."""
    leaves = [part for part in parts if part.branch.position not in {each.branch.above for each in parts}]
    past = [point.value for point in chart.points if point.start <= start and point.is_over]
    known = {
        Dimension.COMPLETENESS: filled(past[-YEAR:]),
        Dimension.COVERAGE: Counted(sum(part.value is not None for part in leaves), len(leaves)),
        Dimension.VALIDITY: Counted(rows.count - rows.withheld, rows.count),
    }
    newest = chart.newest
    if newest is not None and newest.start == start:
        read = min(newest.end, day)
        due = next_due(Frequency(metric.frequency), read)
        late = (day - due).days - metric.grace_days
        known[Dimension.TIMELINESS] = in_time(max(late, 0), (due - read).days)
    return quality(known)
