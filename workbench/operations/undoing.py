"""Taking back what somebody has just done: the reverse operation, read from the events of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey

from accounts.models import User
from audit.choices import Verb
from audit.models import Event
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.operations.records import Change, save_many
from workbench.operations.removal import archive_many, restore_many
from workbench.operations.restoring import undelete
from workbench.operations.telling import announce
from workbench.reach import with_relations
from workbench.types import type_named

REACH = timedelta(days=1)
"""How far back an action may lie; a toast may stay open over a night, what is older is mended in the record."""
REVERSIBLE = (Verb.UPDATED, Verb.ARCHIVED, Verb.RESTORED, Verb.DELETED)
GONE = object()
"""Stands for a related record that no longer exists: equal to nothing a record holds."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it: the records put back, and how many stay because they have been changed since."""

    records: tuple[Any, ...]
    left: int


@transaction.atomic
def undo(*, at: datetime, actor: User, now: datetime) -> Undone:
    """Take back what ``actor`` did at one instant, by an operation with events of its own.

    Decided record by record: what still holds what was done to it gets its former values back; what somebody
    has changed since keeps what they made of it, and is counted. To refuse forty records because of one would
    leave forty to be mended by hand; to put the one back would lose somebody's work. A rule or a permission
    that stands in the way stops all of it, as it stops any other change of many records.

    Bringing back a deleted record is not reversed here: deleting shows first what goes along.
    Raises ``LookupError`` where the actor did nothing then that can be taken back; ``CannotReturn``,
    ``Invalid``, ``Stale`` or ``PermissionDenied`` as the reverse operation does.
    """
    done = Event.objects.filter(actor_uid=actor.uid, at=at, at__gt=now - REACH, verb__in=REVERSIBLE)
    events = [event for event in done.with_personal().order_by("pk") if event.all_changes]
    object_type = type_named(events[0].type_label) if events else None
    if object_type is None:
        raise LookupError(at)
    if events[0].verb == Verb.DELETED:
        return Undone(tuple(undelete(events=events, actor=actor, now=now)), 0)
    announce(model=object_type.model, now=now)
    changes = _reversed(object_type, events, actor)
    records: list[Any] = [change.record for change in changes]
    if events[0].verb == Verb.UPDATED:
        save_many(object_type=object_type, changes=changes, actor=actor, now=now)
    else:
        reverse = restore_many if events[0].verb == Verb.ARCHIVED else archive_many
        reverse(object_type=object_type, records=records, actor=actor, now=now)
    return Undone(tuple(records), len(events) - len(records))


def _reversed(object_type: ObjectType, events: Sequence[Event], actor: User) -> list[Change]:
    """Former values for each record that is still as its event left it. Its rows stay locked until the end."""
    rows = object_type.model.objects.filter(uid__in=[event.object_uid for event in events])
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    names = {name for event in events for name in event.all_changes}
    found = with_relations(rows.visible_to(actor).for_list(), names)
    records = {record.uid: record for record in found}
    related = _related(object_type.model, events)
    reverses = []
    for event in events:
        record = records.get(event.object_uid)
        before, after = (_values(object_type.model, event, side, related) for side in (0, 1))
        is_still = all(getattr(record, name, GONE) == value for name, value in after.items())
        if is_still and GONE not in before.values():
            reverses.append(Change(before, record))
    return reverses


def _related(model: type[Record], events: Sequence[Event]) -> dict[str, Record]:
    """The records that the values name, by uid. One query per relation."""
    found: dict[str, Record] = {}
    for column in model._meta.concrete_fields:
        values = [value for event in events for value in event.all_changes.get(column.name, ()) if value]
        if values and isinstance(column, ForeignKey):
            related: Any = column.related_model
            rows = related.objects.for_list().filter(uid__in={value[:36] for value in values})
            found |= {str(row.uid): row for row in rows}
    return found


def _values(model: type[Record], event: Event, side: int, related: dict[str, Record]) -> dict[str, Any]:
    """What the trail says the fields held before (0) or after (1) the event."""
    values: dict[str, Any] = {}
    for name, pair in event.all_changes.items():
        column: Any = model._meta.get_field(name)
        if isinstance(column, ForeignKey) and pair[side] is not None:
            values[name] = related.get(pair[side][:36], GONE)
        else:
            values[name] = column.to_python(pair[side])
    return values
