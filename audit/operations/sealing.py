"""Chaining committed events: run every few seconds, by one sealer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from audit.engine.chain import GENESIS, Mark, day_of, link_hash
from audit.models import Head, Seal, Unsealed

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 2_000
"""Seals in one transaction: short enough that writers on SQLite do not notice."""
LOCK = 0x5EA1_0001
"""Key of the advisory lock that makes the sealer one."""


def seal(*, now: datetime) -> int:
    """Give every waiting event its place in the chain and return how many there were.

    A second sealer at work makes this one return at once. Even without the lock the chain could not fork: a
    sequence and a previous hash exist once.
    """
    total = 0
    while sealed := _seal_batch(now):
        total += sealed
    return total


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    if not _alone():
        return 0
    waiting = list(
        Unsealed.objects.order_by("event_id").values_list("event_id", "event__content_hash")[:BATCH]
    )
    if waiting:
        _append(waiting, now)
        Unsealed.objects.filter(event_id__in=[event_id for event_id, _ in waiting]).delete()
    return len(waiting)


def _alone() -> bool:
    """Whether this transaction is the only sealer; SQLite lets in one writer at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _append(waiting: list[tuple[int, str]], now: datetime) -> None:
    last = Seal.objects.tip()
    sealed_at = max(now, last.sealed_at) if last else now
    tip = Mark(last.sequence, last.hash) if last else Mark(0, GENESIS)
    seals = []
    for event_id, content_hash in waiting:
        following = link_hash(
            sequence=tip.sequence + 1,
            previous_hash=tip.hash,
            stored_content_hash=content_hash,
            sealed_at=sealed_at,
        )
        seals.append(
            Seal(
                sequence=tip.sequence + 1,
                event_id=event_id,
                previous_hash=tip.hash,
                hash=following,
                sealed_at=sealed_at,
            )
        )
        tip = Mark(tip.sequence + 1, following)
    Seal.objects.bulk_create(seals)
    Head.objects.bulk_create(
        [Head(day=day_of(sealed_at), sequence=tip.sequence, hash=tip.hash)],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["sequence", "hash"],
    )
