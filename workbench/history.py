"""The history panel: what happened to a record, as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from audit.choices import Verb
from audit.models import Event
from audit.queries import history
from foundation import formats
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
    """One event of a record's history.

    ``at`` is when it was recorded; ``of`` the earlier day of the fact, where it was told afterwards.
    """

    at: datetime
    of: date | None
    actor: str
    verb: str
    differences: tuple[Difference, ...]

    @property
    def day(self) -> date:
        """The day of the fact, in the reader's zone where it is the day of recording."""
        return self.of or timezone.localtime(self.at).date()


def history_of(record: Record, viewer: Actor) -> list[Happening]:
    """The latest events about a record, naming related records the viewer may see.

    They stand in the order of the days they are of, the last day first; those of one day as they were recorded.
    One query, and one per relation to a type of which the viewer may not see all.
    """
    object_type = type_of(type(record))
    if object_type is None:
        return []
    events = list(history(object_type.label, record.uid)[:LATEST])
    hidden = _hidden(object_type, events, viewer)
    found = [_happening(object_type, event, hidden) for event in events]
    return sorted(found, key=lambda happening: happening.day, reverse=True)


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
    of, dated_by = _told_afterwards(object_type, event)
    if event.verb in (Verb.CREATED, Verb.DELETED):
        shown = [dated_by] if of else []
    return Happening(
        at=event.at,
        of=of,
        actor=_("system") if event.actor_uid == SYSTEM.uid else event.actor_label,
        verb=event.verb_label,
        differences=tuple(_difference(object_type, event, name, hidden) for name in shown),
    )


def _difference(object_type: ObjectType, event: Event, name: str, hidden: set[str]) -> Difference:
    """One field before and after; what a record began with has nothing before it."""
    before, after = (_text(object_type, name, value, hidden) for value in event.all_changes[name])
    return Difference(label_of(object_type, name), "" if event.verb == Verb.CREATED else before, after)


def _told_afterwards(object_type: ObjectType, event: Event) -> tuple[date | None, str]:
    """The day an event's fact is of, where that is earlier than the day it was recorded, and the field that says so."""
    recorded = timezone.localtime(event.at).date()
    for name in object_type.model.DATED_BY if event.verb != Verb.DELETED else ():
        _before, after = event.all_changes.get(name, (None, None))
        if after and (day := date.fromisoformat(after)) < recorded:
            return day, name
    return None, ""


def _text(object_type: ObjectType, name: str, value: Any, hidden: set[str]) -> str:
    """A value of the trail as people read it: a choice by its label, a day in words, a relation without its uid."""
    column = column_of(object_type.model, name)
    if column is not None and column.is_relation and isinstance(value, str):
        return _("Not visible to you") if value in hidden else value.partition(" ")[2] or value
    if column is not None and column.choices and value is not None:
        return str({str(key): label for key, label in column.flatchoices}.get(str(value), value))
    if isinstance(column, DateField) and isinstance(value, str):
        return formats.day(date.fromisoformat(value))
    return text_of(value)
