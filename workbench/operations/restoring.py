from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignKey

from accounts.permissions import Permission
from audit.choices import Verb
from audit.models import Event
from audit.operations.recording import record_many
from foundation.actors import Actor
from foundation.models import Record
from workbench.operations.records import Saved, entry_of, follow
from workbench.operations.telling import announce, tell
from workbench.reach import authorize
from workbench.signals import Written
from workbench.types import type_named


class CannotReturn(Exception):
    """What the deleted record needs is gone or taken: a record it referred to, its name, or its personal values."""


@transaction.atomic
def undelete(*, events: Sequence[Event], actor: Actor, now: datetime) -> list[Record]:
    """Bring deleted records back from the events of their deletion, with the uid and number they had.

    ``events`` come in the order in which they were recorded: a record before its parts.
    Raises ``CannotReturn`` where something they need no longer exists, or ``PermissionDenied``.
    """
    for label in dict.fromkeys(event.type_label for event in events):
        if known := type_named(label):
            announce(model=known.model, now=now)
    records = [_rebuilt(event) for event in events]
    types = [type_named(record._meta.label_lower) for record in records]
    for record, object_type in zip(records, types, strict=True):
        needed = [Permission.DELETE, object_type.permission if object_type else Permission.MANAGE_SYSTEM]
        for permission in needed:
            authorize(actor, permission, [record])
    record_many(actor=actor, entries=[entry_of(r, Verb.RESTORED, {}) for r in records], now=now)
    for record, object_type in zip(records, types, strict=True):
        if object_type:
            follow(object_type=object_type, saved=[Saved(record, created=False)], actor=actor, now=now)
    tell(written=[Written(r.pk, r, Verb.RESTORED, {}) for r in records], actor=actor, now=now)
    return records


def _rebuilt(event: Event) -> Record:
    object_type = type_named(event.type_label)
    if object_type is None or not event.all_changes.keys() >= {*object_type.model.PERSONAL}:
        raise CannotReturn(event.object_label)
    record = object_type.model()
    for column in record._meta.concrete_fields:
        if column.name in event.all_changes:
            setattr(record, column.name, _value(column, event.all_changes[column.name][0], event))
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as refusal:
        raise CannotReturn(event.object_label) from refusal
    return record


def _value(column: Field[Any, Any], kept: Any, event: Event) -> Any:
    if kept is None or not isinstance(column, ForeignKey):
        return column.to_python(kept)
    related = column.remote_field.model._default_manager.filter(uid=kept).first()
    if related is None:
        raise CannotReturn(event.object_label)
    return related
