"""Nights: each date has one run, however long nobody looked, however often somebody does, and whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Enterprise
from foundation.actors import SYSTEM
from jobs.models import Job
from jobs.operations.jobs import enqueue
from jobs.operations.running import run_job
from metrics.choices import RunOccasion, RunState
from metrics.models import Run, Shard, Snapshot
from metrics.operations import nights, recomputing
from metrics.operations.nights import catch_up, due_date
from metrics.operations.recomputing import plan
from tests.environment import has_postgres
from tests.factories.accounts import NOW, make_enterprise
from tests.metrics.observed import make_firm
from tests.metrics.operations.test_recomputing import filled

pytestmark = pytest.mark.django_db
ZONES = (
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Europe/Brussels",
    "America/St_Johns",
    "Asia/Kathmandu",
    "UTC",
)


def silent(_percent: int) -> None:
    """Nobody is told."""


@pytest.fixture
def enterprise(root: object) -> Enterprise:
    return Enterprise.objects.first() or make_enterprise()


@pytest.mark.parametrize("zone", ZONES)
def test_every_date_has_one_published_run(zone: str, enterprise: Enterprise) -> None:
    """Two schedulers that look at random moments of ten weeks with clock changes, and are away for days."""
    Enterprise.objects.update(time_zone=zone)
    random = Random(f"{zone} {has_postgres()}")
    now = datetime(2026, 3, 1, random.randint(0, 23), tzinfo=UTC)
    first, looked = None, 0
    while now < datetime(2026, 5, 10, tzinfo=UTC):
        for moment in (now, now - timedelta(minutes=random.randint(0, 90))):
            first = first or due_date(now=moment)
            catch_up(now=moment, report=silent)
            looked += 1
        now += random.choice(
            [timedelta(minutes=20), timedelta(hours=5), timedelta(hours=13), timedelta(days=4)]
        )

    dates = list(
        Run.objects.filter(occasion=RunOccasion.NIGHT)
        .order_by("as_of_date")
        .values_list("as_of_date", flat=True)
    )
    assert first is not None
    assert dates == [first + timedelta(days=index) for index in range(len(dates))]
    assert (len(dates) > 60, looked > 50) == (True, True)
    assert {run.state for run in Run.objects.all()} == {RunState.PUBLISHED, RunState.UNCHANGED} - {
        RunState.PUBLISHED
    }


def test_a_night_is_due_at_two_by_the_clock_of_the_enterprise(enterprise: Enterprise) -> None:
    Enterprise.objects.update(time_zone="Europe/Brussels")
    catch_up(now=datetime(2026, 7, 1, 12, tzinfo=UTC), report=silent)

    assert due_date(now=datetime(2026, 7, 1, 23, 59, tzinfo=UTC)) is None
    assert due_date(now=datetime(2026, 7, 2, 0, 1, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_run_that_was_left_is_gone_on_with(enterprise: Enterprise) -> None:
    firm = make_firm()
    filled(firm, 1, 4)
    left = plan(as_of=NOW.date() - timedelta(days=3), occasion=RunOccasion.NIGHT, now=NOW)

    done = catch_up(now=NOW, report=silent)

    assert done[0] == left
    assert [run.state for run in done] == [RunState.PUBLISHED, *[RunState.UNCHANGED] * (len(done) - 1)]
    assert due_date(now=NOW) is None


def test_what_others_hold_is_left_to_them_after_a_while(
    enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(recomputing, "sleep", waited.append)
    filled(make_firm(), 1, 4)
    run = plan(as_of=NOW.date(), occasion=RunOccasion.NIGHT, now=NOW)
    assert run is not None
    Shard.objects.update(state="running", lease_until=datetime(2999, 1, 1, tzinfo=UTC))

    (found,) = catch_up(now=NOW, report=silent)

    assert not found.is_finished
    assert len(waited) == recomputing.LOOKS
    assert not Snapshot.objects.exists()


def test_what_the_dead_held_is_offered_again(enterprise: Enterprise) -> None:
    filled(make_firm(), 1, 4)
    plan(as_of=NOW.date(), occasion=RunOccasion.NIGHT, now=NOW)
    Shard.objects.update(state="running", lease_until=datetime(2000, 1, 1, tzinfo=UTC))

    (run, *_) = catch_up(now=NOW, report=silent)
    assert run.state == RunState.PUBLISHED


def test_the_job_makes_the_nights_and_asks_others_for_help(
    enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(make_firm(), 1, 12)
    monkeypatch.setattr(nights, "LANES", 3)
    asked = enqueue(kind="recompute_metrics", payload={}, actor=SYSTEM, now=NOW)

    job = run_job(uid=asked.uid, now=NOW)

    assert job is not None
    assert job.result is not None
    assert [run["state"] for run in job.result["runs"]] == ["published"]
    lanes = Job.objects.filter(kind=job.kind).exclude(pk=job.pk)
    assert sorted(lanes.values_list("key", flat=True)) == ["lane 1", "lane 2"]
    helper = Job.objects.exclude(pk=job.pk).first()
    assert helper is not None
    assert run_job(uid=helper.uid, now=NOW).result == {"runs": []}  # type: ignore[union-attr]


def test_the_command_computes_and_says_so(enterprise: Enterprise, capsys: pytest.CaptureFixture[str]) -> None:
    filled(make_firm(), 1, 6)
    call_command("recompute_metrics", "--full", "--as-of", "2026-01-31")
    call_command("recompute_metrics", "--json", "--as-of", "2026-01-31")

    said, data = capsys.readouterr().out.splitlines()
    assert "snapshots written" in said
    assert '"state": "unchanged"' in data
    assert list(Run.objects.order_by("pk").values_list("is_full", flat=True)) == [True, False]
    assert Run.objects.order_by("pk")[0].as_of_date == date(2026, 1, 31)


def test_the_command_refuses_a_day_to_come(enterprise: Enterprise) -> None:
    with pytest.raises(CommandError, match="still to come"):
        call_command("recompute_metrics", "--as-of", "2999-01-01")
    assert not Run.objects.exists()
