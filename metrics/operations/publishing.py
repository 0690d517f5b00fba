"""Publishing a run: what every reader sees moves from one state to the next in one transaction, or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from metrics.choices import RunState
from metrics.models import Difference, Run, Shard, Snapshot

KEY = ("metric", "cut", "grain", "start_date")


def publish(*, run: Run, now: datetime) -> bool:
    """Show what a run has computed. Called in a transaction that holds the run; false, as nothing comes after it."""
    newer = Snapshot.objects.filter(run=run, **{name: OuterRef(name) for name in KEY})
    Snapshot.objects.current().filter(Exists(newer)).update(is_current=False, superseded_at=now)
    written = Snapshot.objects.filter(run=run).update(is_current=True)
    Difference.objects.filter(pk__lte=run.taken_until).delete()
    Shard.objects.filter(run=run).delete()
    Run.objects.filter(pk=run.pk).update(
        state=RunState.PUBLISHED if written else RunState.UNCHANGED, finished_at=now, written=written
    )
    return False


def give_up(*, run: Run, error: str, now: datetime) -> None:
    """Leave what is published as it is, and say of the run why it failed. What loads have changed waits for the next."""
    Snapshot.objects.filter(run=run).delete()
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, finished_at=now, error=error)
