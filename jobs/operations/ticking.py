"""What happens every few seconds. Any number of tickers, at any moments, do no harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from jobs.models import Job, Message
from jobs.operations import leases
from jobs.operations.hints import DELIVER, LIFE_SECONDS, RUN_JOB, publish
from jobs.operations.scheduling import clock, declared, enqueue_due, sync_schedules

if TYPE_CHECKING:
    from datetime import datetime

HINTS = 100
"""Jobs hinted at in one tick: the next tick goes on."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick did."""

    offered: int
    failed: int
    started: int
    hinted: int


def tick(*, now: datetime) -> Tick:
    """Offer again what was held by the dead, start what is due, and hint at all that waits."""
    error = _("The process that worked on this ended without a word.")
    jobs, messages = leases.sweep(Job, error=error), leases.sweep(Message, error=error)
    sync_schedules(timetables=declared(), time_zone=clock(), now=now)
    started = enqueue_due(now=now)
    hinted = hint_at_waiting()
    if Message.objects.claimable().exists():
        publish(DELIVER)
    return Tick(jobs.offered + messages.offered, jobs.failed + messages.failed, len(started), hinted)


def hint_at_waiting() -> int:
    """Hint at waiting jobs that are due and whose last hint, if any, has passed away unheard."""
    silent = Q(hinted_at=None) | Q(hinted_at__lt=Now() - timedelta(seconds=LIFE_SECONDS))
    waiting = list(Job.objects.claimable().filter(silent).oldest_first().values_list("pk", "uid")[:HINTS])
    told = []
    for pk, uid in waiting:
        if not publish(RUN_JOB, uid=str(uid)):
            break
        told.append(pk)
    Job.objects.filter(pk__in=told).update(hinted_at=Now())
    return len(told)
