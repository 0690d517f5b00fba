"""The history panel: what happened to a record, as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from audit.choices import Verb
from audit.models import Event
from audit.queries import history
from foundation.actors import SYSTEM, Actor
from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.cells import column_of, label_of, text_of
from workbench.types import type_of

LATEST = 30


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a record's history."""

    at: datetime
    actor: str
    verb: str
    differences: tuple[Difference, ...]


def history_of(record: Record, viewer: Actor) -> list[Happening]:
    """The latest events about a record, newest first, naming related records the viewer may see.

    One query, and one per relation to a type of which the viewer may not see all.
    """
    object_type = type_of(type(record))
    if object_type is None:
        return []
    events = list(history(object_type.label, record.uid)[:LATEST])
    hidden = _hidden(object_type, events, viewer)
    return [_happening(object_type, event, hidden) for event in events]


def _hidden(object_type: ObjectType, events: list[Event], viewer: Actor) -> set[str]:
    """The values, as the trail keeps them, that name records the viewer may not see."""
    hidden: set[str] = set()
    if viewer.access.allows(Permission.READ, [""]):
        return hidden
    for name in object_type.fields:
        related: Any = object_type.model._meta.get_field(name).related_model
        if related is not None and related.UNIT_LOOKUPS:
            pairs = [event.all_changes[name] for event in events if name in event.all_changes]
            values = {value for pair in pairs for value in pair if value}
            uids = [value.partition(" ")[0] for value in values]
            rows = related.objects.visible_to(viewer).filter(uid__in=uids)
            seen = {str(uid) for uid in rows.values_list("uid", flat=True)}
            hidden |= {value for value in values if value.partition(" ")[0] not in seen}
    return hidden


def _happening(object_type: ObjectType, event: Event, hidden: set[str]) -> Happening:
    shown = [name for name in event.all_changes if name in object_type.fields]
    if event.verb in (Verb.CREATED, Verb.DELETED):
        shown = []
    return Happening(
        at=event.at,
        actor=_("system") if event.actor_uid == SYSTEM.uid else event.actor_label,
        verb=event.verb_label,
        differences=tuple(
            Difference(
                label_of(object_type, name),
                *(_text(object_type, name, value, hidden) for value in event.all_changes[name]),
            )
            for name in shown
        ),
    )


def _text(object_type: ObjectType, name: str, value: Any, hidden: set[str]) -> str:
    """A value of the trail as people read it: a choice by its label, a relation without its uid."""
    column = column_of(object_type.model, name)
    if column is not None and column.is_relation and isinstance(value, str):
        return _("Not visible to you") if value in hidden else value.partition(" ")[2] or value
    if column is not None and column.choices and value is not None:
        return str({str(key): label for key, label in column.flatchoices}.get(str(value), value))
    return text_of(value)
