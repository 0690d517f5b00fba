"""Removing what nobody will ask for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.choices import State
from jobs.models import Job, Message

if TYPE_CHECKING:
    from datetime import datetime

KEEP = timedelta(days=90)
"""How long finished jobs and sent messages are kept."""
KEEP_PERIODIC = timedelta(days=1)
"""How long the successes of periodic work are kept: there are thousands a day."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows were removed."""

    jobs: int
    messages: int


def remove_old(*, now: datetime) -> Tidied:
    """Remove old finished jobs and messages. What failed stays as long as the rest."""
    finished = Job.objects.finished()
    periodic, _ = (
        finished.filter(state=State.DONE, finished_at__lt=now - KEEP_PERIODIC).exclude(schedule="").delete()
    )
    old, _ = finished.filter(finished_at__lt=now - KEEP).delete()
    messages, _ = Message.objects.finished().filter(finished_at__lt=now - KEEP).delete()
    return Tidied(periodic + old, messages)
