"""Events and links, the smallest that are valid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from audit.choices import Verb
from audit.engine.chain import GENESIS, Content, Link, Personal, content_hash, link_hash, personal_digest
from audit.operations.recording import Entry, Subject, record
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from audit.models import Event

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def make_subject(*, uid: UUID | None = None, label: str = "Portal", names_person: bool = False) -> Subject:
    return Subject("alignment.initiative", uid or uuid4(), label, names_person)


def make_entry(*, verb: Verb = Verb.UPDATED, subject: Subject | None = None, **changes: Any) -> Entry:
    return Entry(verb, subject or make_subject(), changes)


def make_event(
    *,
    verb: Verb = Verb.UPDATED,
    subject: Subject | None = None,
    changes: dict[str, tuple[Any, Any]] | None = None,
    personal: dict[str, tuple[Any, Any]] | None = None,
    now: datetime = NOW,
) -> Event:
    return record(
        actor=SYSTEM,
        verb=verb,
        subject=subject or make_subject(),
        changes=changes or {},
        personal=personal,
        now=now,
    )


def make_link(*, number: int, previous: Link | None = None, personal: Personal | None = None) -> Link:
    """The seal after ``previous``, one hour later."""
    digest = personal_digest(salt=personal.salt, values=personal.values) if personal else ""
    content = Content(
        uid=UUID(int=number),
        at=NOW + timedelta(hours=number),
        actor_uid=SYSTEM.uid,
        actor_label="system",
        verb="updated",
        type_label="alignment.initiative",
        object_uid=UUID(int=number % 3),
        object_label=f"Initiative {number % 3}",
        changes={"name": ["", f"Initiative {number}"]},
        personal_digest=digest,
    )
    before = previous.hash if previous else GENESIS
    stored, sealed_at = content_hash(content), content.at + timedelta(seconds=5)
    digest = link_hash(sequence=number, previous_hash=before, stored_content_hash=stored, sealed_at=sealed_at)
    return Link(number, before, digest, sealed_at, stored, content, personal)


def make_chain(length: int) -> list[Link]:
    """A sound chain; every fourth event has personal values."""
    links: list[Link] = []
    for number in range(1, length + 1):
        personal = (
            Personal(f"salt{number}", {"label": f"Person {number}"}, erased=False)
            if number % 4 == 0
            else None
        )
        links.append(make_link(number=number, previous=links[-1] if links else None, personal=personal))
    return links
