"""Files of sources: handed in, told in the background, and forgotten; what came of them stays."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from foundation.actors import Actor
from jobs.operations.jobs import enqueue
from metrics.models import Delivery, DeliveryPart, Source
from metrics.operations.observing import Loaded
from metrics.operations.telling import NotTold, Said, tell
from workbench.exchange.problems import Problem
from workbench.reach import authorize

JOB = "take_delivery"
MAX_BYTES = 500_000_000
"""Bytes of one file."""
PART = 1_000_000
"""Bytes that are kept in one row, before they are packed."""
KEPT = timedelta(days=7)
"""How long a file waits for a worker before it is forgotten."""

Finish = Callable[[Mapping[str, Any]], None]


class TooLong(ValueError):
    """The file has more bytes than one may have."""


@transaction.atomic
def hand_in(
    *,
    source: Source,
    name: str,
    pieces: Iterable[bytes],
    headings: Mapping[str, str],
    decimal: str,
    date_order: str,
    actor: User,
    now: datetime,
) -> Delivery:
    """Keep a file, piece by piece, and have it told in the background.

    Raises ``TooLong`` or ``PermissionDenied``.
    """
    authorize(actor, Permission.EDIT_METRICS, [source])
    authorize(actor, Permission.IMPORT, [])
    delivery = Delivery.objects.create(
        source=source,
        user=actor,
        name=name[-200:],
        size=0,
        headings=dict(headings),
        decimal=decimal,
        date_order=date_order,
        handed_in_at=now,
    )
    for position, piece in enumerate(_evenly(pieces)):
        delivery.size += len(piece)
        if delivery.size > MAX_BYTES:
            raise TooLong
        DeliveryPart.objects.create(delivery=delivery, position=position, content=zlib.compress(piece, 1))
    delivery.job_uid = enqueue(kind=JOB, payload={"delivery": str(delivery.uid)}, actor=actor, now=now).uid
    delivery.save(update_fields=["size", "job_uid"])
    return delivery


def take(
    *, delivery: Delivery, said: Iterable[Said | Problem], actor: Actor, now: datetime, finish: Finish
) -> Loaded | None:
    """Tell what a file says; none where it was refused, and the delivery says why. Either way the file is forgotten.

    ``finish`` is called with the result in the transaction that writes. Raises ``PermissionDenied``.
    """

    def told(loaded: Loaded) -> None:
        _end(delivery, now, told=loaded.told, written=loaded.written)
        finish({"told": loaded.told, "written": loaded.written})

    try:
        return tell(source=delivery.source, said=said, actor=actor, now=now, finish=told)
    except NotTold as refusal:
        problems = [
            {"row": each.row, "field": each.field, "message": each.message, "remedy": each.remedy}
            for each in refusal.problems
        ]
        with transaction.atomic():
            _end(delivery, now, problems=problems, more=refusal.more)
            finish({"problems": len(problems) + refusal.more})
        return None


def _end(delivery: Delivery, now: datetime, **came: Any) -> None:
    delivery.parts.all().delete()
    delivery.finished_at = now
    for name, value in came.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=["finished_at", *came])


@contextmanager
def file_of(delivery: Delivery) -> Iterator[IO[bytes]]:
    """The file of a delivery, on disk while it is read."""
    with tempfile.TemporaryFile() as file:
        parts = delivery.parts.order_by("position").values_list("content", flat=True)
        for content in parts.iterator(chunk_size=4):
            file.write(zlib.decompress(content))
        file.seek(0)
        yield file


def drop_old_files(*, now: datetime) -> int:
    """Forget files that no worker has told for a week; how many pieces they were."""
    old = DeliveryPart.objects.filter(delivery__handed_in_at__lt=now - KEPT)
    gone: int = old.delete()[0]
    return gone


def _evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        while len(held) >= PART:
            yield held[:PART]
            held = held[PART:]
    if held:
        yield held
