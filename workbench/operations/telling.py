"""Telling others, still in the transaction, which records will be written, and which were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from foundation.actors import Actor
from foundation.models import Record
from workbench.signals import Written, records_awaited, records_written


def announce(*, model: type[Record], now: datetime) -> None:
    """Let others lock what they will change along with records of a type, before anything else is locked."""
    records_awaited.send(sender=model, now=now)


def tell(*, written: Sequence[Written], actor: Actor, now: datetime) -> None:
    """Send ``records_written`` once for each type, in the order in which the types come first."""
    by_type: dict[type[Record], list[Written]] = {}
    for each in written:
        by_type.setdefault(type(each.record), []).append(each)
    for model, found in by_type.items():
        records_written.send(sender=model, written=found, actor=actor, now=now)
