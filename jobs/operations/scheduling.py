"""Following the timetable: rows say what is due, each due date starts its job once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from foundation.actors import SYSTEM
from jobs.engine.timetable import next_due
from jobs.models import Schedule
from jobs.operations.jobs import enqueue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jobs.engine.timetable import Timetable
    from jobs.models import Job


def declared() -> Mapping[str, Timetable]:
    """Name → timetable, as declared in code."""
    timetables: Mapping[str, Timetable] = import_string(settings.JOB_SCHEDULES)
    return timetables


@transaction.atomic
def sync_schedules(*, timetables: Mapping[str, Timetable], now: datetime) -> list[str]:
    """Make the rows say what ``timetables`` say, and return the names that were added, changed or removed.

    A row that already agrees keeps its date and its time zone, so this can be run at any time.
    """
    rows = {row.name: row for row in Schedule.objects.all()}
    changed = [
        name for name, wanted in timetables.items() if name not in rows or rows[name].timetable != wanted
    ]
    for name in changed:
        _write(name, timetables[name], rows.get(name), now)
    gone = [name for name in rows if name not in timetables]
    if gone:
        Schedule.objects.filter(name__in=gone).delete()
    return sorted([*changed, *gone])


def enqueue_due(*, now: datetime) -> list[Job]:
    """Start the job of every schedule whose date has come, and move the date on.

    After a downtime each is started once, not once per date missed. Of two tickers at the same moment one moves the
    date and starts the job; the other changes no row and starts nothing.
    """
    return [job for schedule in Schedule.objects.due(now) if (job := _start(schedule, now))]


def move_to_zone(*, time_zone: str, now: datetime) -> int:
    """Have daily work follow the clock of ``time_zone`` (an IANA name); returns how many schedules moved."""
    moved = list(Schedule.objects.filter(daily_hour__isnull=False).exclude(time_zone=time_zone))
    for schedule in moved:
        schedule.time_zone = time_zone
        schedule.next_due_at = next_due(schedule.timetable, after=now, time_zone=time_zone)
    Schedule.objects.bulk_update(moved, ["time_zone", "next_due_at"])
    return len(moved)


def _write(name: str, wanted: Timetable, row: Schedule | None, now: datetime) -> None:
    time_zone = row.time_zone if row else settings.TIME_ZONE
    Schedule.objects.update_or_create(
        name=name,
        defaults={
            "kind": wanted.kind,
            "payload": dict(wanted.payload),
            "every_seconds": wanted.every_seconds,
            "daily_hour": wanted.daily_hour,
            "time_zone": time_zone,
            "next_due_at": next_due(wanted, after=now, time_zone=time_zone),
        },
    )


@transaction.atomic
def _start(schedule: Schedule, now: datetime) -> Job | None:
    due = schedule.next_due_at
    following = next_due(schedule.timetable, after=now, time_zone=schedule.time_zone)
    if not Schedule.objects.filter(pk=schedule.pk, next_due_at=due).update(next_due_at=following):
        return None
    return enqueue(
        kind=schedule.kind,
        payload=schedule.payload,
        actor=SYSTEM,
        now=now,
        key=f"schedule:{schedule.name}",
        schedule=schedule.name,
    )
