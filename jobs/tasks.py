"""What the workers are told to do: primitives in, one call. The database knows what there is to do."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from jobs.operations import outbox, running, ticking
from jobs.operations.heartbeat import beating


@shared_task(name="jobs.tasks.tick")
def tick() -> None:
    """Every five seconds."""
    ticking.tick(now=timezone.now())


@shared_task(name="jobs.tasks.run_job")
def run_job(*, uid: str) -> None:
    """A hint at one job."""
    running.run_job(uid=UUID(uid), now=timezone.now(), keep=beating)


@shared_task(name="jobs.tasks.deliver")
def deliver() -> None:
    """A hint at the outbox."""
    outbox.deliver()
