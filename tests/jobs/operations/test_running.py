from __future__ import annotations

import os
import random
from threading import Event
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import OperationalError, transaction

from jobs.choices import State
from jobs.models import Job, Message
from jobs.operations import leases
from jobs.operations.heartbeat import _beat, beating
from jobs.operations.leases import claim_next
from jobs.operations.running import run_job
from tests.factories.jobs import NOW, let_lease_end, let_pause_end, make_held, make_job

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

HISTORIES = 10_000 if os.environ.get("SIGHTLINE_RELEASE") else 100


def done(job: Job) -> Job:
    ran = run_job(uid=job.uid, now=NOW)
    assert ran is not None
    return ran


@pytest.mark.django_db
def test_a_job_is_done_and_its_result_kept() -> None:
    job = done(make_job())
    assert (job.state, job.progress, job.step, job.error) == (State.DONE, 100, "", "")
    assert job.result == {"actor": "system", "now": "2026-03-02T09:30:00+00:00"}
    assert job.started_at is not None
    assert job.finished_at is not None
    assert Message.objects.get().subject == "note"


@pytest.mark.django_db
def test_a_second_hint_does_nothing() -> None:
    job = make_job()
    done(job)
    assert run_job(uid=job.uid, now=NOW) is None
    assert run_job(uid=make_held().uid, now=NOW) is None
    assert run_job(uid=uuid4(), now=NOW) is None
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_final_and_speaks_to_whoever_asked() -> None:
    job = done(make_job(kind="refuse"))
    assert (job.state, job.error, job.attempts) == (State.FAILED, "The file has no header.", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("stumble", "RuntimeError: stumbled"),
        ("lost", "ImportError: "),
        ("unheard of", "KeyError: 'unheard of'"),
    ],
)
def test_any_other_fault_is_tried_again_and_at_last_failed(kind: str, error: str) -> None:
    job = make_job(kind=kind)
    ran = done(job)
    assert (ran.state, ran.attempts) == (State.WAITING, 1)
    assert ran.error.startswith(error)
    for _ in range(4):
        let_pause_end(job)
        ran = done(job)
    assert (ran.state, ran.attempts) == (State.FAILED, 5)


@pytest.mark.django_db
def test_reports_are_kept_and_repeated_ones_cost_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    said = [[10, "reading"], [10, "reading"], [10, "sorting"], [250, "writing"], [-5, "x" * 300]]
    job = make_job(kind="report", payload={"said": said})
    # look, claim, read, start, four reports, finish, read again
    with django_assert_num_queries(10):
        assert done(job).state == State.DONE


@pytest.mark.django_db
def test_work_that_was_canceled_stops_at_its_next_report() -> None:
    job = done(make_job(kind="be_canceled"))
    assert (job.state, Message.objects.count()) == (State.CANCELED, 0)


@pytest.mark.django_db
def test_an_effect_and_its_end_in_one_transaction_happen_once() -> None:
    job = done(make_job(kind="note_once"))
    assert (job.state, job.result, Message.objects.count()) == (State.DONE, {"written": 1}, 1)


@pytest.mark.django_db
def test_a_fault_after_the_end_does_not_undo_it() -> None:
    job = done(make_job(kind="note_once_and_stumble"))
    assert (job.state, Message.objects.count()) == (State.DONE, 1)


@pytest.mark.django_db
def test_an_end_that_was_rolled_back_is_none() -> None:
    job = done(make_job(kind="finish_and_roll_back"))
    assert (job.state, job.error, Message.objects.count()) == (
        State.WAITING,
        "RuntimeError: before the end",
        0,
    )


@pytest.mark.django_db
def test_a_zombie_cannot_publish() -> None:
    """The lease ended and another worker did the job: the first one's transaction is rolled back."""
    job = make_job(kind="note_once")
    zombie = claim_next(Job.objects.all())
    assert zombie is not None
    let_lease_end(job)
    leases.sweep(Job, error="silent")
    done(job)
    with pytest.raises(leases.LeaseLost), transaction.atomic():
        publish(zombie)
    assert Message.objects.count() == 1


def publish(claim: leases.Claim) -> None:
    from_zombie = Message(channel="mail", recipient="x", body="x", created_at=NOW)
    from_zombie.save()
    leases.finish(claim)


def play(draw: random.Random) -> tuple[int, int]:
    """One history of hints that come late, twice, in any order, and holders that die; effects and jobs."""
    jobs = [make_job(kind="note_once", payload={"subject": str(number)}) for number in range(2)]
    acts: list[Any] = [
        lambda job: run_job(uid=job.uid, now=NOW),
        lambda job: claim_next(Job.objects.filter(pk=job.pk)),  # a holder that is killed at once
        let_lease_end_if_held,
        lambda _: leases.sweep(Job, error="silent"),
    ]
    for _ in range(draw.randint(2, 10)):
        draw.choice(acts)(draw.choice(jobs))
    for job in jobs:
        let_lease_end_if_held(job)
    leases.sweep(Job, error="silent")
    draw.shuffle(jobs)
    for job in jobs * 2:
        run_job(uid=job.uid, now=NOW)
    return Message.objects.count(), Job.objects.filter(state=State.DONE).count()


def let_lease_end_if_held(job: Job) -> None:
    if Job.objects.running().filter(pk=job.pk).exists():
        let_lease_end(job)


@pytest.mark.django_db
def test_histories_of_duplicate_late_and_lost_hints_end_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "ATTEMPTS", 100)
    seed = random.randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 - to repeat a failure
    draw, endings = random.Random(seed), set()
    for _ in range(HISTORIES):
        with transaction.atomic():
            endings.add(play(draw))
            transaction.set_rollback(True)
    assert endings == {(2, 2)}


@pytest.mark.django_db
def test_the_same_histories_without_the_fence_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a claim that does not look at the state does work twice."""
    monkeypatch.setattr(leases, "ATTEMPTS", 100)
    monkeypatch.setattr("jobs.models.leased.LeasedQuerySet.claimable", lambda rows: rows)
    with transaction.atomic():
        endings = {play(random.Random(1))}
        transaction.set_rollback(True)
    assert endings != {(2, 2)}


def taken(job: Job) -> leases.Claim:
    claim = claim_next(Job.objects.filter(pk=job.pk))
    assert claim is not None
    return claim


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_silent_holder_keeps_its_lease(settings: Settings) -> None:
    """The beat, not the handler, moves the end of the lease; the test waits for the row to change."""
    settings.JOB_LEASE_SECONDS = 1
    job = make_job()
    claim = taken(job)
    first, end = Job.objects.get(pk=job.pk).lease_until, monotonic() + 60
    with beating(claim):
        while Job.objects.get(pk=job.pk).lease_until == first:
            assert monotonic() < end, "no beat in a minute"
            sleep(0.05)
    leases.finish(claim)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_beat_ends_with_the_lease(settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 0
    job = make_job()
    claim = taken(job)
    leases.cancel(Job.objects.filter(pk=job.pk), reason="no need")
    _beat(claim, Event())  # would beat for ever if it still held the job
    assert Job.objects.get(pk=job.pk).state == State.CANCELED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_beat_that_fails_is_followed_by_another(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JOB_LEASE_SECONDS = 0
    answers = iter([OperationalError("locked"), leases.LeaseLost("over")])

    def renew(claim: leases.Claim) -> None:
        raise next(answers)

    monkeypatch.setattr(leases, "renew", renew)
    _beat(taken(make_job()), Event())
    assert [record.levelname for record in caplog.records] == ["WARNING"]
