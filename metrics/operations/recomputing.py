"""The recompute of metrics: planned once, worked on by any number of processes, published whole or not at all.

What there is to do stands in the database. A process that is killed loses its lease, never its work; nothing is seen
before everything is done; whatever is done twice comes to the same, byte by byte.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from enum import Enum, auto
from time import sleep
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jobs.choices import State
from jobs.operations import leases
from jobs.operations.leases import Claim, LeaseLost
from metrics.choices import RunOccasion, RunState, ShardPhase
from metrics.engine.rolling import TooLarge, Tree
from metrics.models import Cut, Difference, Run, Shard, Snapshot
from metrics.operations.places import give_places
from metrics.operations.publishing import give_up, publish
from metrics.operations.shards import do
from metrics.queries.observed import observed_months, unpacked_leaves
from metrics.queries.recomputing import definitions, metrics_with_ended
from metrics.queries.runs import percent_done
from metrics.queries.trees import trees

logger = logging.getLogger(__name__)

AT_ONCE = 13
"""Metrics in one part of the work: small enough for memory, large enough to be worth a transaction."""

PAUSE, LOOKS = 0.1, 100
"""Seconds between two looks whether others are ready; and so many times, then the rest is left to them."""

TOO_LARGE = _(
    "The sums of a metric no longer fit into what they are kept in. Tell it in a larger unit, such as thousands."
)

BROKEN = _("%(kind)s. The log of the worker has the rest.")
"""Everybody reads why a run failed; what an exception quotes may be nobody's business."""

SILENT = _("The process that worked on this ended without a word.")


class After(Enum):
    """What there is to do in a run for whoever has found no part of it left."""

    PARTS = auto()
    OTHERS = auto()
    """Others work on the rest, or are dead."""
    NOTHING = auto()


Report = Callable[[int], None]
"""Is told how many percent are done."""
Keep = Callable[[Any], AbstractContextManager[None]]


def plan(
    *, as_of: date, occasion: RunOccasion, now: datetime, is_full: bool = False, asked_by: str = ""
) -> Run | None:
    """A run with its parts; none where that night has one already. One that is unfinished is returned instead.

    Whoever writes observations waits until the run has noted up to which difference it counts, which is at once.
    """
    try:
        with transaction.atomic():
            return _planned(
                Run(as_of_date=as_of, occasion=occasion, is_full=is_full, asked_by=asked_by, created_at=now)
            )
    except IntegrityError:
        return Run.objects.unfinished().first()


def _planned(run: Run) -> Run:
    for cut in Cut.objects.select_for_update().order_by("pk"):
        give_places(cut)
    last = Run.objects.last_good()
    run.taken_until = Difference.objects.aggregate(Max("pk"))["pk__max"] or 0
    run.trees = {str(cut): list(tree.parents) for cut, tree in trees().items()}
    run.definitions = {str(metric): defined.digest for metric, defined in definitions().items()}
    run.is_full = run.is_full or last is None
    run.save(force_insert=True)
    if run.is_full or last is None:
        gather = {"phase": ShardPhase.GATHER, "created_at": run.created_at}
        Shard.objects.bulk_create(Shard(run=run, month_date=month, **gather) for month in observed_months())
    else:
        Shard.objects.bulk_create(_computing(run, _dirty(run, last)))
    return run


def _dirty(run: Run, last: Run) -> set[int]:
    """Metrics whose figures may be others than those of the last run."""
    touched = set(
        Difference.objects.filter(pk__lte=run.taken_until)
        .order_by()
        .values_list("metric_id", flat=True)
        .distinct()
    )
    redefined = {int(key) for key, digest in run.definitions.items() if last.definitions.get(key) != digest}
    moved = [
        int(cut)
        for cut, parents in run.trees.items()
        if not Tree(tuple(parents)).grew_from(Tree(tuple(last.trees.get(cut, ()))))
    ]
    replanted = Snapshot.objects.current().filter(cut__in=moved).values_list("metric", flat=True).distinct()
    found = touched | redefined | set(replanted) | metrics_with_ended(last.as_of_date, run.as_of_date)
    return {metric for metric in found if str(metric) in run.definitions}


