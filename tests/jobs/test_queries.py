from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import queries
from jobs.catalog import TYPES
from jobs.choices import State
from jobs.models import Job
from tests.factories.jobs import NOW, make_held, make_job, make_message, make_schedule

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_what_failed_is_told_the_latest_first() -> None:
    first, second = (make_job(state=State.FAILED, created_at=NOW + timedelta(hours=n)) for n in range(2))
    for state in (State.DONE, State.CANCELED, State.WAITING):
        make_job(state=state)
    make_held()
    assert list(queries.failed()) == [second, first]


def test_a_message_is_stuck_when_it_failed_or_should_have_left() -> None:
    failed = make_message(state=State.FAILED)
    late = make_message(created_at=NOW - timedelta(minutes=11))
    make_message()
    make_message(state=State.DONE, created_at=NOW - timedelta(days=1))
    assert list(queries.stuck_messages(NOW)) == [failed, late]
    assert (queries.summary(NOW).stuck, queries.summary(NOW).unsent) == (2, 3)


@pytest.mark.parametrize(
    ("minutes", "attempts", "is_stuck"), [(300, 0, False), (-9, 0, False), (-11, 0, True), (300, 1, True)]
)
def test_what_waits_for_an_hour_is_stuck_after_it_has_come(
    minutes: int, attempts: int, is_stuck: bool
) -> None:
    hour = NOW + timedelta(minutes=minutes)
    put_off = make_message(created_at=NOW - timedelta(hours=5), available_at=hour, attempts=attempts)
    assert list(queries.stuck_messages(NOW)) == ([put_off] if is_stuck else [])
    assert queries.summary(NOW).stuck == int(is_stuck)


def test_summary_of_a_quiet_house() -> None:
    summary = queries.summary(NOW)
    assert summary == queries.Summary(0, 0, 0, None, 0, 0, ())
    assert summary.is_healthy


@pytest.mark.parametrize("count", [1, 3])
def test_summary(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        make_held()
        make_job(state=State.FAILED)
        make_message(created_at=NOW - timedelta(minutes=11))
        make_message()
    job = make_job()
    job.refresh_from_db()
    make_schedule(next_due_at=NOW - timedelta(minutes=3))
    make_schedule(name="soon", next_due_at=NOW - timedelta(minutes=1))
    with django_assert_num_queries(3):
        summary = queries.summary(NOW)
    assert summary == queries.Summary(count, 1, count, job.available_at, 2 * count, count, ("nightly",))
    assert not summary.is_healthy


def test_jobs_are_no_records_of_the_business() -> None:
    assert TYPES == ()
    assert Job.objects.count() == 0
