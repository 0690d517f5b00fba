"""Reading the work list and the outbox, for whoever keeps the installation running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from jobs.choices import State
from jobs.models import Job, Message, Schedule

if TYPE_CHECKING:
    from datetime import datetime

    from jobs.models.leased import LeasedQuerySet

STUCK_AFTER = timedelta(minutes=10)
"""A message that has not left by then is stuck."""
LATE_AFTER = timedelta(minutes=2)
"""A schedule whose date is older than that says that no worker is at work."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The state of background work at one instant."""

    running: int
    waiting: int
    failed: int
    oldest_waiting_at: datetime | None
    unsent: int
    stuck: int
    late: tuple[str, ...]
    """Names of schedules whose date has passed without anybody looking."""

    @property
    def is_healthy(self) -> bool:
        """Whether nothing failed, nothing is stuck and somebody is at work."""
        return not (self.failed or self.stuck or self.late)


def failed() -> LeasedQuerySet:
    """Jobs that will not be done unless somebody asks again."""
    return Job.objects.failed().newest_first()


def stuck_messages(now: datetime) -> LeasedQuerySet:
    """Messages that failed, and those that should have left ten minutes ago."""
    unsent = Q(state__in=(State.WAITING, State.RUNNING)) & _overdue(now)
    return Message.objects.filter(Q(state=State.FAILED) | unsent).newest_first()


def _overdue(now: datetime) -> Q:
    """Ten minutes old, and not put off to an hour that has not come: what was tried in vain is not put off."""
    latest = now - STUCK_AFTER
    return Q(created_at__lt=latest) & ~Q(attempts=0, available_at__gt=latest)


def summary(now: datetime) -> Summary:
    """Everything an administrator looks at first, in three queries."""
    jobs = Job.objects.aggregate(
        running=Count("pk", filter=Q(state=State.RUNNING)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        oldest_waiting_at=Min("available_at", filter=Q(state=State.WAITING)),
    )
    stuck = _overdue(now) | Q(state=State.FAILED)
    unfinished = Message.objects.filter(state__in=(State.WAITING, State.RUNNING, State.FAILED))
    messages = unfinished.aggregate(unsent=Count("pk"), stuck=Count("pk", filter=stuck))
    late = Schedule.objects.due(now - LATE_AFTER).values_list("name", flat=True)
    return Summary(**jobs, **messages, late=tuple(late))
