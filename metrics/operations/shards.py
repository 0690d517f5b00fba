"""The parts of a recompute: a month added up, or some metrics restated as far as something else is told of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.choices import Grain, ShardPhase
from metrics.engine.formulas import RAW
from metrics.engine.layout import SUMS, Integers, Records
from metrics.engine.periods import ended_months, is_over, start_of, starts_between
from metrics.engine.quantiles import Quantiles, quantiles
from metrics.engine.rolling import Tree, coarser, own_again, rolled_up
from metrics.engine.snapshots import (
    Definition,
    Series,
    courses_in,
    found_in,
    restate,
    series_of,
)
from metrics.models import Course, Place, Run, Shard, Snapshot
from metrics.queries.observed import (
    Leaves,
    add_up_alone,
    changed,
    gathered,
    packed_leaves,
    single_values,
    unpacked_leaves,
)
from metrics.queries.recomputing import Published, definitions, published_records, published_values

AT_ONCE = 200
"""Snapshots that are written by one statement: some five megabytes."""


def do(shard: Shard) -> bytes:
    """Do a part, in the transaction that marks it done; what it leaves for the parts after it."""
    if shard.run.is_full:
        add_up_alone()
    if shard.phase == ShardPhase.GATHER and shard.month_date:
        return packed_leaves(gathered(shard.month_date, shard.run.taken_until))
    compute(shard.run, [int(metric) for metric in shard.metrics])
    return b""


def compute(run: Run, metrics: Sequence[int]) -> int:
    """Write the figures and courses of some metrics that are others than those published now; how many figures."""
    leaves = gathered_by(run) if run.is_full else changed(run.taken_until, metrics)
    before = Published(metrics)
    snapshots: list[Snapshot] = []
    courses: list[Course] = []
    for part in _parts(run, metrics, leaves[np.isin(leaves["metric"], metrics)], before):
        for series in part.restated(before):
            snapshots += _differing(run, part, series, before)
            if series.has_course:
                courses += _differing_courses(run, part, series, before)
    Snapshot.objects.bulk_create(snapshots, batch_size=AT_ONCE)
    Course.objects.bulk_create(courses, batch_size=AT_ONCE)
    return len(snapshots)


def gathered_by(run: Run) -> Leaves:
    """What the parts of a run have added up, of all months and metrics. One query."""
    results = (
        run.shards.filter(phase=ShardPhase.GATHER).order_by("month_date").values_list("result", flat=True)
    )
    return np.concatenate([unpacked_leaves(result) for result in results])


@dataclass(frozen=True, slots=True)
class Part:
    """Metrics in a cut of which something else is told in the same months: ``leaves`` says what, by position.

    ``latest`` is the day, or the one as of which the last run was made, where this is later. ``is_anew`` where everything
    is told again: the leaves are all there is, or are added to what ``tree_before`` rolled up.
    """

    day: date
    latest: date
    cut: int
    tree: Tree
    metrics: Sequence[int]
    definitions: Sequence[Definition]
    months: Sequence[date]
    leaves: Leaves
    is_anew: bool
    tree_before: Tree | None = None

    def restated(self, before: Published) -> Iterator[Series]:
        """Months, quarters and years, as they come to stand."""
        total = rolled_up(self._own(), self.tree)
        added = {grain: self._added(total, grain) for grain in Grain}
        told = {grain: starts for grain, (starts, _sums) in added.items()}
        kept = {} if self.is_anew else self._kept(told)
        for grain, (starts, sums) in added.items():
            series = self._series(grain, starts, before)
            if not self.is_anew:
                self._fill(series, kept)
            restate(series, sums, self.definitions, self._raw(series))
            yield series

    def _own(self) -> Integers:
        """What is told of each place itself: [sums, metrics, months, places]."""
        shape = (len(SUMS), len(self.metrics), len(self.months), len(self.tree.parents))
        own = np.zeros(shape, dtype=np.int64)
        if self.tree_before:
            for (metric, _grain, month), records in self._kept({Grain.MONTH: self.months}).items():
                row, column = self.metrics.index(metric), self.months.index(month)
                for index, name in enumerate(SUMS):
                    own[index, row, column, : len(records)] = records[name]
            own = own_again(own, self.tree_before)
        of_metric = np.searchsorted(np.asarray(self.metrics), self.leaves["metric"])
        of_month = np.searchsorted(np.asarray(self.months, dtype="<M8[D]"), self.leaves["month"])
        for index, name in enumerate(SUMS):
            np.add.at(own[index], (of_metric, of_month, self.leaves["place"]), self.leaves[name])
        return own

    def _added(self, total: Integers, grain: Grain) -> tuple[Sequence[date], Integers]:
        return (self.months, total) if grain is Grain.MONTH else coarser(self.months, total, grain)

    def _kept(self, told: Mapping[Grain, Sequence[date]]) -> dict[tuple[int, Grain, date], Records]:
        """The records that are published."""
        found = published_records(self.metrics, self.cut, told)
        return {(metric, grain, start): records for metric, grain, start, records in found}

    def _series(self, grain: Grain, told: Sequence[date], before: Published) -> Series:
        """Without anything in it. What is not over, and was not, is in no course: then no other period has to be looked at."""
        has_course = self.is_anew or any(is_over(grain, start, self.latest) for start in told)
        starts = told
        if has_course:
            known = [month for metric in self.metrics for month in before.months.get((metric, self.cut), ())]
            starts = starts_between(grain, min([*known, *self.months]), max([*known, *self.months]))
        size = {"metrics": len(self.metrics), "places": len(self.tree.parents)}
        return series_of(self.day, grain, starts, told, has_course=has_course, **size)

    def _fill(self, series: Series, kept: Mapping[tuple[int, Grain, date], Records]) -> None:
        """Put in what is published: all values, where the course is told too, and the records of the periods told."""
        if series.has_course:
            row = {metric: index for index, metric in enumerate(self.metrics)}
            column = {start: index for index, start in enumerate(series.starts)}
            for metric, start, values in published_values(self.metrics, self.cut, series.grain):
                series.values[row[metric], column[start], : len(values)] = values
        for index, metric in enumerate(self.metrics):
            for at, period in enumerate(series.told):
                records = kept.get((metric, series.grain, series.starts[period]))
                if records is not None:
                    series.records[index, at, : len(records)] = records

    def _raw(self, series: Series) -> Mapping[int, Quantiles]:
        """What metrics come to that need each single value, in the periods told."""
        told = [series.starts[index] for index in series.told]
        kinds = enumerate(self.definitions)
        return {
            index: self._quantiles(index, series.grain, told) for index, each in kinds if each.kind in RAW
        }

    def _quantiles(self, index: int, grain: Grain, told: Sequence[date]) -> Quantiles:
        definition, rows = self.definitions[index], np.zeros((0, 3), dtype=np.int64)
        position = dict(Place.objects.filter(cut=self.cut).values_list("pk", "position"))
        for year in sorted({start.year for start in told}):
            months = {month: start_of(grain, date(year, month, 1)) for month in range(1, 13)}
            period = {month: told.index(start) for month, start in months.items() if start in told}
            found = single_values(self.metrics[index], year)
            found = found[np.isin(found[:, 0], list(period)) & np.isin(found[:, 1], list(position))]
            found[:, 0], found[:, 1] = _looked_up(period, found[:, 0]), _looked_up(position, found[:, 1])
            rows = np.concatenate([rows, found])
        shape = (len(told), len(self.tree.parents))
        return quantiles(*rows.T, shape=shape, tree=self.tree, percent=definition.percent)


def _looked_up(found: Mapping[int, int], keys: Integers) -> Integers:
    """The value of each key; every key is known."""
    known = np.array(sorted(found.items()), dtype=np.int64).reshape(-1, 2)
    return np.asarray(known[np.searchsorted(known[:, 0], keys), 1])


def _parts(run: Run, metrics: Sequence[int], leaves: Leaves, before: Published) -> Iterator[Part]:
    """For each cut in which the metrics were or are observed, those of which something else is told in the same months."""
    last = None if run.is_full else Run.objects.last_good()
    defined = definitions(metrics)
    redefined = {
        key for key in defined if not last or last.definitions.get(str(key)) != run.definitions[str(key)]
    }
    cuts, leaves = _by_cut(leaves)
    for cut in sorted({*cuts.tolist(), *(at[1] for at in before.digests)}):
        tree, former = _tree(run, cut), _tree(last, cut) if last else None
        has_moved = former is not None and not tree.grew_from(former)
        mine = leaves[cuts == cut]
        alike: dict[tuple[bool, tuple[date, ...]], list[int]] = defaultdict(list)
        for metric in sorted(defined):
            told = set(mine["month"][mine["metric"] == metric].tolist())
            if is_anew := has_moved or metric in redefined:
                told |= set(before.months.get((metric, cut), ()))
            elif last:
                known = before.months.get((metric, cut), [])
                told |= set(ended_months(last.as_of_date, run.as_of_date, known))
            if told:
                span = starts_between(Grain.MONTH, min(told), max(told)) if is_anew else sorted(told)
                alike[is_anew, tuple(span)].append(metric)
        for (is_anew, months), own in alike.items():
            within = [defined[metric].within(cut) for metric in own]
            inside = mine[np.isin(mine["metric"], own)]
            yield Part(
                run.as_of_date,
                max(run.as_of_date, last.as_of_date) if last else run.as_of_date,
                cut,
                tree,
                own,
                within,
                months,
                inside,
                is_anew,
                former if is_anew else None,
            )


def _by_cut(leaves: Leaves) -> tuple[Integers, Leaves]:
    """The cut of each leaf, and the leaves with positions for places."""
    places = {pk: (cut, position) for pk, cut, position in Place.objects.values_list("pk", "cut", "position")}
    at = np.array([places[place] for place in leaves["place"].tolist()], dtype=np.int64).reshape(-1, 2)
    leaves = leaves.copy()
    leaves["place"] = at[:, 1]
    return at[:, 0], leaves


def _tree(run: Run, cut: int) -> Tree:
    return Tree(tuple(run.trees.get(str(cut), ())))


def _differing(run: Run, part: Part, series: Series, before: Published) -> Iterator[Snapshot]:
    for found in found_in(series, part.metrics):
        at = (found.metric, part.cut, found.grain, found.start)
        values, records = found.packed()
        whole = found.whole
        digest = _digest(values, records, str(whole).encode())
        if before.digests.get(at) != digest and (at in before.digests or found.is_known):
            yield Snapshot(
                run=run,
                metric_id=found.metric,
                cut_id=part.cut,
                grain=found.grain,
                start_date=found.start,
                digest=digest,
                values=values,
                records=records,
                whole=whole,
            )


def _differing_courses(run: Run, part: Part, series: Series, before: Published) -> Iterator[Course]:
    for found in courses_in(series, part.metrics, part.definitions):
        at = (found.metric, part.cut, found.grain)
        limits, signals = found.course.packed()
        periods = found.course.periods
        digest = _digest(str(found.start).encode() if periods else b"", limits, signals)
        if before.courses.get(at) != digest and (at in before.courses or periods):
            yield Course(
                run=run,
                metric_id=found.metric,
                cut_id=part.cut,
                grain=found.grain,
                start_date=found.start,
                digest=digest,
                periods=periods,
                limits=limits,
                signals=signals,
            )


def _digest(*parts: bytes) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(part)
    return whole.hexdigest()
