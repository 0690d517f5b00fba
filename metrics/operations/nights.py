"""Which nights are due: dates in the database decide, a clock only decides when to look.

However long nobody was there, however often somebody looks, and whatever the clocks do: each date has one run.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.queries import enterprise_day
from foundation.actors import SYSTEM, Actor
from jobs.operations.jobs import enqueue
from metrics.choices import RunOccasion
from metrics.models import Run
from metrics.operations.recomputing import Keep, Report, plan, work
from metrics.queries.freshness import HOUR, next_night

JOB = "recompute_metrics"
LABEL_LENGTH = 200
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
    return next_night(last, today=today)


def ask(*, actor: Actor, now: datetime, is_full: bool = False) -> Run:
    """Plan a run as somebody asks for it, and have it worked on. Where one is at work already, that is the answer."""
    with transaction.atomic():
        run = plan(
            as_of=enterprise_day(now),
            occasion=RunOccasion.ASKED,
            now=now,
            is_full=is_full,
            asked_by=str(actor.label)[:LABEL_LENGTH],
        )
        enqueue(kind=JOB, payload={}, actor=actor, now=now, key="asked")
    return run or Run.objects.newest_first()[0]


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
