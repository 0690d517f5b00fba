"""What metrics have read: by hand, or as the last good run computed it. One number, whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, UUIDField, Value

from metrics.choices import Frequency, Grain
from metrics.engine.attainment import Observed
from metrics.engine.periods import end_of
from metrics.models import Reading, Snapshot

GRAINS = {Frequency.QUARTERLY: Grain.QUARTER, Frequency.YEARLY: Grain.YEAR}
"""How long the periods are in which a metric is read; a month where it is due more often than each quarter."""


def grain_of(frequency: str) -> Grain:
    """The periods in which a metric of this frequency is read."""
    return GRAINS.get(Frequency(frequency), Grain.MONTH)


@dataclass(frozen=True, slots=True)
class Read:
    """A value of a metric on a day. Without a ``uid`` it was computed: it is that of the period which ends on the day."""

    day: date
    value: Decimal
    note: str = ""
    uid: UUID | None = None

    @property
    def observed(self) -> Observed:
        """As the engine takes it."""
        return Observed(self.day, self.value)


def readings_of(metrics: Collection[int], until: date | None = None) -> Mapping[int, tuple[Read, ...]]:
    """By the primary key of each metric that has any, oldest first, up to a day. One query.

    Where somebody has read a value by hand on the last day of a period that was computed, the computed one holds.
    """
    by_hand = Reading.objects.active().filter(metric__in=metrics).order_by()
    columns = ("metric", "day", "value", "span", "note", "uid")
    told = by_hand.annotate(span=Value("")).values_list(*columns)
    computed = _computed(metrics).values_list("metric", "start_date", "whole", "grain", "nothing", "nobody")
    found: dict[int, dict[date, Read]] = defaultdict(dict)
    for metric, day, value, span, note, uid in told.union(computed, all=True):
        read = Read(end_of(Grain(span), day), value) if span else Read(day, value, note, uid)
        if (until is None or read.day <= until) and (span or read.day not in found[metric]):
            found[metric][read.day] = read
    return {metric: tuple(own[day] for day in sorted(own)) for metric, own in found.items() if own}


def _computed(metrics: Collection[int]) -> QuerySet[Any]:
    """The figure of the enterprise, in periods that are over and as long as the metric's values are apart."""
    primary = Q(cut__segmentation=F("metric__segmentation")) | Q(
        cut__segmentation=None, metric__segmentation=None
    )
    spans = Q(grain=Grain.MONTH) & ~Q(metric__frequency__in=GRAINS)
    for frequency, grain in GRAINS.items():
        spans |= Q(grain=grain, metric__frequency=frequency)
    rows = Snapshot.objects.current().filter(primary & spans, metric__in=metrics, whole__isnull=False)
    return rows.order_by().annotate(nothing=Value(""), nobody=Value(None, output_field=UUIDField()))
