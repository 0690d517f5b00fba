"""Reading the trail: the history of an object, the latest events, and whether all of it is intact."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q, Subquery

from audit.choices import Finding, Verb
from audit.engine.chain import Fault, Link, Mark, Personal, Walk, walk
from audit.engine.plain import instant as spelled
from audit.engine.rewind import Step
from audit.models import Event, Head, PersonalValue, Seal, Unsealed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from audit.models.event import EventQuerySet

PATIENCE = timedelta(minutes=5)
"""How long an event may wait for its seal before that is a fault."""
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found. ``head`` is where the chain ends; ``fault`` the first thing wrong, if any."""

    events: int
    sealed: int
    waiting: int
    erased: int
    head: Mark | None
    fault: Fault | None

    @property
    def intact(self) -> bool:
        return self.fault is None


def history(type_label: str, uid: UUID) -> EventQuerySet:
    """What happened to one object, newest first, with the values that may be erased."""
    return Event.objects.about(type_label, uid).with_personal().newest_first()


def recent() -> EventQuerySet:
    """What happened anywhere, newest first."""
    return Event.objects.with_personal().newest_first()


def head() -> Mark | None:
    """Where the chain ends now: to be kept elsewhere and given back to ``verification`` later."""
    tip = Seal.objects.tip()
    return Mark(tip.sequence, tip.hash) if tip else None


def length() -> int:
    """How many events the trail has: it grows with every change, in the order in which changes are committed.

    The newest event would not do: an older number may be committed after it. One query.
    """
    seals, waiting = Seal._meta.db_table, Unsealed._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MAX(sequence) FROM {seals}), (SELECT COUNT(*) FROM {waiting})")  # noqa: S608 - names of tables
        sealed, unsealed = cursor.fetchone()
    return int(sealed or 0) + int(unsealed)


def verification(now: datetime, marks: Iterable[Mark] = ()) -> Verification:
    """Check every event, seal and head. ``marks`` are heads exported earlier that must still be passed."""
    followed = _follow(marks)
    return Verification(
        events=Event.objects.count(),
        sealed=followed.links,
        waiting=Unsealed.objects.count(),
        erased=PersonalValue.objects.exclude(erased_at=None).count(),
        head=followed.tip,
        fault=followed.fault or _overdue(now) or _lost(),
    )


def _follow(marks: Iterable[Mark]) -> Walk:
    """Walk the chain as far as it reached at one instant, so that a sealer at work disturbs nothing."""
    last = Seal.objects.order_by("-sequence").values("sequence")[:1]
    rows = list(Head.objects.annotate(last=Subquery(last)).values_list("day", "sequence", "hash", "last"))
    heads: dict[date, Mark] = {day: Mark(sequence, digest) for day, sequence, digest, _ in rows}
    seals = Seal.objects.in_sequence()
    if rows:
        seals = seals.filter(sequence__lte=rows[0][3] or 0)
    with closing(_links(seals)) as links:  # a fault ends the walk early, and its cursor with it
        return walk(links, heads=heads, marks=marks)


def _links(seals: Any) -> Generator[Link]:
    erasures = set(Event.objects.filter(verb=Verb.ERASED).values_list("object_uid", "at"))
    for seal in seals.select_related("event__personal").iterator(chunk_size=CHUNK):
        event: Event = seal.event
        yield Link(
            sequence=seal.sequence,
            previous_hash=seal.previous_hash,
            hash=seal.hash,
            sealed_at=seal.sealed_at,
            stored_content_hash=event.content_hash,
            content=event.content,
            personal=_personal(event, erasures),
        )


def _personal(event: Event, erasures: set[tuple[UUID, datetime]]) -> Personal | None:
    values: PersonalValue | None = getattr(event, "personal", None)
    if values is None:
        return None
    erased = values.erased_at is not None and (event.object_uid, values.erased_at) in erasures
    return Personal(salt=values.salt, values=values.values, erased=erased)


def _overdue(now: datetime) -> Fault | None:
    oldest = Unsealed.objects.filter(since__lt=now - PATIENCE).order_by("since", "event_id")
    uid = oldest.values_list("event__uid", flat=True).first()
    return Fault(Finding.UNSEALED, 0, uid) if uid else None


def _lost() -> Fault | None:
    uid = Event.objects.lost().order_by("pk").values_list("uid", flat=True).first()
    return Fault(Finding.LOST, 0, uid) if uid else None


def steps_since(type_label: str, uids: Iterable[UUID], instant: datetime) -> dict[UUID, list[Step]]:
    """What happened to some objects of a type from ``instant`` on, newest first, by uid: one query."""
    events = Event.objects.filter(type_label=type_label, object_uid__in=list(uids), at__gte=instant)
    found: dict[UUID, list[Step]] = {}
    for event in events.with_personal().newest_first():
        step = Step(spelled(event.at), event.verb, event.all_changes)
        found.setdefault(event.object_uid, []).append(step)
    return found


def left_since(type_label: str, relation: str, owners: Iterable[UUID], instant: datetime) -> set[UUID]:
    """Objects of a type that were deleted or moved away from one of their owners since: one query."""
    left = Q(pk=None)
    for owner in owners:
        left |= Q(**{f"changes__{relation}__0__startswith": str(owner)})
    events = Event.objects.filter(left, type_label=type_label, at__gte=instant)
    return set(events.values_list("object_uid", flat=True))


def ever_were(type_label: str, uids: Iterable[UUID], field: str, values: Iterable[str]) -> frozenset[UUID]:
    """Which objects of a type ever had one of ``values`` in a field that is not erasable: one query."""
    wanted = list(values)
    had = Q(**{f"changes__{field}__0__in": wanted}) | Q(**{f"changes__{field}__1__in": wanted})
    events = Event.objects.filter(had, type_label=type_label, object_uid__in=list(uids)).order_by()
    return frozenset(events.values_list("object_uid", flat=True))
