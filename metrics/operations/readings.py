"""Readings entered by hand: one a day, corrected openly, and undone as easily."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from foundation.actors import Actor
from metrics.models import Metric, Reading
from workbench.operations.records import Stale, save
from workbench.operations.removal import archive_many, restore_many
from workbench.types import type_with_key


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a reading: the record, and the value and note it had before; none where it was not there."""

    reading: Reading
    before: tuple[Decimal, str] | None
    changed: bool


class Differs(Exception):
    """The metric has another value for this day; nothing was written until somebody agrees to replace it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(f"{reading} has another value")
        self.reading = reading


@transaction.atomic
def enter_reading(
    *,
    metric: Metric,
    day: date,
    value: Decimal,
    note: str,
    actor: Actor,
    now: datetime,
    replaces: int | None = None,
) -> Entered:
    """Record the value of a metric on a day.

    ``replaces`` is the version of the reading of that day that the person has seen and means to correct. Raises
    ``Differs`` where there is one with another value and nobody has agreed, ``Stale`` where it was changed in the
    meantime, ``Invalid``, or ``PermissionDenied``.
    """
    kind = type_with_key("reading")
    values = {"value": value, "note": note}
    found = Reading.objects.select_for_update().filter(metric=metric, day=day).first()
    if found is None:
        made = save(object_type=kind, values={"metric": metric, "day": day, **values}, actor=actor, now=now)
        return Entered(made.record, None, True)
    if found.is_archived:
        restore_many(object_type=kind, records=[found], actor=actor, now=now)
        save(object_type=kind, values=values, record=found, actor=actor, now=now)
        return Entered(found, None, True)
    if replaces is None and found.value != value:
        raise Differs(found)
    before = (found.value, found.note)
    saved = save(object_type=kind, values=values, record=found, version=replaces, actor=actor, now=now)
    return Entered(found, before, bool(saved.differences))


@transaction.atomic
def withdraw_reading(*, reading: Reading, version: int, actor: Actor, now: datetime) -> None:
    """Put away a reading that was just entered, for a day that had none.

    Raises ``Stale`` where it is no longer the ``version`` that was entered, or ``PermissionDenied``.
    """
    if reading.version != version or reading.is_archived:
        raise Stale(reading)
    archive_many(object_type=type_with_key("reading"), records=[reading], actor=actor, now=now)
