"""Which nights are due: dates in the database decide, a clock only decides when to look.

However long nobody was there, however often somebody looks, and whatever the clocks do: each date has one run.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, timedelta

from accounts.queries import enterprise_day
from foundation.actors import SYSTEM
from jobs.operations.jobs import enqueue
from metrics.choices import RunOccasion
from metrics.models import Run
from metrics.operations.recomputing import Keep, Report, plan, work

JOB = "recompute_metrics"
HOUR = 2
"""Local time from which the night of a date is due."""
LANES = 2
"""Processes that work on one run at the same time."""


def due_date(*, now: datetime) -> date | None:
    """The first date whose night has no run yet; none where all have one."""
    today = enterprise_day(now - timedelta(hours=HOUR))
    last = (
        Run.objects.filter(occasion=RunOccasion.NIGHT)
        .order_by("-as_of_date")
        .values_list("as_of_date", flat=True)
        .first()
    )
    if last is None:
        return today
    return last + timedelta(days=1) if last < today else None


def catch_up(*, now: datetime, report: Report, keep: Keep = nullcontext) -> list[Run]:
    """Go on with the run that is at work, then make those of all nights that are due, oldest first; what came of each.

    Where others hold the rest of a run it is left to them: whoever ends it goes on.
    """
    done: list[Run] = []
    open_run = Run.objects.unfinished().first()
    while run := open_run or _next(now):
        done.append(finish(run=run, now=now, report=report, keep=keep))
        if not done[-1].is_finished:
            break
        open_run = None
    return done


def finish(*, run: Run, now: datetime, report: Report, keep: Keep = nullcontext) -> Run:
    """Work on a run, with others beside, until there is nothing left to do in it."""
    if run.shards.count() > 1:
        for lane in range(1, LANES):
            enqueue(kind=JOB, payload={"lane": lane}, actor=SYSTEM, now=now, key=f"lane {lane}")
    return work(run=run, now=now, report=report, keep=keep)


def _next(now: datetime) -> Run | None:
    day = due_date(now=now)
    return None if day is None else plan(as_of=day, occasion=RunOccasion.NIGHT, now=now)