def _computing(run: Run, metrics: set[int]) -> list[Shard]:
    """Parts of the same size: where only differences are added there is room for twice as many metrics."""
    keys = sorted(metrics)
    count = -(-len(keys) // (AT_ONCE if run.is_full else 2 * AT_ONCE))
    some = [keys[index::count] for index in range(count)]
    return [
        Shard(run=run, phase=ShardPhase.COMPUTE, metrics=each, created_at=run.created_at) for each in some
    ]


def work(*, run: Run, now: datetime, report: Report, keep: Keep) -> Run:
    """Do whatever parts of a run nobody else is doing, until there is none; publish it where all are done.

    Any number of processes may call it, and again after they were killed: what the dead held is offered again when their
    leases have ended. ``keep`` holds the lease of a part while it is worked on. Who is left without a part waits a little
    for those that come after the ones others still work on. Called outside a transaction.
    """
    looks = 0
    while True:
        claim = leases.claim_next(run.shards.all())
        if claim is not None:
            looks = 0
            _start(run, now)
            with keep(claim):
                _attempt(claim)
            report(percent_done(run))
            continue
        after = _advance(run, now)
        if after is After.PARTS or (after is After.OTHERS and _sweep()):
            continue
        if after is After.OTHERS and looks < LOOKS and _has_more_to_come(run):
            looks += 1
            sleep(PAUSE)
        else:
            run.refresh_from_db()
            return run


def _sweep() -> bool:
    """Whether the dead held something."""
    swept = leases.sweep(Shard, error=str(SILENT))
    return bool(swept.offered or swept.failed)


def _start(run: Run, now: datetime) -> None:
    if run.started_at is None:
        Run.objects.filter(pk=run.pk, started_at=None).update(state=RunState.RUNNING, started_at=now)
        run.started_at = now


def _has_more_to_come(run: Run) -> bool:
    """Whether others are adding up the last months of what is to be computed then."""
    return run.is_full and run.shards.running().filter(phase=ShardPhase.GATHER).exists()


def _attempt(claim: Claim) -> None:
    """Whoever took the part over meanwhile has the last word, also on what went wrong here; even the run may be over."""
    try:
        _do(claim)
    except (LeaseLost, Shard.DoesNotExist):
        logger.warning("Another process took over part %s", claim.pk)


def _do(claim: Claim) -> None:
    shard = Shard.objects.select_related("run").get(pk=claim.pk)
    try:
        with transaction.atomic():
            result = do(shard)
            leases.finish(claim, result=result)
    except LeaseLost:
        raise
    except TooLarge:
        leases.fail(claim, error=str(TOO_LARGE), permanent=True)
    except Exception as error:
        leases.fail(claim, error=str(BROKEN) % {"kind": type(error).__name__})
        logger.exception("%s, attempt %s", shard, claim.attempts)


def _advance(run: Run, now: datetime) -> After:
    """Go on to what comes after all parts there are; what there is to do then."""
    with transaction.atomic():
        held = Run.objects.select_for_update().unfinished().filter(pk=run.pk).first()
        if held is None:
            return After.NOTHING
        parts = set(held.shards.order_by().values_list("phase", "state").distinct())
        states = {state for _phase, state in parts}
        if State.FAILED in states:
            give_up(run=held, error=held.shards.failed()[0].last_error, now=now)
            return After.NOTHING
        if states & {State.WAITING, State.RUNNING}:
            return After.OTHERS
        if held.is_full and ShardPhase.COMPUTE not in {phase for phase, _state in parts}:
            computing = _computing(held, _gathered_metrics(held))
            Shard.objects.bulk_create(computing)
            if computing:
                return After.PARTS
        publish(run=held, has_parts=bool(parts), now=now)
        return After.NOTHING


def _gathered_metrics(run: Run) -> set[int]:
    """Those with observations, and those that are published without any now."""
    found: set[int] = set(Snapshot.objects.current().order_by().values_list("metric", flat=True).distinct())
    for result in run.shards.filter(phase=ShardPhase.GATHER).values_list("result", flat=True):
        found |= set(unpacked_leaves(result)["metric"].tolist())
    return {metric for metric in found if str(metric) in run.definitions}
