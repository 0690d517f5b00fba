"""The history panel: what happened to a record, as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.models import Event
from audit.queries import history
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


def history_of(record: Record) -> list[Happening]:
    """The latest events about a record, newest first. One query."""
    object_type = type_of(type(record))
    if object_type is None:
        return []
    return [_happening(object_type, event) for event in history(object_type.label, record.uid)[:LATEST]]


def _happening(object_type: ObjectType, event: Event) -> Happening:
    shown = [name for name in event.all_changes if name in object_type.fields]
    return Happening(
        at=event.at,
        actor=event.actor_label,
        verb=event.verb_label,
        differences=tuple(
            Difference(
                label_of(object_type, name),
                *(_text(object_type, name, value) for value in event.all_changes[name]),
            )
            for name in shown
        ),
    )


def _text(object_type: ObjectType, name: str, value: Any) -> str:
    """A value of the trail as people read it: a choice by its label, a relation without its uid."""
    column = column_of(object_type.model, name)
    if column is not None and column.is_relation and isinstance(value, str):
        return value.partition(" ")[2] or value
    if column is not None and column.choices and value is not None:
        return str({str(key): label for key, label in column.flatchoices}.get(str(value), value))
    return text_of(value)
