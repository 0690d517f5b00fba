"""Jobs, messages and schedules, the smallest that are valid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Now

from foundation.actors import SYSTEM
from jobs.choices import Channel, State
from jobs.models import Job, Message, Schedule

if TYPE_CHECKING:
    from jobs.models import Leased

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def make_job(*, kind: str = "note", payload: dict[str, Any] | None = None, **fields: Any) -> Job:
    values = {"actor_uid": SYSTEM.uid, "actor_label": SYSTEM.label, "created_at": NOW, **fields}
    return Job.objects.create(kind=kind, payload=payload or {}, **values)


def make_message(*, channel: str = Channel.MAIL, **fields: Any) -> Message:
    values = {"recipient": "ada@example.org", "subject": "Hello", "body": "Text", "created_at": NOW, **fields}
    values.setdefault("available_at", values["created_at"])
    return Message.objects.create(channel=channel, **values)


def make_schedule(*, name: str = "nightly", next_due_at: datetime = NOW, **fields: Any) -> Schedule:
    rhythm = {} if "every_seconds" in fields else {"daily_hour": 2}
    return Schedule.objects.create(name=name, **{"kind": "note", **rhythm, **fields}, next_due_at=next_due_at)


def let_lease_end(row: Leased) -> None:
    """As if the holder had been silent for longer than its lease."""
    type(row).objects.filter(pk=row.pk).update(lease_until=Now() - timedelta(seconds=1))


def let_pause_end(row: Leased) -> None:
    """As if the pause after a failure were over."""
    type(row).objects.filter(pk=row.pk).update(available_at=Now() - timedelta(seconds=1))


def make_held(*, attempts: int = 1, **fields: Any) -> Job:
    """A job that somebody works on."""
    held = {"state": State.RUNNING, "lease_until": Now() + timedelta(hours=1), "fence": attempts}
    return make_job(**{**held, "attempts": attempts, **fields})
