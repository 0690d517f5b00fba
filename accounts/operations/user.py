"""People who sign in: added by an administrator, changed by themselves, deactivated, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Enterprise, Grant, Person, User
from accounts.operations.numbering import reserve_numbers
from accounts.operations.password_link import invite
from accounts.operations.trail import about
from accounts.permissions import Permission
from accounts.rules import require
from audit.choices import Verb
from audit.operations.recording import Entry, record, record_many
from jobs.operations.outbox import withhold

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Unit
    from foundation.actors import Actor


class LastAdministrator(Exception):
    """Afterwards nobody could administer the installation any more."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the record since it was read."""


@transaction.atomic
def add_user(
    *,
    name: str,
    email: str,
    title: str,
    unit: Unit | None,
    actor: Actor,
    now: datetime,
    password: str = "",
    is_invited: bool = False,
) -> User:
    """Let somebody sign in. A person with this address who has no sign-in yet gets one; else a person is made.

    With ``is_invited`` a mail asks them to choose a password; without a password nobody signs in before that. The user holds no role yet.
    Raises ``PermissionDenied``, or ``ValidationError`` for an address in use or a password too weak.
    """
    require(actor, Permission.MANAGE_ACCESS)
    known = Person.objects.active().filter(email__iexact=email, user=None).first() if email else None
    user = created_user(
        name=name, email=email, title=title, unit=unit, password=password, now=now, person=known
    )
    entries = [Entry(Verb.CREATED, about(user), personal={"email": (None, user.email)})]
    if known is None:
        values = {"name": (None, user.person.name), "email": (None, user.person.email)}
        entries.insert(0, Entry(Verb.CREATED, about(user.person), personal=values))
    record_many(actor=actor, entries=entries, now=now)
    if is_invited:
        invite(user=user, actor=actor, now=now)
    return user


def created_user(
    *,
    name: str,
    email: str,
    password: str,
    title: str,
    unit: Unit | None,
    now: datetime,
    person: Person | None = None,
    uid: UUID | None = None,
) -> User:
    """A new user, and a new person where none is given. Part of other operations: writes no event.

    ``uid`` is the one the new person shall have.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise ValidationError({"email": _("Somebody signs in with this address already.")})
    if person is None:
        person = Person(uid=uid or uuid4(), name=name, email=email.strip(), title=title, unit=unit)
        person.created_at = person.updated_at = now
        person.number = reserve_numbers(model=Person, count=1)[0]
        person.full_clean()
        person.save(force_insert=True)
    user = User(email=email.strip().lower(), person=person, created_at=now)
    _set_password(user, password)
    user.full_clean()
    user.save(force_insert=True)
    return user


def _set_password(user: User, password: str) -> None:
    if not password:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)


@transaction.atomic
def change_password(*, user: User, password: str, verb: Verb, actor: Actor, now: datetime) -> None:
    """Set a new password; every other session and every token of the user ends.

    ``verb`` tells a change by somebody signed in from a reset by mail. Raises ``ValidationError``.
    """
    _set_password(user, password)
    user.save(update_fields=["password"])
    end_sign_ins(user=user, now=now)
    record(actor=actor, verb=verb, subject=about(user), changes={}, now=now)


@transaction.atomic
def deactivate_user(*, user: User, actor: Actor, now: datetime) -> None:
    """Shut somebody out: sessions and tokens end with their next request, and mail that waits is not sent.

    Raises ``PermissionDenied``, or ``LastAdministrator``.
    """
    require(actor, Permission.MANAGE_ACCESS, user.grants.values_list("unit__path", flat=True))
    Enterprise.objects.select_for_update().first()
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        return
    refuse_without_administrator()
    user.is_active = False
    end_sign_ins(user=user, now=now)
    withhold(recipient=user.email, reason=_("Deactivated by %(name)s.") % {"name": actor.label})
    record(
        actor=actor, verb=Verb.DEACTIVATED, subject=about(user), changes={"active": (True, False)}, now=now
    )


@transaction.atomic
def activate_user(*, user: User, actor: Actor, now: datetime) -> None:
    """Let somebody in again, with the roles held before; sessions and tokens that ended stay ended."""
    require(actor, Permission.MANAGE_ACCESS, user.grants.values_list("unit__path", flat=True))
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        record(
            actor=actor, verb=Verb.ACTIVATED, subject=about(user), changes={"active": (False, True)}, now=now
        )


@transaction.atomic
def change_profile(
    *,
    user: User,
    person: dict[str, Any],
    preferences: dict[str, Any],
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what somebody may say of themselves: ``person`` has name and title; ``preferences`` are theirs alone.

    ``version`` is the version of the person that was shown. Raises ``PermissionDenied``, ``ChangedMeanwhile``
    or ``ValidationError``.
    """
    if actor.uid != user.uid:
        require(actor, Permission.MANAGE_ACCESS)
    changes = _differences(user.person, person)
    settings = _differences(user, preferences)
    user.person.full_clean()
    user.full_clean()
    if changes:
        _save_person(user.person, changes, version, now)
    if settings:
        user.save(update_fields=list(settings))
    entries = []
    if changes:
        title = {name: pair for name, pair in changes.items() if name != "name"}
        named = {name: pair for name, pair in changes.items() if name == "name"}
        entries.append(Entry(Verb.UPDATED, about(user.person), title, named or None))
    if settings:
        entries.append(Entry(Verb.UPDATED, about(user), settings))
    record_many(actor=actor, entries=entries, now=now)


def _differences(thing: Person | User, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the values, and say which of them differed: name → (before, after)."""
    before = {name: getattr(thing, name) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    return {name: (old, values[name]) for name, old in before.items() if old != values[name]}


def _save_person(person: Person, changes: dict[str, tuple[Any, Any]], version: int, now: datetime) -> None:
    """Compare and set in one statement, so that no other change is overwritten unseen."""
    after = {name: new for name, (_old, new) in changes.items()}
    shown = Person.objects.filter(pk=person.pk, version=version)
    if not shown.update(**after, version=F("version") + 1, updated_at=now):
        raise ChangedMeanwhile
    person.version = version + 1


def end_sign_ins(*, user: User, now: datetime) -> None:
    """End every session and every token of a user. Part of other operations: writes no event."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.session_epoch += 1
    user.tokens.unrevoked().update(revoked_at=now)


def refuse_without_administrator() -> None:
    """Raise ``LastAdministrator`` where nobody active may run the whole installation. The caller holds the lock."""
    if not Grant.objects.of_administrators().exists():
        raise LastAdministrator(
            _("Somebody has to administer the installation: grant the role to another person first.")
        )
