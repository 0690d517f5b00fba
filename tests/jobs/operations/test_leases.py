from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from jobs.choices import State
from jobs.models import Job, Message
from jobs.operations import leases
from jobs.operations.leases import Claim, LeaseLost, Swept, claim_next
from tests.factories.jobs import let_lease_end, let_pause_end, make_held, make_job, make_message

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def claimed() -> Claim:
    claim = claim_next(Job.objects.all())
    assert claim is not None
    return claim


def test_a_claim_holds_the_row_for_one_lease() -> None:
    job = make_job()
    assert claimed() == Claim(Job, job.pk, fence=1, attempts=1)
    job.refresh_from_db()
    assert (job.state, job.fence, job.attempts, job.is_finished) == (State.RUNNING, 1, 1, False)
    limits = Now() + timedelta(seconds=25), Now() + timedelta(seconds=35)
    assert Job.objects.filter(lease_until__range=limits).count() == 1


def test_what_is_held_is_not_given_again() -> None:
    make_job()
    claimed()
    assert claim_next(Job.objects.all()) is None


def test_the_oldest_is_taken_first() -> None:
    make_job()
    old = make_job()
    let_pause_end(old)
    assert claimed().pk == old.pk


def test_what_is_not_due_is_not_given() -> None:
    Job.objects.filter(pk=make_job().pk).update(available_at=Now() + timedelta(hours=1))
    assert claim_next(Job.objects.all()) is None


def test_a_row_that_somebody_else_got_in_between_is_passed_over() -> None:
    job = make_job()
    assert leases._claim(Job, job.pk, fence=7, attempts=0) is None
    assert leases._claim(Job, job.pk, fence=0, attempts=0) is not None


def test_finishing_is_final() -> None:
    job, claim = make_job(), claimed()
    leases.finish(claim, progress=100)
    job.refresh_from_db()
    assert (job.state, job.lease_until, job.progress, job.is_finished) == (State.DONE, None, 100, True)
    assert job.finished_at is not None
    with pytest.raises(LeaseLost):
        leases.renew(claim)


def test_a_holder_that_lost_its_lease_changes_nothing() -> None:
    job, zombie = make_job(), claimed()
    let_lease_end(job)
    leases.sweep(Job, error="silent")
    living = claimed()
    assert living.fence == zombie.fence + 1
    for act in (
        lambda: leases.finish(zombie),
        lambda: leases.renew(zombie),
        lambda: leases.fail(zombie, error="x"),
    ):
        with pytest.raises(LeaseLost):
            act()
    leases.finish(living)
    job.refresh_from_db()
    assert (job.state, job.fence, job.attempts) == (State.DONE, 2, 2)


def test_a_lease_that_ended_unnoticed_can_still_be_finished() -> None:
    job, claim = make_job(), claimed()
    let_lease_end(job)
    leases.finish(claim)
    assert leases.sweep(Job, error="silent") == Swept(0, 0)


def test_a_renewed_lease_is_not_swept() -> None:
    job, claim = make_job(), claimed()
    let_lease_end(job)
    leases.renew(claim)
    assert leases.sweep(Job, error="silent") == Swept(0, 0)


def test_a_failed_attempt_is_tried_again_after_a_pause() -> None:
    job, claim = make_job(), claimed()
    assert leases.fail(claim, error="stumbled") == State.WAITING
    job.refresh_from_db()
    assert (job.state, job.last_error, job.error) == (State.WAITING, "stumbled", "stumbled")
    assert claim_next(Job.objects.all()) is None
    let_pause_end(job)
    assert claimed().attempts == 2


def test_the_fifth_failure_is_the_last() -> None:
    job = make_job()
    states = []
    for _ in range(5):
        let_pause_end(job)
        states.append(leases.fail(claimed(), error="stumbled"))
    assert states == [State.WAITING] * 4 + [State.FAILED]
    let_pause_end(job)
    assert claim_next(Job.objects.all()) is None
    assert Job.objects.failed().get() == job


def test_a_permanent_failure_is_not_tried_again() -> None:
    make_job()
    assert leases.fail(claimed(), error="never", permanent=True) == State.FAILED


def test_a_sweep_offers_again_what_the_dead_held_and_ends_after_five() -> None:
    held, fresh, tired = make_held(), make_held(), make_held(attempts=5)
    let_lease_end(fresh)
    let_lease_end(tired)
    message = make_message()
    assert leases.sweep(Job, error="silent") == Swept(offered=1, failed=1)
    states = dict(Job.objects.values_list("pk", "state"))
    assert states == {held.pk: State.RUNNING, fresh.pk: State.WAITING, tired.pk: State.FAILED}
    assert set(Job.objects.exclude(pk=held.pk).values_list("last_error", flat=True)) == {"silent"}
    assert Message.objects.waiting().get() == message


def test_canceling_takes_the_lease_away() -> None:
    waiting, claim = make_job(), claimed()
    assert leases.cancel(Job.objects.all(), reason="no need") == 1
    with pytest.raises(LeaseLost):
        leases.finish(claim)
    assert leases.cancel(Job.objects.all(), reason="no need") == 0
    assert Job.objects.finished().get() == waiting


def test_what_failed_is_offered_again_with_all_its_attempts() -> None:
    make_job()
    leases.fail(claimed(), error="never", permanent=True)
    assert leases.offer_again(Job.objects.all(), step="again") == 1
    assert claimed().attempts == 1
    assert leases.offer_again(Job.objects.all()) == 0


@pytest.mark.parametrize(
    "fields", [{"state": "elsewhere"}, {"state": State.RUNNING}, {"lease_until": Now()}, {"progress": 101}]
)
def test_the_database_refuses_a_state_that_makes_no_sense(fields: dict[str, object]) -> None:
    job = make_job()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**fields)


def test_rows_are_said_by_name() -> None:
    job, message = make_job(), make_message()
    assert (str(job), str(message)) == (f"note {job.uid}", f"mail {message.uid}")


@pytest.mark.parametrize("count", [1, 3])
def test_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        make_job()
    with django_assert_num_queries(2):
        claim = claimed()
    with django_assert_num_queries(1):
        leases.finish(claim)
    with django_assert_num_queries(2):
        leases.sweep(Job, error="silent")


def run_claimers(count: int) -> list[int]:
    """Claim everything with ``count`` threads at once; the claims of all of them."""
    got: list[int] = []
    barrier = threading.Barrier(count)

    def take() -> None:
        barrier.wait()
        while claim := claim_next(Job.objects.all()):
            got.append(claim.pk)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_claimers_never_hold_the_same_row() -> None:
    pks = [make_job().pk for _ in range(60)]
    assert sorted(run_claimers(6)) == pks


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_fence_two_claimers_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: reading first and writing afterwards gives rows away twice."""
    for _ in range(60):
        make_job()

    def naive(model: type[Job], pk: int, fence: int, attempts: int) -> Claim | None:
        if Job.objects.get(pk=pk).state != State.WAITING:
            return None
        both_have_looked.wait()
        Job.objects.filter(pk=pk).update(state=State.RUNNING, lease_until=Now(), fence=F("fence") + 1)
        return Claim(model, pk, fence + 1, attempts + 1)

    both_have_looked = threading.Barrier(2)
    monkeypatch.setattr(leases, "_claim", naive)
    got: list[int] = []

    def take() -> None:
        claim = claim_next(Job.objects.all())
        assert claim is not None
        got.append(claim.pk)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2
    assert len(set(got)) == 1
