from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db.models import F

from jobs.choices import State
from jobs.models import Job, Message, Schedule
from jobs.operations.ticking import Tick, hint_at_waiting, tick
from jobs.operations.tidying import KEEP, Tidied, remove_old
from tests.factories.jobs import NOW, let_lease_end, make_held, make_job, make_message

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def timetable(settings: Settings) -> None:
    settings.JOB_SCHEDULES = "tests.jobs.operations.test_ticking.SCHEDULES"


SCHEDULES: dict[str, object] = {}


def test_a_quiet_house_needs_nothing() -> None:
    assert tick(now=NOW) == Tick(offered=0, failed=0, started=0, hinted=0)


def test_one_tick_does_all_that_is_due(settings: Settings) -> None:
    settings.JOB_SCHEDULES = "config.jobs.SCHEDULES"
    settings.JOB_HANDLERS = "config.jobs.HANDLERS"
    let_lease_end(make_held())
    let_lease_end(make_held(attempts=5))
    make_message()
    assert tick(now=NOW) == Tick(offered=1, failed=1, started=0, hinted=1)
    assert Schedule.objects.filter(name="seal_audit").count() == 1
    assert tick(now=NOW + timedelta(seconds=10)) == Tick(offered=0, failed=0, started=1, hinted=1)
    assert set(Job.objects.filter(schedule="").values_list("last_error", flat=True)) == {
        "The process that worked on this ended without a word."
    }


def test_a_hint_is_repeated_only_when_it_has_passed_away() -> None:
    make_job()
    make_job(state=State.DONE)
    assert (hint_at_waiting(), hint_at_waiting()) == (1, 0)
    Job.objects.update(hinted_at=F("hinted_at") - timedelta(seconds=61))
    assert hint_at_waiting() == 1


def test_nothing_counts_as_told_that_the_broker_did_not_take(settings: Settings) -> None:
    settings.CELERY_APP = "tests.jobs.handlers.out_of_reach"
    make_job()
    make_job()
    assert hint_at_waiting() == 0
    settings.CELERY_APP = "tests.jobs.handlers.in_memory"
    assert hint_at_waiting() == 2


def test_old_rows_are_removed_and_what_failed_stays_as_long_as_the_rest() -> None:
    ages = {"hour": timedelta(hours=1), "days": timedelta(days=2), "months": timedelta(days=91)}
    for age, state, schedule in [
        ("hour", State.DONE, "seal"),
        ("days", State.DONE, "seal"),
        ("days", State.FAILED, "seal"),
        ("days", State.DONE, ""),
        ("months", State.FAILED, ""),
        ("months", State.DONE, ""),
    ]:
        make_job(state=state, schedule=schedule, finished_at=NOW - ages[age], step=age)
        make_message(state=state, finished_at=NOW - ages[age], subject=age)
    make_job(created_at=NOW - ages["months"], step="waiting")
    assert remove_old(now=NOW) == Tidied(jobs=3, messages=2)
    assert sorted(Job.objects.values_list("step", flat=True)) == ["days", "days", "hour", "waiting"]
    assert set(Message.objects.values_list("subject", flat=True)) == {"hour", "days"}


def test_the_last_of_ninety_days_is_kept() -> None:
    make_job(state=State.DONE, finished_at=NOW - KEEP)
    make_message(state=State.DONE, finished_at=NOW - KEEP)
    assert remove_old(now=NOW) == Tidied(jobs=0, messages=0)
    assert remove_old(now=NOW + timedelta(seconds=1)) == Tidied(jobs=1, messages=1)
