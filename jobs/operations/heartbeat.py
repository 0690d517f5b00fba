"""Keeping a lease alive while its holder is busy and silent."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from jobs.operations import leases
from jobs.operations.leases import LeaseLost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobs.operations.leases import Claim

logger = logging.getLogger(__name__)


@contextmanager
def beating(claim: Claim) -> Iterator[None]:
    """Renew ``claim`` three times a lease, from a thread with a connection of its own, while the block runs.

    A process that is killed beats no more, so its work is offered again; one that hangs is ended by the time limit
    of the task.
    """
    done = Event()
    thread = Thread(target=_beat, args=(claim, done), daemon=True, name=f"lease-{claim.pk}")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(claim: Claim, done: Event) -> None:
    try:
        while not done.wait(leases.lease().total_seconds() / 3):
            try:
                leases.renew(claim)
            except LeaseLost:
                return
            except DatabaseError as error:
                logger.warning("A lease could not be renewed, the next beat tries again: %s", error)
    finally:
        connection.close()
