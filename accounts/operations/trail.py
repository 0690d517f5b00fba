"""How the audit trail names what this app keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Person, User
from audit.operations.recording import Subject

if TYPE_CHECKING:
    from accounts.models import Enterprise, Token, Unit


def about(thing: Enterprise | Person | Token | Unit | User) -> Subject:
    """The subject of an event; the names of people are kept apart, so that they can be erased."""
    is_personal = isinstance(thing, Person | User)
    return Subject(thing._meta.label_lower, thing.uid, str(thing), names_person=is_personal)
