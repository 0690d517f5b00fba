"""What waits for one person, whatever app knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Enterprise, User
from accounts.queries import day_at
from foundation.catalog import Duty, Waiting


@dataclass(frozen=True, slots=True)
class MyWork:
    """What waits for one person, by kind; kinds of which nothing waits are left out."""

    today: date
    kinds: tuple[tuple[Duty, tuple[Waiting, ...]], ...]

    @property
    def everything(self) -> tuple[Waiting, ...]:
        return tuple(one for _duty, waiting in self.kinds for one in waiting)

    @property
    def late(self) -> Sequence[Waiting]:
        """What was due before today."""
        return [one for one in self.everything if one.due_date is not None and one.due_date < self.today]


def my_work(viewer: User, now: datetime, enterprise: Enterprise) -> MyWork:
    """Everything that waits for the viewer, from every app that knows of something."""
    found = ((duty, tuple(duty.waiting(viewer=viewer, now=now, enterprise=enterprise))) for duty in duties())
    return MyWork(day_at(now, enterprise), tuple((duty, waiting) for duty, waiting in found if waiting))


def duties() -> tuple[Duty, ...]:
    """Every kind of thing that waits for people, in the order of "My work"."""
    found: tuple[Duty, ...] = import_string(settings.DUTIES)
    return found
