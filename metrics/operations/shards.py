"""The parts of a recompute: a month added up, or some metrics computed from the sums of their months."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.choices import Grain, ShardPhase
from metrics.engine.layout import SUMS, Integers, packed
from metrics.engine.periods import starts_between
from metrics.engine.rolling import Tree, own_again
from metrics.engine.snapshots import snapshots
from metrics.models import Place, Run, Shard, Snapshot
from metrics.queries.observed import Leaves, changed, gathered, unpacked_leaves
from metrics.queries.recomputing import Defined, Period, definitions, published_digests, published_months

AT_ONCE = 200
"""Snapshots that are written by one statement: some five megabytes."""


def do(shard: Shard) -> bytes:
    """Do a part, in the transaction that marks it done; what it leaves for the parts after it."""
    if shard.phase == ShardPhase.GATHER and shard.month_date:
        return gathered(shard.month_date).tobytes()
    compute(shard.run, [int(metric) for metric in shard.metrics])
    return b""


def compute(run: Run, metrics: Sequence[int]) -> int:
    """Write the snapshots of some metrics that are others than those published now; how many."""
    leaves = gathered_by(run) if run.is_full else changed(run.taken_until)
    leaves = leaves[np.isin(leaves["metric"], metrics)]
    published, defined = published_digests(metrics), definitions()
    made = [
        Snapshot(
            run=run, metric_id=metric, cut_id=cut, grain=grain, start_date=start, digest=digest, data=data
        )
        for own in _observed(run, leaves, published)
        for (metric, cut, grain, start), digest, data in own.differing(defined, published)
    ]
    Snapshot.objects.bulk_create(made, batch_size=AT_ONCE)
    return len(made)


def gathered_by(run: Run) -> Leaves:
    """What the parts of a run have added up, of all months and metrics. One query."""
    results = (
        run.shards.filter(phase=ShardPhase.GATHER).order_by("month_date").values_list("result", flat=True)
    )
    return np.concatenate([unpacked_leaves(result) for result in results])


@dataclass(frozen=True, slots=True)
class Own:
    """What was observed of some metrics in each place of a cut itself: [sums, metrics, months, places]."""

    cut: int
    tree: Tree
    metrics: Sequence[int]
    months: Sequence[date]
    sums: Integers

    def differing(
        self, defined: Mapping[int, Defined], published: Mapping[Period, str]
    ) -> Iterator[tuple[Period, str, bytes]]:
        """Figures that are others than those published, with their digest."""
        within = {metric: defined[metric].within(self.cut) for metric in self.metrics}
        for found in snapshots(self.sums, self.months, self.tree, within):
            at = (found.metric, self.cut, found.grain, found.start)
            data = packed(found.records)
            digest = hashlib.blake2b(data, digest_size=16).hexdigest()
            if published.get(at) != digest and (at in published or found.is_known):
                yield at, digest, data


def _observed(run: Run, leaves: Leaves, published: Mapping[Period, str]) -> Iterator[Own]:
    """For each cut in which the metrics were or are observed."""
    places = {pk: (cut, position) for pk, cut, position in Place.objects.values_list("pk", "cut", "position")}
    at = np.array([places[place] for place in leaves["place"].tolist()], dtype=np.int64).reshape(-1, 2)
    for cut in sorted({*at[:, 0].tolist(), *(cut for _metric, cut, _grain, _start in published)}):
        mine = at[:, 0] == cut
        kept = [(key[0], key[3]) for key in published if key[1] == cut and key[2] == Grain.MONTH]
        metrics = sorted({*leaves["metric"][mine].tolist(), *(metric for metric, _month in kept)})
        months = {*leaves["month"][mine].tolist(), *(month for _metric, month in kept)}
        axis = starts_between(Grain.MONTH, min(months), max(months))
        tree = Tree(tuple(run.trees[str(cut)]))
        sums = np.zeros((len(SUMS), len(metrics), len(axis), len(tree.parents)), dtype=np.int64)
        if kept and not run.is_full:
            sums = _before(cut, metrics, axis, sums)
        _add(sums, leaves[mine], at[mine, 1], metrics, axis)
        yield Own(cut, tree, metrics, axis, sums)


def _before(cut: int, metrics: Sequence[int], months: Sequence[date], sums: Integers) -> Integers:
    """What had been observed by the last run, from what it published: in places as they hung together then."""
    last = Run.objects.last_good()
    if last is None:
        return sums
    row = {metric: index for index, metric in enumerate(metrics)}
    column = {month: index for index, month in enumerate(months)}
    for metric, month, records in published_months(metrics, cut):
        for index, name in enumerate(SUMS):
            sums[index, row[metric], column[month], : len(records)] = records[name]
    return own_again(sums, Tree(tuple(last.trees[str(cut)])))


def _add(
    sums: Integers, leaves: Leaves, positions: Integers, metrics: Sequence[int], months: Sequence[date]
) -> None:
    """To what there is what was observed, or by how much that has changed."""
    of_metric = np.searchsorted(np.asarray(metrics), leaves["metric"])
    of_month = np.searchsorted(np.asarray(months, dtype="<M8[D]"), leaves["month"])
    for index, name in enumerate(SUMS):
        np.add.at(sums[index], (of_metric, of_month, positions), leaves[name])
