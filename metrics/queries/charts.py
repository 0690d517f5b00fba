"""Control charts of metrics as they are published now: as many statements for one chart as for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import models
from django.db.models import Q

from customers.models import Segment
from foundation.values import months_after
from metrics.choices import Direction, Grain, Standing
from metrics.engine.attainment import Aim
from metrics.engine.chart import ControlChart, Limits, Point
from metrics.engine.course import Course as Kept
from metrics.engine.course import unpacked
from metrics.engine.layout import RECORD, SCALE, STANDINGS, VALUE, Records, rules_of
from metrics.engine.periods import end_of, is_over, start_of, starts_between
from metrics.models import Course, Metric, Place, Run, Snapshot, Target
from metrics.models.metric import PER_BASE
from metrics.models.place import WHOLE
from metrics.queries.measures import aim_of
from metrics.queries.readings import grain_of

PERIODS = 24
"""Shown where nobody asks for more: two years of months."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a chart is of: a metric in one place of a cut, in periods of one length."""

    metric: Metric
    cut: int
    grain: Grain
    position: int = WHOLE
    segment: int | None = None
    cut_key: str = ""
    place_key: str = ""
    """What the cut and the place are asked for by in an address; empty for the first cut and the whole."""

    @property
    def course(self) -> tuple[int, int, Grain]:
        """The key of the course it is part of."""
        return self.metric.pk, self.cut, self.grain


@dataclass(frozen=True, slots=True)
class Wanted:
    """A metric as a whole, or in one segment."""

    metric: Metric
    segment: Segment | None = None


def spots_of(wanted: Sequence[Wanted]) -> dict[Wanted, Spot]:
    """Where the figures of what is wanted lie: those of the enterprise and of segments are for all. One query."""
    segments = {each.segment.pk for each in wanted if each.segment}
    places = Place.objects.filter(Q(position=WHOLE) | Q(segment__in=segments))
    wholes: dict[int | None, tuple[int, int]] = {}
    parts: dict[int, tuple[int, int]] = {}
    for segmentation, part, cut, position in places.values_list(
        "cut__segmentation", "segment", "cut", "position"
    ):
        if part:
            parts[part] = cut, position
        else:
            wholes[segmentation] = cut, position
    found = {}
    for each in wanted:
        segment = each.segment.pk if each.segment else None
        at = wholes.get(each.metric.segmentation_id) if segment is None else parts.get(segment)
        if at:
            keys = (str(each.segment.segmentation.uid), str(each.segment.uid)) if each.segment else ("", "")
            found[each] = Spot(each.metric, at[0], grain_of(each.metric.frequency), at[1], segment, *keys)
    return found


def charts(spots: Sequence[Spot], day: date, *, periods: int = PERIODS) -> list[ControlChart]:
    """A chart for each spot, up to the period in which ``day`` lies: that of the run that is shown. Three queries."""
    if not spots:
        return []
    figures, courses, aims = _figures(spots, day, periods), _courses(spots), _aims(spots)
    return [
        ControlChart(
            spot.grain,
            Direction(spot.metric.direction),
            _points(spot, figures.get(spot, {}), courses.get(spot.course), day),
            tuple(aims[spot.metric.pk, spot.segment]),
        )
        for spot in spots
    ]


def course_of(metric: Metric) -> tuple[Spot, ControlChart, date] | None:
    """A metric as a whole, as of the day of the last good run; none where nothing was computed of it. Five queries."""
    run = Run.objects.without_plan().last_good()
    spots = spots_of([Wanted(metric)]) if run else {}
    if run is None or not spots:
        return None
    (spot,) = spots.values()
    (chart,) = charts([spot], run.as_of_date)
    return (spot, chart, run.as_of_date) if chart.points else None


LATEST = 3
"""Periods looked through for the newest that is over: of the last ones one may be missing."""


def newest_standings(spots: Sequence[Spot], day: date) -> dict[Spot, Standing]:
    """How each spot stood in the newest of its last periods that is over and known, else not known. One query."""
    found = {}
    for spot, figures in (_figures(spots, day, LATEST) if spots else {}).items():
        judged = [start for start in figures if is_over(spot.grain, start, day)]
        newest = STANDINGS[figures[max(judged)][1]["standing"]] if judged else Standing.UNKNOWN
        found[spot] = newest
    return found


Figures = Mapping[date, tuple[float, Records]]
"""Value and record by the first day of their period."""


def first_shown(grain: Grain, day: date, periods: int) -> date:
    """The first day of the first of so many periods, of which the last has ``day`` in it."""
    return months_after(start_of(grain, day), -grain.months * (periods - 1))


