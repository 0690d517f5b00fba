"""When periodic work is due: at an hour of the day in a time zone, or every so many seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What to start and how often: exactly one of ``every_seconds`` (from 1) and ``daily_hour`` (0 to 23)."""

    kind: str
    every_seconds: int | None = None
    daily_hour: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.every_seconds is None) == (self.daily_hour is None):
            raise ValueError("a timetable has either every_seconds or daily_hour")
        if self.every_seconds is not None and self.every_seconds < 1:
            raise ValueError("every_seconds is at least 1")
        if self.daily_hour is not None and not 0 <= self.daily_hour <= 23:
            raise ValueError("daily_hour is 0 to 23")


def next_due(timetable: Timetable, *, after: datetime, time_zone: str) -> datetime:
    """The first due instant later than ``after``, in UTC.

    Intervals are counted from 1970, so that every process comes to the same instants. A daily hour that the clocks
    skip counts as the instant an hour would have been reached without the change; one that comes twice counts once, the first
    time; a day that a zone leaves out (Apia, 30 December 2011) has none of its own.
    """
    if timetable.every_seconds is not None:
        seconds = int((after - EPOCH).total_seconds())
        return EPOCH + timedelta(seconds=(seconds // timetable.every_seconds + 1) * timetable.every_seconds)
    zone, hour = ZoneInfo(time_zone), time(timetable.daily_hour or 0)
    day = after.astimezone(zone).date() - timedelta(days=1)
    while (due := datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)) <= after:
        day += timedelta(days=1)
    return due
