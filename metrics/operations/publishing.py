"""Publishing a run: what every reader sees moves from one state to the next in one transaction, or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from foundation.actors import SYSTEM
from jobs.operations.jobs import enqueue
from metrics.choices import RunState
from metrics.models import Course, Difference, Run, Shard, Snapshot
from metrics.operations.run_telling import tell_of_failure
from metrics.signals import figures_published

TELLING = "tell_of_metrics"
"""The job that tells owners what a run came to; also one that changed nothing, as a value may be late by now."""


def publish(*, run: Run, has_parts: bool, now: datetime) -> None:
    """Show what a run has computed, if there was anything to compute. Called in a transaction that holds the run."""
    written = courses = 0
    if has_parts:
        written, courses = _show(Snapshot, run, now), _show(Course, run, now)
        taken = Difference.objects.filter(pk__lte=run.taken_until, metric_id__in=[*map(int, run.definitions)])
        taken.delete()
        Shard.objects.filter(run=run).delete()
    Run.objects.filter(pk=run.pk).update(
        state=RunState.PUBLISHED if written or courses else RunState.UNCHANGED,
        finished_at=now,
        written=written,
    )
    if written:
        figures_published.send(sender=Run, now=now)
    enqueue(kind=TELLING, payload={}, actor=SYSTEM, now=now, key=f"run {run.pk}")


def _show(kind: type[Snapshot | Course], run: Run, now: datetime) -> int:
    """Make current what a run has written; how much that is."""
    newer = kind.objects.filter(run=run, **{name: OuterRef(name) for name in kind.KEY})
    kind.objects.current().filter(Exists(newer)).update(is_current=False, superseded_at=now)
    return kind.objects.filter(run=run).update(is_current=True)


def give_up(*, run: Run, error: str, now: datetime) -> None:
    """Leave what is published as it is, and say of the run why it failed. What loads have changed waits for the next.

    Part of the transaction in which administrators are told.
    """
    Snapshot.objects.filter(run=run).delete()
    Course.objects.filter(run=run).delete()
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, finished_at=now, error=error)
    tell_of_failure(run=run, error=error, now=now)
