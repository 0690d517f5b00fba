"""The chain of hashes that makes the trail tamper-evident, and the walk that checks it.

An event's *content hash* covers everything it says; personal values enter it only as a salted digest,
so that they can be erased later. A *seal* gives an event its place: its hash covers the sequence number, the
hash before it, the content hash and the instant. The *head* of a day is the last seal of that day (UTC).
SHA-256 throughout (FIPS 180-4), over canonical JSON: keys sorted, no spaces, UTF-8.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from audit.choices import Finding
from audit.engine.plain import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

GENESIS = "0" * 64
"""What the first seal follows."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one event says. ``changes`` holds plain values; ``personal_digest`` is empty where none are kept."""

    uid: UUID
    at: datetime
    actor_uid: UUID
    actor_label: str
    verb: str
    type_label: str
    object_uid: UUID
    object_label: str
    changes: Mapping[str, Any]
    personal_digest: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """The erasable part of an event as found: values with their salt, or the mark of a recorded erasure."""

    salt: str
    values: Any
    erased: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One seal with the event it seals, as found in the database."""

    sequence: int
    previous_hash: str
    hash: str
    sealed_at: datetime
    stored_content_hash: str
    content: Content
    personal: Personal | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the chain: what a head keeps, and what is exported."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong. ``sequence`` is 0 where the event has no seal."""

    finding: Finding
    sequence: int
    event_uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the chain was followed, where it ended, and what was wrong there."""

    links: int
    tip: Mark | None
    fault: Fault | None


def canonical(value: Any) -> bytes:
    """``value`` as the one JSON text that is hashed."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def content_hash(content: Content) -> str:
    """SHA-256 of everything the event says."""
    said = [
        str(content.uid),
        instant(content.at),
        str(content.actor_uid),
        content.actor_label,
        content.verb,
        content.type_label,
        str(content.object_uid),
        content.object_label,
        content.changes,
        content.personal_digest,
    ]
    return sha256(canonical(said)).hexdigest()


def personal_digest(*, salt: str, values: Any) -> str:
    """SHA-256 of the values behind a secret salt: without the salt they cannot be guessed back."""
    return sha256(canonical([salt, values])).hexdigest()


def link_hash(*, sequence: int, previous_hash: str, stored_content_hash: str, sealed_at: datetime) -> str:
    """SHA-256 that ties an event to its place in the chain."""
    return sha256(canonical([sequence, previous_hash, stored_content_hash, instant(sealed_at)])).hexdigest()


def day_of(sealed_at: datetime) -> date:
    """The day a seal counts for: the calendar day in UTC."""
    return sealed_at.astimezone(UTC).date()


def walk(links: Iterable[Link], *, heads: Mapping[date, Mark], marks: Iterable[Mark] = ()) -> Walk:
    """Follow the chain from its start and stop at the first fault.

    ``links`` come in sequence order. Every day with seals must have its head in ``heads`` and the other way
    round. ``marks`` are heads kept elsewhere that the chain must pass through: they find even a tail that was
    cut together with its heads.
    """
    tip, count, derived = Mark(0, GENESIS), 0, {}
    expected = {mark.sequence: mark.hash for mark in marks}
    for link in links:
        finding = _finding(link, tip, expected.pop(link.sequence, link.hash))
        if finding is not None:
            return Walk(count, tip if count else None, Fault(finding, link.sequence, link.content.uid))
        tip, count = Mark(link.sequence, link.hash), count + 1
        derived[day_of(link.sealed_at)] = tip
    return Walk(count, tip if count else None, _head_fault(derived, heads, expected))


def _finding(link: Link, before: Mark, expected_hash: str) -> Finding | None:
    if link.sequence != before.sequence + 1:
        return Finding.GAP
    if link.previous_hash != before.hash:
        return Finding.BROKEN
    if link.hash != _hash_of(link):
        return Finding.SEAL_EDITED
    if link.stored_content_hash != content_hash(link.content):
        return Finding.EVENT_EDITED
    if link.hash != expected_hash:
        return Finding.HEAD_DIFFERS
    return _personal_finding(link)


def _hash_of(link: Link) -> str:
    return link_hash(
        sequence=link.sequence,
        previous_hash=link.previous_hash,
        stored_content_hash=link.stored_content_hash,
        sealed_at=link.sealed_at,
    )


def _personal_finding(link: Link) -> Finding | None:
    digest, personal = link.content.personal_digest, link.personal
    if personal is None:
        return Finding.PERSONAL_MISSING if digest else None
    if personal.values is None:
        return None if personal.erased else Finding.PERSONAL_MISSING
    if digest != personal_digest(salt=personal.salt, values=personal.values):
        return Finding.PERSONAL_EDITED
    return None


def _head_fault(
    derived: Mapping[date, Mark], heads: Mapping[date, Mark], beyond: Mapping[int, str]
) -> Fault | None:
    if beyond:
        return Fault(Finding.HEAD_DIFFERS, min(beyond))
    wrong = [
        (derived.get(day) or heads[day]).sequence
        for day in {*derived, *heads}
        if derived.get(day) != heads.get(day)
    ]
    return Fault(Finding.HEAD_DIFFERS, min(wrong)) if wrong else None
