"""A small firm that is measured: metrics of every kind, segments in a tree, and what was observed, kept beside as plain
numbers, so that every figure can be worked out again without the product's own sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from django.db import transaction

from customers.models import Segment
from metrics import models
from metrics.choices import FormulaKind, Grain, RunOccasion
from metrics.engine.course import Course, unpacked
from metrics.engine.formulas import RAW, Sums
from metrics.engine.layout import LIMB, RECORD, SCALE, VALUE, Records
from metrics.engine.observed import Kept
from metrics.engine.periods import start_of
from metrics.models import Cut, Metric, Place, Run, Snapshot
from metrics.operations.observing import Observed, load, take_back
from metrics.operations.places import hold_cut
from metrics.operations.recomputing import plan, work
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric

FIRST = date(2025, 11, 3)
Key = tuple[int, int, date, str]


def metric_of(kind: FormulaKind, **values: Any) -> Metric:
    """A metric with what goes with its formula."""
    own: dict[FormulaKind, dict[str, int]] = {
        FormulaKind.CSAT: {"satisfied_from": 4},
        FormulaKind.RATIO: {"base": 100},
        FormulaKind.PERCENTILE: {"percentile": 85},
    }
    return make_metric(formula=kind, **own.get(kind, {}), **values)


def recompute(
    *, is_full: bool = False, occasion: RunOccasion = RunOccasion.ASKED, day: date | None = None
) -> Run:
    """From plan to publication, in this process; as of today where no day is given."""
    run = plan(as_of=day or NOW.date(), occasion=occasion, now=NOW, is_full=is_full)
    assert run is not None
    return work(run=run, now=NOW, report=lambda _percent: None, keep=nullcontext)


@dataclass
class Firm:
    """Its segments, the cut by them, its metrics, and what was told: sums by metric, segment, day and key."""

    segments: list[Segment]
    cut: Cut
    metrics: list[Metric]
    told: dict[Key, Kept] = field(default_factory=dict)

    @property
    def places(self) -> dict[int, Place]:
        return {place.segment_id: place for place in Place.objects.all() if place.segment_id}

    def observe(self, *rows: tuple[Metric, Segment, date, Kept], key: str = "", source: int = 1) -> int:
        places = self.places
        found = [Observed(m.pk, places[s.pk].pk, day, kept, key) for m, s, day, kept in rows]
        for metric, segment, day, kept in rows:
            self.told[metric.pk, segment.pk, day, key] = kept
        return load(observations=found, source=source, cuts=[self.cut.pk]).written

    def forget(self, *keys: Key) -> int:
        places = self.places
        gone = [
            Observed(m, places[s].pk, day, self.told.pop((m, s, day, key)), key) for m, s, day, key in keys
        ]
        return take_back(observations=gone, source=1, cuts=[self.cut.pk])

    def move(self, segment: Segment, parent: Segment | None) -> None:
        Segment.objects.filter(pk=segment.pk).update(parent=parent)
        segment.parent = parent

    def below(self, top: int | None) -> set[int]:
        """A segment and all below it; all of them for none."""
        parents = dict(Segment.objects.values_list("pk", "parent_id"))
        return {key for key in parents if top is None or top in _line(key, parents)}

    def values(self, metric: Metric, top: int | None, grain: Grain, start: date) -> list[Fraction]:
        """Each single value that was told."""
        inside = self.below(top)
        return [
            Fraction(kept.numerator, SCALE)
            for (of, segment, day, _key), kept in self.told.items()
            if (of, start_of(grain, day)) == (metric.pk, start) and segment in inside
        ]

    def sums(self, metric: Metric, top: int | None, grain: Grain, start: date) -> Sums:
        inside, total = self.below(top), Sums()
        for (of, segment, day, _key), kept in self.told.items():
            if (of, start_of(grain, day)) == (metric.pk, start) and segment in inside:
                squares = kept.squares_high * LIMB + kept.squares_low
                total += Sums(
                    Fraction(kept.numerator, SCALE),
                    Fraction(kept.denominator, SCALE),
                    kept.n,
                    Fraction(squares, SCALE**2),
                )
        return total


def _line(key: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    while key is not None:
        yield key
        key = parents[key]


def make_firm(kinds: tuple[FormulaKind, ...] = tuple(FormulaKind)) -> Firm:
    """Two groups of two segments each, and one beside them."""
    segmentation = make_segmentation()
    groups = [make_segment(segmentation=segmentation) for _ in range(2)]
    leaves = [make_segment(segmentation=segmentation, parent=groups[index // 2]) for index in range(4)]
    segments = [*groups, *leaves, make_segment(segmentation=segmentation)]
    with transaction.atomic():
        cut = hold_cut(segmentation)
    return Firm(segments, cut, [metric_of(kind, segmentation=segmentation) for kind in kinds])


def drawn(metric: Metric, random: Random) -> Kept:
    """What may be observed of a metric: a single answer, or what many come to."""
    n = random.choice([1, 1, 3, 40])
    value = random.choice([-2_500_000, 0, 1, 999_999, 7_000_000, 3 * 10**12])
    if metric.formula in RAW:
        return Kept(value, 0, 1)
    if metric.formula in {FormulaKind.NPS, FormulaKind.CSAT}:
        some = random.randint(0, n)
        return Kept(
            some * SCALE, random.randint(0, n - some) * SCALE if metric.formula == FormulaKind.NPS else 0, n
        )
    if metric.formula in {FormulaKind.RATIO, FormulaKind.RATE}:
        return Kept(abs(value), random.choice([0, 1, 5_000_000]), n)
    return Kept(
        value * n, 0, n, *divmod(value * value * n + (random.randint(0, 10**13) if n > 1 else 0), LIMB)
    )


def random_day(random: Random) -> date:
    return FIRST + timedelta(days=random.randint(0, 130))


SHOWN = np.dtype([("value", VALUE), *RECORD.descr])
"""A value with its record: what is kept apart for speed is read together here."""


def shown(snapshot: Snapshot) -> Records:
    """Of each place, by position."""
    values, records = np.frombuffer(snapshot.values, VALUE), np.frombuffer(snapshot.records, RECORD)
    found = np.zeros(len(records), SHOWN)
    found["value"] = values
    for name in RECORD.names or ():
        found[name] = records[name]
    return found


def published() -> dict[tuple[int, str, date], Records]:
    """What every page shows, by metric, grain and first day."""
    return {(each.metric_id, each.grain, each.start_date): shown(each) for each in Snapshot.objects.current()}


def courses() -> dict[tuple[int, str], tuple[date, Course]]:
    """The first day and the course of each metric in each grain."""
    return {
        (each.metric_id, each.grain): (
            each.start_date,
            unpacked(each.limits, each.signals, each.periods),
        )
        for each in models.Course.objects.current()
    }


def digests() -> set[tuple[int, int, str, date, str]]:
    """Of everything that is published."""
    columns = ("metric", "cut", "grain", "start_date", "digest")
    figures = Snapshot.objects.current().values_list(*columns)
    return {*figures, *models.Course.objects.current().values_list(*columns)}