def _figures(spots: Sequence[Spot], day: date, periods: int) -> Mapping[Spot, Figures]:
    """One statement: whatever lies at one position is cut out by a select of its own."""
    alike: dict[tuple[int, Grain, int], dict[int, Spot]] = defaultdict(dict)
    for spot in spots:
        alike[spot.cut, spot.grain, spot.position][spot.metric.pk] = spot
    first, *others = (
        Snapshot.objects.current()
        .filter(cut=cut, grain=grain, metric__in=own)
        .filter(start_date__range=(first_shown(grain, day, periods), day))
        .order_by()
        .at_place(position)
        .annotate(position=models.Value(position))
        .values_list("cut", "grain", "position", "metric", "start_date", "value", "record")
        for (cut, grain, position), own in alike.items()
    )
    found: dict[Spot, dict[date, tuple[float, Records]]] = defaultdict(dict)
    for cut, grain, position, metric, start, value, record in first.union(*others, all=True):
        if record:
            told = float(np.frombuffer(value, VALUE)[0]), np.frombuffer(record, RECORD)[0]
            found[alike[cut, Grain(grain), position][metric]][start] = told
    return found


def _courses(spots: Sequence[Spot]) -> dict[tuple[int, int, Grain], tuple[date, Kept]]:
    asked = {spot.course for spot in spots}
    rows = Course.objects.current().filter(
        metric__in={key[0] for key in asked}, cut__in={key[1] for key in asked}
    )
    columns = ("metric", "cut", "grain", "start_date", "limits", "signals", "periods")
    return {
        (metric, cut, Grain(grain)): (start, unpacked(limits, signals, periods))
        for metric, cut, grain, start, limits, signals, periods in rows.filter(
            grain__in={key[2] for key in asked}
        ).values_list(*columns)
        if periods
    }


def _aims(spots: Sequence[Spot]) -> Mapping[tuple[int, int | None], list[Aim]]:
    segments = {spot.segment for spot in spots if spot.segment}
    rows = Target.objects.active().filter(metric__in={spot.metric.pk for spot in spots})
    rows = rows.filter(Q(segment=None) | Q(segment__in=segments)).order_by("metric", "start_date")
    found: dict[tuple[int, int | None], list[Aim]] = defaultdict(list)
    for target in rows:
        found[target.metric_id, target.segment_id].append(aim_of(target))
    return found


def _points(spot: Spot, figures: Figures, course: tuple[date, Kept] | None, day: date) -> tuple[Point, ...]:
    """From the first period shown that has a value to that of the day."""
    if not figures:
        return ()
    starts = starts_between(spot.grain, min(figures), day)
    places = {start: index for index, start in enumerate(_starts_of(spot.grain, course))}
    limits = course[1].limits_of(spot.position) if course else None
    signals = course[1].signals_of(spot.position) if course else None
    found = []
    for start in starts:
        at = places.get(start)
        given: dict[str, Any] = figures_in(spot.metric, *figures[start]) if start in figures else {}
        if at is not None and limits is not None and signals is not None and given.get("value") is not None:
            given |= _behavior(at, limits, signals)
        found.append(Point(start, end_of(spot.grain, start), is_over(spot.grain, start, day), **given))
    return tuple(found)


def _starts_of(grain: Grain, course: tuple[date, Kept] | None) -> list[date]:
    if course is None:
        return []
    start, kept = course
    return starts_between(grain, start, months_after(start, grain.months * (kept.periods - 1)))


def figures_in(metric: Metric, value: float, record: Any) -> dict[str, Any]:
    """What a value and its record tell of a period; ``n`` is what was counted of, where the formula divides by that."""
    n = record["denominator"] // SCALE if metric.formula in PER_BASE else record["n"]
    return {
        "value": _known(value),
        "low": _known(record["low"]),
        "high": _known(record["high"]),
        "n": int(n),
        "standing": STANDINGS[record["standing"]],
    }


def _behavior(at: int, limits: Records, signals: Records) -> dict[str, Any]:
    own = limits[at]
    told: dict[str, Any] = {
        "above": rules_of(int(signals["above"][at])),
        "below": rules_of(int(signals["below"][at])),
    }
    if own["points"]:
        bounds = Limits(float(own["centre"]), float(own["lower"]), float(own["upper"]), int(own["points"]))
        told |= {"limits": bounds, "begins": bool(at and own["begins"] == at and limits["points"][:at].any())}
    return told


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
