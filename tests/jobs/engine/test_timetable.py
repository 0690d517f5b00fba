"""Every date is due exactly once, whatever the clocks of its zone do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.engine.timetable import Timetable, next_due

ZONES = [
    "UTC",
    "America/Toronto",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]
INSTANTS = st.datetimes(
    min_value=datetime(2005, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "after", "due"),
    [
        ("UTC", 2, "2026-03-02T01:59:59", "2026-03-02T02:00:00"),
        ("UTC", 2, "2026-03-02T02:00:00", "2026-03-03T02:00:00"),
        ("America/Toronto", 4, "2026-03-02T00:00:00", "2026-03-02T09:00:00"),
        # 8 March 2026: the clocks of Toronto skip from 2 to 3.
        ("America/Toronto", 2, "2026-03-08T00:00:00", "2026-03-08T07:00:00"),
        ("America/Toronto", 2, "2026-03-08T07:00:00", "2026-03-09T06:00:00"),
        # 1 November 2026: the hour from 1 comes twice; the first counts.
        ("America/Toronto", 1, "2026-11-01T00:00:00", "2026-11-01T05:00:00"),
        ("America/Toronto", 1, "2026-11-01T05:00:00", "2026-11-02T06:00:00"),
        # Lord Howe changes by half an hour.
        ("Australia/Lord_Howe", 2, "2026-10-03T00:00:00", "2026-10-03T15:30:00"),
        # Apia had no 30 December 2011.
        ("Pacific/Apia", 2, "2011-12-29T00:00:00", "2011-12-29T12:00:00"),
        ("Pacific/Apia", 2, "2011-12-29T12:00:00", "2011-12-30T12:00:00"),
        ("Pacific/Apia", 2, "2011-12-30T12:00:00", "2011-12-31T12:00:00"),
    ],
)
def test_daily_hour(zone: str, hour: int, after: str, due: str) -> None:
    timetable = Timetable("night", daily_hour=hour)
    assert next_due(timetable, after=at(after), time_zone=zone) == at(due)


@settings(deadline=None)
@given(after=INSTANTS, hour=st.integers(0, 23), zone=st.sampled_from(ZONES))
def test_a_daily_hour_is_later_within_two_days_and_at_its_hour(after: datetime, hour: int, zone: str) -> None:
    due = next_due(Timetable("night", daily_hour=hour), after=after, time_zone=zone)
    local = due.astimezone(ZoneInfo(zone))
    assert after < due <= after + timedelta(hours=49)
    there = local.replace(hour=hour, minute=0, second=0).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert local.hour == hour or there.hour != hour  # an hour the clocks skipped
    assert next_due(Timetable("night", daily_hour=hour), after=due, time_zone=zone) > due


@pytest.mark.parametrize("zone", ZONES)
def test_each_local_date_of_a_year_is_due_once(zone: str) -> None:
    timetable, instant = Timetable("night", daily_hour=3), at("2011-06-01T00:00:00")
    dates = []
    while instant < at("2012-06-01T00:00:00"):
        instant = next_due(timetable, after=instant, time_zone=zone)
        dates.append(instant.astimezone(ZoneInfo(zone)).date())
    assert len(dates) == len(set(dates))
    missing = {dates[0] + timedelta(days=number) for number in range(len(dates))} - set(dates)
    assert {day.isoformat() for day in missing} == ({"2011-12-30"} if zone == "Pacific/Apia" else set())


def test_an_interval_is_the_same_for_every_process() -> None:
    timetable = Timetable("seal", every_seconds=10)
    assert next_due(timetable, after=at("2026-03-02T09:30:03.5"), time_zone="UTC") == at(
        "2026-03-02T09:30:10"
    )
    assert next_due(timetable, after=at("2026-03-02T09:30:10"), time_zone="UTC") == at("2026-03-02T09:30:20")


@given(after=INSTANTS, seconds=st.integers(1, 1_000_000))
def test_an_interval_is_later_by_no_more_than_itself(after: datetime, seconds: int) -> None:
    due = next_due(Timetable("seal", every_seconds=seconds), after=after, time_zone="UTC")
    assert after < due <= after + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "rhythm", [{}, {"every_seconds": 1, "daily_hour": 1}, {"every_seconds": 0}, {"daily_hour": 24}]
)
def test_a_timetable_has_one_sensible_rhythm(rhythm: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"every_seconds|daily_hour"):
        Timetable("night", **rhythm)  # type: ignore[arg-type]
