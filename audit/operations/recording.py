"""Writing events: in the transaction of what they tell about."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from audit.engine.chain import content_hash, personal_digest
from audit.engine.plain import clean, plain
from audit.models import Event, PersonalValue, Unsealed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from audit.choices import Verb
    from foundation.actors import Actor

Changes = Mapping[str, tuple[Any, Any]]
BATCH = 2_000
"""Events in one statement where the database allows it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to. ``names_person``: the label itself is personal and must be erasable."""

    type_label: str
    uid: UUID
    label: str
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be written. ``personal`` holds the changes that name a person, kept erasable."""

    verb: Verb
    subject: Subject
    changes: Changes = field(default_factory=dict)
    personal: Changes | None = None


def record(
    *,
    actor: Actor,
    verb: Verb,
    subject: Subject,
    changes: Changes,
    now: datetime,
    personal: Changes | None = None,
) -> Event:
    """Write that ``actor`` did ``verb`` to ``subject``.

    ``changes`` maps a field to its value before and after. Raises ``TypeError`` for a value without a
    faithful text, such as a model instance.
    """
    entry = Entry(verb, subject, changes, personal)
    return record_many(actor=actor, entries=[entry], now=now)[0]


def record_many(*, actor: Actor, entries: Sequence[Entry], now: datetime) -> list[Event]:
    """Write one event per entry, in their order, with a constant number of statements per batch."""
    built = [_build(actor, entry, now) for entry in entries]
    with transaction.atomic(savepoint=False):
        events = Event.objects.bulk_create([event for event, _ in built], batch_size=BATCH)
        PersonalValue.objects.bulk_create(
            [values for _, values in built if values is not None], batch_size=BATCH
        )
        Unsealed.objects.bulk_create([Unsealed(event=event) for event in events], batch_size=BATCH)
    return events


def _build(actor: Actor, entry: Entry, now: datetime) -> tuple[Event, PersonalValue | None]:
    subject = entry.subject
    values = _personal_values(entry)
    salt = secrets.token_hex(16) if values else ""
    event = Event(
        at=now,
        actor_uid=actor.uid,
        actor_label=clean(str(actor.label))[:200],
        verb=str(entry.verb),
        type_label=subject.type_label,
        object_uid=subject.uid,
        object_label="" if subject.names_person else clean(str(subject.label))[:300],
        changes=plain(entry.changes),
        personal_digest=personal_digest(salt=salt, values=values) if values else "",
    )
    event.content_hash = content_hash(event.content)
    return event, PersonalValue(event=event, salt=salt, values=values) if values else None


def _personal_values(entry: Entry) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if entry.personal:
        values["changes"] = plain(entry.personal)
    if entry.subject.names_person:
        values["label"] = clean(str(entry.subject.label))
    return values
