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
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from jobs.engine.timetable import Timetable
    from jobs.models import Job


def declared() -> Mapping[str, Timetable]:
    """Name → timetable, as declared in code."""
    timetables: Mapping[str, Timetable] = import_string(settings.JOB_SCHEDULES)
    return timetables


def clock() -> str:
    """The time zone, by its IANA name, in which daily hours count, as declared."""
    zone: Callable[[], str] = import_string(settings.JOB_TIME_ZONE)
    return zone()


@transaction.atomic
def sync_schedules(*, timetables: Mapping[str, Timetable], time_zone: str, now: datetime) -> list[str]:
    """Make the rows say what ``timetables`` say, daily hours by the clock of ``time_zone`` (an IANA name).

    Returns the names that were added, changed or removed. A row that already agrees keeps its date, so this can be run
    at any time.
    """
    rows = {row.name: row for row in Schedule.objects.all()}
    changed = [
        name
        for name, wanted in timetables.items()
        if name not in rows or not _agrees(rows[name], wanted, time_zone)
    ]
    for name in changed:
        _write(name, timetables[name], time_zone, now)
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


def _agrees(row: Schedule, wanted: Timetable, time_zone: str) -> bool:
    follows_a_clock = wanted.daily_hour is not None
    return row.timetable == wanted and (row.time_zone == time_zone or not follows_a_clock)


def _write(name: str, wanted: Timetable, time_zone: str, now: datetime) -> None:
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
