"""What was deleted of late and may come back: a record with the parts that went along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from audit.choices import Verb
from audit.models import Event
from workbench.types import type_named

LATEST = 200
"""Events looked at; older deletions stay in the trail."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """One deletion: ``events`` name the record first, then its parts."""

    events: tuple[Event, ...]

    @property
    def uid(self) -> UUID:
        return self.events[0].uid

    @property
    def label(self) -> str:
        return self.events[0].subject_label

    @property
    def at(self) -> datetime:
        return self.events[0].at

    @property
    def actor(self) -> str:
        return self.events[0].actor_label

    @property
    def parts(self) -> int:
        return len(self.events) - 1


def deletions(viewer: User) -> list[Deletion]:
    """Deletions the viewer may undo, newest first: their own, and everybody's for who may delete everywhere.

    What has come back since is left out. One query, and one per type among them.
    """
    events = list(_events(viewer)[:LATEST])
    present = _present(events)
    gone = [event for event in reversed(events) if event.object_uid not in present]
    groups = groupby(gone, key=lambda event: (event.at, event.actor_uid))
    return [Deletion(tuple(group)) for _, group in groups][::-1]


def _events(viewer: User) -> QuerySet[Event]:
    rows = Event.objects.filter(verb=Verb.DELETED).with_personal().newest_first()
    return rows if viewer.access.allows(Permission.DELETE, [""]) else rows.filter(actor_uid=viewer.uid)


def _present(events: list[Event]) -> set[UUID]:
    """Uids among those of the events that exist again."""
    present: set[UUID] = set()
    for label in {event.type_label for event in events}:
        object_type = type_named(label)
        if object_type is not None:
            uids = [event.object_uid for event in events if event.type_label == label]
            present |= set(object_type.model.objects.filter(uid__in=uids).values_list("uid", flat=True))
    return present
