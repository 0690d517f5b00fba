from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from foundation.actors import SYSTEM
from jobs.choices import State
from jobs.models import Job
from jobs.operations.jobs import CannotRetry, UnknownKind, cancel, enqueue, retry
from tests.factories.jobs import NOW, make_held, make_job
from tests.jobs.handlers import in_memory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings


def ask(*, key: str = "", kind: str = "note") -> Job:
    return enqueue(kind=kind, payload={"subject": "x"}, actor=SYSTEM, now=NOW, key=key)


@pytest.fixture
def hints() -> Iterator[Any]:
    """What lies in the queue of the broker; read it with ``taken``."""
    with in_memory.connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()
        yield queue
        queue.clear()


def taken(queue: Any) -> list[tuple[str, dict[str, str]]]:
    """Name and arguments of every hint in the queue."""
    found = []
    while queue.qsize():
        message = queue.get_nowait()
        message.ack()
        found.append((message.headers["task"], message.payload[1]))
    return found


@pytest.mark.django_db
def test_a_job_is_a_row_that_waits() -> None:
    job = ask()
    kept = Job.objects.get(uid=job.uid)
    assert (kept.state, kept.kind, kept.payload, kept.progress) == (
        State.WAITING,
        "note",
        {"subject": "x"},
        0,
    )
    assert (kept.actor_uid, kept.actor_label, kept.created_at) == (SYSTEM.uid, "system", NOW)


@pytest.mark.django_db
def test_the_hint_follows_the_commit(
    hints: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
        assert taken(hints) == []
    assert taken(hints) == [("jobs.tasks.run_job", {"uid": str(job.uid)})]


@pytest.mark.django_db(transaction=True)
def test_no_hint_without_a_row(hints: Any) -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert (Job.objects.count(), taken(hints)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_broker_out_of_reach_disturbs_nobody(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.CELERY_APP = "tests.jobs.handlers.out_of_reach"
    job = ask()
    assert Job.objects.get() == job
    assert [record.levelname for record in caplog.records if record.name == "jobs.operations.hints"] == [
        "WARNING"
    ]


@pytest.mark.django_db
def test_a_key_asks_once_until_it_is_finished(
    hints: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = ask(key="2026"), ask(key="2026")
    other = ask(key="2026", kind="report")
    assert (second.uid, Job.objects.count(), len(taken(hints))) == (first.uid, 2, 1)
    cancel(uid=first.uid, actor=SYSTEM)
    assert ask(key="2026").uid not in {first.uid, other.uid}


@pytest.mark.django_db
def test_work_that_ends_while_it_is_asked_for_again_is_asked_for_again() -> None:
    first = ask(key="2026")

    def end_it(execute: Any, sql: str, *rest: Any) -> Any:
        """Somebody finishes the job between our insert, which it refused, and our look at it."""
        result = execute(sql, *rest)
        if sql.startswith("INSERT"):
            Job.objects.filter(pk=first.pk).update(state=State.DONE)
        return result

    with connection.execute_wrapper(end_it):
        second = ask(key="2026")
    assert second.uid != first.uid
    assert Job.objects.waiting().get() == second


@pytest.mark.django_db
def test_without_a_key_each_request_is_its_own() -> None:
    ask()
    ask()
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_kind_that_nobody_handles_is_refused() -> None:
    with pytest.raises(UnknownKind):
        ask(kind="teleport")
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_canceling() -> None:
    waiting, held, done = make_job(), make_held(), make_job(state=State.DONE)
    assert [cancel(uid=job.uid, actor=SYSTEM) for job in (waiting, held, done)] == [True, True, False]
    assert cancel(uid=uuid4(), actor=SYSTEM) is False
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (State.CANCELED, "Canceled by system.")


@pytest.mark.django_db
def test_retrying_starts_afresh() -> None:
    failed = make_job(state=State.FAILED, attempts=5, progress=40, last_error="stumbled", finished_at=NOW)
    job = retry(uid=failed.uid, actor=SYSTEM)
    assert (job.state, job.attempts, job.progress, job.finished_at) == (State.WAITING, 0, 0, None)
    assert job.step == "Tried again for system."


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.WAITING, State.DONE])
def test_only_what_ended_badly_is_tried_again(state: State) -> None:
    with pytest.raises(CannotRetry):
        retry(uid=make_job(state=state, progress=7).uid, actor=SYSTEM)
    assert Job.objects.get().progress == 7


@pytest.mark.django_db
def test_what_was_asked_for_again_since_is_not_tried_again() -> None:
    failed = make_job(state=State.FAILED, key="2026")
    ask(key="2026")
    with pytest.raises(CannotRetry):
        retry(uid=failed.uid, actor=SYSTEM)


@pytest.mark.django_db
def test_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        ask(key="2026")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_with_one_key_make_one_job() -> None:
    got: list[UUID] = []
    barrier = threading.Barrier(4)

    def request() -> None:
        barrier.wait()
        got.extend(ask(key="2026").uid for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(set(got)), Job.objects.count()) == (20, 1, 1)
