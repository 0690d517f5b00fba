"""Two at once on PostgreSQL: one transaction held open while another comes upon its locks."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Any

from django.db import connection, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def in_the_way(work: Callable[[], object], *, undone: bool = False) -> Iterator[None]:
    """Do something in a transaction of its own that stays open for as long as the block; then it counts or is undone."""
    done, go_on = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                go_on.wait(timeout=30)
                transaction.set_rollback(undone)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        try:
            assert done.wait(timeout=30)
            yield
        finally:
            go_on.set()
            holding.result(timeout=30)


def until_held_up(count: int, *running: Future[Any]) -> None:
    """Return when so many transactions wait for a lock, or the works that were started have ended."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _turn in range(3_000):
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0] >= count or all(one.done() for one in running):
                return
        sleep(0.01)
    raise AssertionError("nobody is held up")


def started(pool: ThreadPoolExecutor, work: Callable[[], Any]) -> Future[Any]:
    """Begin on a connection of its own."""

    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    return pool.submit(run)
