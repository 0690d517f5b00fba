"""Late and failed nights are told as such, in the time zone of the enterprise; what is shown stays named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Enterprise
from metrics.choices import RunOccasion, RunState
from metrics.models import Run
from metrics.queries.freshness import Freshness, freshness

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


def night(day: date, state: RunState = RunState.PUBLISHED, planned_at: datetime | None = None) -> Run:
    at = planned_at or datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Run.objects.create(as_of_date=day, occasion=RunOccasion.NIGHT, state=state, created_at=at)


@pytest.fixture
def utc(enterprise: Enterprise) -> Enterprise:
    enterprise.time_zone = "UTC"
    enterprise.save()
    return enterprise


def asked(enterprise: Enterprise, hour: int, minute: int = 0, day: date = DAY) -> Freshness:
    return freshness(
        now=datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), enterprise=enterprise
    )


def test_where_nothing_was_ever_computed_nothing_is_late(utc: Enterprise) -> None:
    found = asked(utc, 23)
    assert (found.good, found.newest, found.is_fresh) == (None, None, True)


def test_a_night_is_late_two_hours_after_it_was_due(utc: Enterprise) -> None:
    good = night(DAY - timedelta(days=1))

    assert asked(utc, 3, 59).is_fresh
    found = asked(utc, 4)
    assert (found.is_fresh, found.missing, found.good) == (False, DAY, good)


def test_the_day_is_that_of_the_enterprise(utc: Enterprise) -> None:
    night(DAY - timedelta(days=1))
    utc.time_zone = "Pacific/Auckland"

    assert asked(utc, 15, 59, DAY - timedelta(days=1)).is_fresh
    assert asked(utc, 16, 0, DAY - timedelta(days=1)).missing == DAY


def test_of_several_nights_the_first_one_missing_is_named(utc: Enterprise) -> None:
    night(DAY - timedelta(days=4))
    assert asked(utc, 12).missing == DAY - timedelta(days=3)


def test_a_night_that_does_not_end_is_late(utc: Enterprise) -> None:
    night(DAY - timedelta(days=1))
    running = night(DAY, RunState.RUNNING)

    found = asked(utc, 4)
    assert (found.is_fresh, found.at_work) == (True, running)
    assert asked(utc, 4, 1).missing == DAY


def test_a_failed_run_is_not_green_and_what_is_shown_stays(utc: Enterprise) -> None:
    good = night(DAY - timedelta(days=1))
    failed = night(DAY, RunState.FAILED)

    found = asked(utc, 5)
    assert (found.is_fresh, found.failed, found.good, found.missing) == (False, failed, good, None)


def test_a_failed_run_stays_failed_while_another_is_at_work(utc: Enterprise) -> None:
    failed = night(DAY, RunState.FAILED)
    Run.objects.create(
        as_of_date=DAY, occasion=RunOccasion.ASKED, state=RunState.PLANNED, created_at=failed.created_at
    )

    found = asked(utc, 5)
    assert (found.failed, found.at_work is not None, found.is_fresh) == (failed, True, False)


def test_who_catches_up_is_late_until_the_last_night_is_done(utc: Enterprise) -> None:
    behind = DAY - timedelta(days=5)
    night(behind, RunState.RUNNING, datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert asked(utc, 9, 5).missing == behind


def test_a_run_that_succeeds_after_a_failed_one_is_fresh_again(utc: Enterprise) -> None:
    night(DAY, RunState.FAILED)
    mended = Run.objects.create(
        as_of_date=DAY,
        occasion=RunOccasion.ASKED,
        state=RunState.UNCHANGED,
        created_at=datetime(2026, 7, 1, 8, tzinfo=UTC),
    )

    found = asked(utc, 9)
    assert (found.is_fresh, found.good) == (True, mended)


def test_nights_that_never_come_are_late_where_people_ask_for_runs(utc: Enterprise) -> None:
    Run.objects.create(
        as_of_date=DAY - timedelta(days=2),
        occasion=RunOccasion.ASKED,
        state=RunState.PUBLISHED,
        created_at=datetime(2026, 6, 29, 12, tzinfo=UTC),
    )

    assert asked(utc, 12, day=DAY - timedelta(days=2)).is_fresh
    assert asked(utc, 12).missing == DAY - timedelta(days=1)


@pytest.mark.parametrize("nights", [1, 3])
def test_it_takes_one_statement(
    utc: Enterprise, nights: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(nights):
        night(DAY - timedelta(days=index + 1))
    with django_assert_num_queries(1):
        asked(utc, 5)
