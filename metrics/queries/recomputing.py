"""What a recompute works with: definitions with their digests, months, sums and what is published now."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from operator import or_

import numpy as np
from django.db.models import Q

from metrics.choices import Direction, FormulaKind, Grain, RuleSet
from metrics.engine.attainment import Aim
from metrics.engine.formulas import MEDIAN
from metrics.engine.layout import RECORD, VALUE, Floats, Records
from metrics.engine.periods import ended_months, start_of
from metrics.engine.snapshots import Definition
from metrics.models import Course, Metric, Place, Snapshot, Target
from metrics.models.place import WHOLE
from metrics.queries.measures import aim_of

At = tuple[int, int]
"""A cut and a position in it."""
EVERYWHERE = (0, WHOLE)
"""The whole of every cut."""
DEFINING = ("formula", "direction", "base", "percentile", "rules")
"""What of a metric its figures depend on."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A metric's definition with its targets; ``digest`` tells it from any other, in every process alike."""

    plain: Definition
    aims: Mapping[At, Sequence[Aim]]
    digest: str

    def within(self, cut: int) -> Definition:
        """As it holds in one cut."""
        aims = {at[1]: each for at, each in self.aims.items() if at == EVERYWHERE or at[0] == cut}
        return replace(self.plain, aims=aims)


def definitions(keys: Collection[int] | None = None) -> dict[int, Defined]:
    """Of every metric that has not been archived, or of some of them. Two queries; three where segments have targets."""
    aims: dict[int, dict[At, list[Aim]]] = defaultdict(lambda: defaultdict(list))
    of_metrics = {} if keys is None else {"metric__in": keys}
    targets = list(Target.objects.active().filter(**of_metrics).order_by("pk"))
    at = _places_of({target.segment_id for target in targets if target.segment_id})
    for target in targets:
        place = at.get(target.segment_id) if target.segment_id else EVERYWHERE
        if place:
            aims[target.metric_id][place].append(aim_of(target))
    metrics = Metric.objects.active().order_by("pk").only(*DEFINING)
    if keys is not None:
        metrics = metrics.filter(pk__in=keys)
    return {metric.pk: _defined(metric, aims[metric.pk]) for metric in metrics}


def _places_of(segments: Collection[int]) -> dict[int, At]:
    places = Place.objects.filter(segment__in=segments).values_list("segment", "cut", "position")
    return {segment: (cut, position) for segment, cut, position in places}


def _defined(metric: Metric, aims: Mapping[At, Sequence[Aim]]) -> Defined:
    told = sorted((*at, *sorted(map(repr, each))) for at, each in aims.items())
    kept = (*(getattr(metric, name) for name in DEFINING), told)
    digest = hashlib.blake2b(repr(kept).encode(), digest_size=16).hexdigest()
    plain = Definition(
        FormulaKind(metric.formula),
        Direction(metric.direction),
        metric.base,
        RuleSet(metric.rules).rules,
        metric.percentile or MEDIAN,
    )
    return Defined(plain, {at: tuple(each) for at, each in aims.items()}, digest)


Period = tuple[int, int, Grain, date]
"""A metric, a cut, and how long and from when."""


class Published:
    """What is published now of some metrics: digests of their figures, and of their courses."""

    def __init__(self, metrics: Collection[int]) -> None:
        """One query."""
        self.metrics = metrics
        self.digests: dict[Period, str] = {}
        self.months: dict[tuple[int, int], list[date]] = defaultdict(list)
        """Those with figures, of a metric in a cut."""
        rows = Snapshot.objects.current().filter(metric__in=metrics).order_by()
        for metric, cut, grain, start, digest in rows.values_list(
            "metric", "cut", "grain", "start_date", "digest"
        ):
            self.digests[metric, cut, Grain(grain), start] = digest
            if grain == Grain.MONTH:
                self.months[metric, cut].append(start)

    @cached_property
    def courses(self) -> Mapping[tuple[int, int, Grain], str]:
        """One query, where it is asked for."""
        rows = Course.objects.current().filter(metric__in=self.metrics).order_by()
        told = rows.values_list("metric", "cut", "grain", "digest")
        return {(metric, cut, Grain(grain)): digest for metric, cut, grain, digest in told}


def metrics_with_ended(before: date, day: date) -> set[int]:
    """Those with figures of a period that is over on one of two days and not on the other. One query where a month ended."""
    if start_of(Grain.MONTH, before) == start_of(Grain.MONTH, day):
        return set()
    first = start_of(Grain.YEAR, min(before, day))
    rows = Snapshot.objects.current().filter(grain=Grain.MONTH, start_date__range=(first, max(before, day)))
    months = rows.order_by().values_list("metric", "start_date").distinct()
    return {metric for metric, month in months if ended_months(before, day, [month])}


def published_values(metrics: Collection[int], cut: int, grain: Grain) -> Iterator[tuple[int, date, Floats]]:
    """The values of some metrics in all periods of a cut that are published now. One query."""
    rows = Snapshot.objects.current().filter(metric__in=metrics, cut=cut, grain=grain).order_by()
    for metric, start, values in rows.values_list("metric", "start_date", "values").iterator():
        yield metric, start, np.frombuffer(values, dtype=VALUE)


def published_records(
    metrics: Collection[int], cut: int, told: Mapping[Grain, Collection[date]]
) -> Iterator[tuple[int, Grain, date, Records]]:
    """The records of some metrics in some periods of a cut that are published now. One query."""
    periods = reduce(or_, (Q(grain=grain, start_date__in=starts) for grain, starts in told.items()))
    rows = Snapshot.objects.current().filter(periods, metric__in=metrics, cut=cut).order_by()
    for metric, grain, start, records in rows.values_list(
        "metric", "grain", "start_date", "records"
    ).iterator():
        yield metric, Grain(grain), start, np.frombuffer(records, dtype=RECORD)
