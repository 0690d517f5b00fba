"""How objectives stand by their measures: baseline, newest reading and target of the day, judged by the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.actors import Actor
from metrics.choices import Direction, Frequency, MeasureKind, Standing, Unknown
from metrics.engine.attainment import (
    UNMEASURED,
    Aim,
    Attainment,
    Judged,
    Observed,
    Part,
    Whole,
    aim_on,
    attainment,
    is_stale,
    newest,
    of_kind,
    standing,
    weighted,
    worst,
)
from metrics.models import Metric, ObjectiveMeasure, Target
from metrics.queries.readings import Read, readings_of
from strategies.models import Objective, Strategy


@dataclass(frozen=True, slots=True)
class Series:
    """The targets of a metric and what it has read, oldest first."""

    targets: tuple[Target, ...] = ()
    readings: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest value of a metric as a whole on a day, and how it stands to the target of that day.

    ``is_stale`` says that it is older than it should be.
    """

    reading: Observed | None
    aim: Aim | None
    standing: Standing
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of an objective on a day. ``is_stale`` says that the newest reading is older than it should be."""

    measure: ObjectiveMeasure
    reading: Observed | None
    aim: Aim | None
    attainment: Attainment
    standing: Standing
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """An objective by its measures. The outcome measures alone make its score; the output measures stand apart."""

    outcomes: tuple[Measured, ...] = ()
    outputs: tuple[Measured, ...] = ()
    outcome: Whole = UNMEASURED
    output: Whole = UNMEASURED
    standing: Standing = Standing.UNKNOWN

    @property
    def measures(self) -> tuple[Measured, ...]:
        return (*self.outcomes, *self.outputs)

    @property
    def missing(self) -> Unknown | None:
        """What the objective lacks first of all: an outcome measure, else a target of the day for one of them."""
        if not self.outcomes:
            return Unknown.NO_OUTCOME
        return Unknown.NO_TARGET if any(each.aim is None for each in self.outcomes) else None


NOTHING = Scored()


def objectives_of(strategy: Strategy, viewer: Actor) -> list[Objective]:
    """The objectives of a strategy that the viewer may read. One query."""
    rows = Objective.objects.visible_to(viewer).active().filter(strategy=strategy)
    return list(rows.order_by("number"))


def scored_objectives(objectives: Iterable[Objective], viewer: Actor, day: date) -> dict[int, Scored]:
    """How objectives stand on a day, by primary key; those without measures are in it too.

    Three queries at any number of objectives, one where they have no measure.
    """
    keys = [objective.pk for objective in objectives]
    measures = _measures(keys, viewer)
    metrics = {measure.metric_id for measure in measures}
    series = _series(metrics, day) if metrics else {}
    return _scored(keys, measures, series, day)


def told_objective(objective: Objective, viewer: Actor, day: date) -> tuple[Scored, Mapping[int, Series]]:
    """The same for one objective, with all targets and readings of its metrics by their primary key."""
    measures = _measures([objective.pk], viewer)
    metrics = {measure.metric_id for measure in measures}
    series = _series(metrics) if metrics else {}
    return _scored([objective.pk], measures, series, day)[objective.pk], series


def series_of(metric: Metric) -> Series:
    """All targets and readings of a metric as a whole. Two queries."""
    return _series({metric.pk})[metric.pk]


def newest_of(metrics: Sequence[Metric], day: date) -> list[Newest]:
    """How metrics stand on a day, in their order. Two queries."""
    series = _series({metric.pk for metric in metrics}, day)
    return [_newest(metric, series[metric.pk], day) for metric in metrics]


def targets_of_segments(metric: Metric) -> list[Target]:
    """The targets of a metric that are for one segment each. One query."""
    rows = Target.objects.active().for_list().filter(metric=metric, segment__isnull=False)
    return list(rows)


def whole_of(objectives: Iterable[Objective], scored: Mapping[int, Scored]) -> Whole:
    """The weighted mean of objectives, such as those of one perspective."""
    return weighted(Part(scored[each.pk].outcome.score, each.weight) for each in objectives)


def aim_of(target: Target) -> Aim:
    """A target as the engine takes it."""
    return Aim(target.start_date, target.end_date, target.value, target.acceptable_value)


def baseline_of(measure: ObjectiveMeasure) -> Observed | None:
    """The baseline of a measure; it has both its value and its day, or neither."""
    if measure.baseline_value is None or measure.baseline_date is None:
        return None
    return Observed(measure.baseline_date, measure.baseline_value)


def _measures(objectives: Sequence[int], viewer: Actor) -> list[ObjectiveMeasure]:
    rows = ObjectiveMeasure.objects.visible_to(viewer).active().filter(objective__in=objectives)
    return list(rows.select_related("metric").order_by("objective", "number"))


def _series(metrics: Collection[int], day: date | None = None) -> dict[int, Series]:
    """Targets of the whole and readings by metric: all of them, or only what counts on a day. Two queries."""
    rows = Target.objects.active().of_the_whole().filter(metric__in=metrics)
    if day is not None:
        rows = rows.filter(start_date__lte=day, end_date__gte=day)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in rows.order_by("metric", "start_date"):
        targets[target.metric_id].append(target)
    readings = readings_of(metrics, day)
    return {key: Series(tuple(targets[key]), readings.get(key, ())) for key in metrics}


def _scored(
    objectives: Iterable[int],
    measures: Iterable[ObjectiveMeasure],
    series: Mapping[int, Series],
    day: date,
) -> dict[int, Scored]:
    found: dict[int, list[Measured]] = {key: [] for key in objectives}
    for measure in measures:
        found[measure.objective_id].append(_measured(measure, series[measure.metric_id], day))
    return {key: _whole(each) for key, each in found.items()}


def _measured(measure: ObjectiveMeasure, series: Series, day: date) -> Measured:
    found = _newest(measure.metric, series, day)
    attained = attainment(Direction(measure.metric.direction), baseline_of(measure), found.reading, found.aim)
    return Measured(measure, found.reading, found.aim, attained, found.standing, found.is_stale)


def _newest(metric: Metric, series: Series, day: date) -> Newest:
    reading = newest((read.observed for read in series.readings), day)
    aim = aim_on(map(aim_of, series.targets), day)
    frequency = Frequency(metric.frequency)
    return Newest(
        reading,
        aim,
        standing(Direction(metric.direction), reading, aim),
        reading is not None and is_stale(frequency, reading.day, day, grace_days=metric.grace_days),
    )


def _whole(measures: Sequence[Measured]) -> Scored:
    if not measures:
        return NOTHING
    judged = [
        Judged(MeasureKind(each.measure.kind), each.measure.weight, each.attainment, each.standing)
        for each in measures
    ]
    return Scored(
        tuple(each for each in measures if each.measure.kind == MeasureKind.OUTCOME),
        tuple(each for each in measures if each.measure.kind == MeasureKind.OUTPUT),
        of_kind(judged, MeasureKind.OUTCOME),
        of_kind(judged, MeasureKind.OUTPUT),
        worst(judged),
    )
