"""What the trail keeps of signing in and out, and of attempts that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from accounts.access import GrantedAccess
from accounts.models import User
from accounts.operations.trail import about
from audit.choices import Verb
from audit.operations.recording import Subject, record

if TYPE_CHECKING:
    from datetime import datetime


class Stranger:
    """Somebody who has not signed in, as the trail names them."""

    uid = UUID("00000000-0000-4000-8000-000000000003")
    label = "anonymous"
    access = GrantedAccess({})


STRANGER = Stranger()


def note_signed_in(*, user: User, address: str, now: datetime) -> None:
    """Keep that a user signed in, and from which network address (erasable)."""
    personal = {"address": (None, address)}
    record(actor=user, verb=Verb.SIGNED_IN, subject=about(user), changes={}, personal=personal, now=now)


def note_signed_out(*, user: User, now: datetime) -> None:
    """Keep that a user signed out."""
    record(actor=user, verb=Verb.SIGNED_OUT, subject=about(user), changes={}, now=now)


def note_failed(*, email: str, address: str, now: datetime) -> None:
    """Keep that somebody tried to sign in as ``email`` and did not get in."""
    user = User.objects.filter(email=email.strip().lower()).first()
    unknown = Subject(User._meta.label_lower, STRANGER.uid, email, names_person=True)
    record(
        actor=STRANGER,
        verb=Verb.SIGN_IN_FAILED,
        subject=about(user) if user else unknown,
        changes={},
        personal={"address": (None, address)},
        now=now,
    )
