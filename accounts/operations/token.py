"""Personal keys to the API: shown once, kept as a digest, ended by their owner, by time or with the sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Token
from accounts.operations.trail import about
from accounts.permissions import Permission
from accounts.queries import digest_of
from accounts.rules import require
from audit.choices import Verb
from audit.operations.recording import record
from foundation.actors import SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from foundation.actors import Actor

PREFIX = "sl_"
"""Begins every key, so that a key found in a file or a log is recognized as one."""
LONGEST = timedelta(days=366)
USE_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its key, which is known only here and now."""

    token: Token
    key: str


@transaction.atomic
def create_token(
    *, user: User, name: str, read_only: bool, expires_at: datetime, actor: Actor, now: datetime
) -> NewToken:
    """Make a key by which programs act as ``user``, until ``expires_at`` (at most a year from now).

    Only users themselves may, and the command line. Raises ``PermissionDenied`` or ``ValidationError``.
    """
    if actor.uid not in {user.uid, SYSTEM.uid}:
        raise PermissionDenied
    if not now < expires_at <= now + LONGEST:
        raise ValidationError({"expires_at": _("Choose a day from tomorrow up to a year from now.")})
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        user=user,
        name=name,
        digest=digest_of(key),
        read_only=read_only,
        created_at=now,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save(force_insert=True)
    changes = {"read_only": (None, read_only), "expires_at": (None, expires_at)}
    record(actor=actor, verb=Verb.TOKEN_CREATED, subject=about(token), changes=changes, now=now)
    return NewToken(token, key)


@transaction.atomic
def revoke_token(*, token: Token, actor: Actor, now: datetime) -> None:
    """End a token: its next use is refused. Its owner may, and whoever manages access everywhere the owner works."""
    if actor.uid != token.user.uid:
        require(actor, Permission.MANAGE_ACCESS, token.user.grants.values_list("unit__path", flat=True))
    if Token.objects.unrevoked().filter(pk=token.pk).update(revoked_at=now):
        changes = {"revoked_at": (None, now)}
        record(actor=actor, verb=Verb.TOKEN_REVOKED, subject=about(token), changes=changes, now=now)


def note_use(*, token: Token, now: datetime) -> None:
    """Remember when a token was last used, to within minutes; a key in use writes seldom and leaves no event."""
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
