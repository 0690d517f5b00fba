"""Everyday removal is archiving; deleting takes only a record's own parts, and both can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from audit.choices import Verb
from audit.operations.recording import record_many
from foundation.actors import Actor
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.operations.records import Fault, Invalid, Saved, entry_of, faults_of, follow
from workbench.operations.telling import announce, tell
from workbench.reach import authorize
from workbench.signals import Written


@dataclass(frozen=True, slots=True)
class Removal:
    """What deleting a record would take along, and which other records refuse it."""

    parts: tuple[Record, ...]
    obstacles: tuple[Model, ...]


class InUse(Exception):
    """Other records refer to this one; nothing was deleted."""

    def __init__(self, removal: Removal) -> None:
        super().__init__(f"{len(removal.obstacles)} other records refer to it")
        self.removal = removal


def removal_of(record: Record) -> Removal:
    """Look ahead: what would go along with ``record``, and what stands in the way."""
    collector = Collector(using="default", origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        return Removal((), tuple(sorted(error.protected_objects, key=_identity)))
    found = {part for parts in collector.data.values() for part in parts if isinstance(part, Record)}
    found |= {part for rows in collector.fast_deletes for part in rows if isinstance(part, Record)}
    return Removal(tuple(sorted(_loaded(found - {record}), key=_identity)), ())


def _loaded(parts: Iterable[Record]) -> Iterator[Record]:
    """The same records with what their names and their units need. One query per type."""
    pks: dict[type[Record], list[int]] = {}
    for part in parts:
        pks.setdefault(type(part), []).append(part.pk)
    for model, keys in pks.items():
        yield from model.objects.for_list().filter(pk__in=keys)


@transaction.atomic
def archive_many(
    *, object_type: ObjectType, records: Sequence[Record], actor: Actor, now: datetime
) -> list[Record]:
    """Put records away: gone from lists and pickers, kept in history. Returns those that were not yet."""
    return _put(object_type, records, actor, now, Verb.ARCHIVED)


@transaction.atomic
def restore_many(
    *, object_type: ObjectType, records: Sequence[Record], actor: Actor, now: datetime
) -> list[Record]:
    """Bring archived records back. Returns those that had been archived.

    Raises ``Invalid`` where what one of them says has been said anew in the meantime.
    """
    return _put(object_type, records, actor, now, Verb.RESTORED)


def _put(
    object_type: ObjectType, records: Sequence[Record], actor: Actor, now: datetime, verb: Verb
) -> list[Record]:
    authorize(actor, object_type.permission, records)
    announce(model=object_type.model, now=now)
    rows = object_type.model.objects.select_for_update().filter(pk__in=[record.pk for record in records])
    known = {
        pk: (version, away)
        for pk, version, away in rows.order_by("pk").values_list("pk", "version", "archived_at")
    }
    records = [r for r in records if r.pk in known and (known[r.pk][1] is None) == (verb == Verb.ARCHIVED)]
    for record in records:
        record.archived_at = now if verb == Verb.ARCHIVED else None
        record.updated_at, record.version = now, known[record.pk][0] + 1
    _keep(object_type, records)
    changes = {record.pk: {"archived_at": (known[record.pk][1], record.archived_at)} for record in records}
    record_many(
        actor=actor, entries=[entry_of(record, verb, changes[record.pk]) for record in records], now=now
    )
    saved = [Saved(record, False, dict(changes[record.pk])) for record in records]
    follow(object_type=object_type, saved=saved, actor=actor, now=now)
    written = [Written(r.pk, r, verb, {"archived_at": known[r.pk][1]}) for r in records]
    tell(written=written, actor=actor, now=now)
    return list(records)


def _keep(object_type: ObjectType, records: Sequence[Record]) -> None:
    may_clash = bool(records) and object_type.model.may_be_stated_anew()
    columns = ["archived_at", "updated_at", "version"]
    try:
        with transaction.atomic(savepoint=may_clash):
            object_type.model.objects.bulk_update(records, columns, batch_size=200)
    except IntegrityError as refusal:
        found = [fault for i, row in enumerate(records) for fault in faults_of(i, row, whole=True)]
        twins = Fault(0, "", _("Two of these say the same. Bring one of them back."))
        raise Invalid(found or [twins]) from refusal


@transaction.atomic
def delete(*, object_type: ObjectType, record: Record, actor: Actor, now: datetime) -> Removal:
    """Delete a record and its own parts; their last state stays in the trail, from which it can return.

    Raises ``InUse`` while other records refer to it, or ``PermissionDenied``.
    """
    authorize(actor, object_type.permission, [record])
    authorize(actor, Permission.DELETE, [record])
    announce(model=object_type.model, now=now)
    removal = removal_of(record)
    if removal.obstacles:
        raise InUse(removal)
    gone = [record, *removal.parts]
    record_many(actor=actor, entries=[entry_of(r, Verb.DELETED, _last_state(r)) for r in gone], now=now)
    written = [Written(part.pk, part, Verb.DELETED, {}) for part in gone]
    record.delete()
    tell(written=written, actor=actor, now=now)
    return removal


def _identity(record: Model) -> tuple[str, int]:
    return record._meta.label_lower, record.pk


def _last_state(record: Record) -> dict[str, tuple[Any, Any]]:
    """Every column of a record, related records by their uid."""
    values: dict[str, tuple[Any, Any]] = {}
    for column in record._meta.concrete_fields:
        if column.primary_key or column.generated:
            continue
        value = getattr(record, column.name)
        values[column.name] = (str(value.uid) if isinstance(value, Record) else value, None)
    return values
