"""The log of runs, newest first."""

from __future__ import annotations

from uuid import UUID

from jobs.choices import State
from metrics.choices import ShardPhase
from metrics.models import Run

AT_ONCE = 30
"""Runs on one page of the log."""


def logged_runs(before: UUID | None = None) -> tuple[list[Run], bool]:
    """A page of runs, those planned before one of them where it is named, and whether older ones follow. One query."""
    rows = Run.objects.without_plan().newest_first()
    if before:
        rows = rows.filter(pk__lt=Run.objects.filter(uid=before).values("pk"))
    found = list(rows[: AT_ONCE + 1])
    return found[:AT_ONCE], len(found) > AT_ONCE


def percent_done(run: Run) -> int:
    """How much of a run that is at work is done; the second half of a full one is computing. One query."""
    states = list(run.shards.values_list("phase", "state"))
    done = sum(state == State.DONE for _phase, state in states)
    is_gathering = run.is_full and all(phase == ShardPhase.GATHER for phase, _state in states)
    return 100 * done // max(1, len(states)) // (2 if is_gathering else 1)
