"""Personal keys: made, used, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Token, User
from accounts.operations.token import NewToken, create_token, note_use, revoke_token
from accounts.operations.user import deactivate_user
from accounts.queries import usable_token
from foundation.actors import SYSTEM, Actor
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, make_grant, make_token, make_user

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


def made(user: User, *, actor: Actor | None = None, expires_at: datetime | None = None) -> NewToken:
    return create_token(
        user=user,
        name="Spreadsheet",
        read_only=True,
        expires_at=expires_at or NOW + timedelta(days=90),
        actor=actor or user,
        now=NOW,
    )


def test_only_the_digest_of_a_key_is_kept(analyst: User) -> None:
    new = made(analyst)
    stored = Token.objects.get()
    assert stored.digest == sha256(new.key.encode()).hexdigest()
    assert (stored.user, stored.read_only, stored.expires_at) == (analyst, True, NOW + timedelta(days=90))
    assert new.key.startswith("sl_")
    assert verbs() == [("token_created", "accounts.token")]


def test_two_keys_are_never_the_same(analyst: User) -> None:
    assert made(analyst).key != made(analyst).key


def test_a_key_names_its_user_in_one_query(
    analyst: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = made(analyst).key
    with django_assert_num_queries(1):
        token = usable_token(key, NOW)
        assert token is not None
        assert (token.user, token.user.label) == (analyst, "Nora Flynn")


def test_a_key_opens_until_it_expires(analyst: User) -> None:
    key = made(analyst, expires_at=NOW + timedelta(days=1)).key
    assert usable_token(key, NOW + timedelta(hours=23)) is not None
    assert usable_token(key, NOW + timedelta(days=1)) is None


@pytest.mark.parametrize("key", ["", "sl_", "sl_something"])
def test_a_guess_opens_nothing(analyst: User, key: str) -> None:
    made(analyst)
    assert usable_token(key, NOW) is None


def test_a_revoked_key_opens_nothing(analyst: User) -> None:
    new = made(analyst)
    for _turn in range(2):
        revoke_token(token=new.token, actor=analyst, now=NOW)
    assert usable_token(new.key, NOW) is None
    assert verbs() == [("token_created", "accounts.token"), ("token_revoked", "accounts.token")]


def test_the_key_of_somebody_deactivated_opens_nothing(administrator: User, analyst: User) -> None:
    key = made(analyst).key
    deactivate_user(user=analyst, actor=administrator, now=NOW)
    assert usable_token(key, NOW) is None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_key_lives_from_a_moment_to_a_year(analyst: User, days: int) -> None:
    with pytest.raises(ValidationError) as caught:
        made(analyst, expires_at=NOW + timedelta(days=days))
    assert list(caught.value.message_dict) == ["expires_at"]


def test_nobody_makes_a_key_for_somebody_else_but_the_command_line(
    analyst: User, administrator: User
) -> None:
    with pytest.raises(PermissionDenied):
        made(analyst, actor=administrator)
    assert made(analyst, actor=SYSTEM).token.user == analyst


def test_a_key_is_ended_by_its_owner_or_who_manages_access_there(
    analyst: User, colleague: User, administrator: User
) -> None:
    token = make_token(analyst)
    with pytest.raises(PermissionDenied):
        revoke_token(token=token, actor=colleague, now=NOW)
    revoke_token(token=token, actor=administrator, now=NOW)
    assert Token.objects.get().revoked_at == NOW


def test_use_is_noted_to_within_minutes(analyst: User) -> None:
    token = make_token(analyst)
    noted = []
    for minutes in (0, 4, 5):
        note_use(token=token, now=NOW + timedelta(minutes=minutes))
        token.refresh_from_db()
        noted.append(token.last_used_at)
    assert noted == [NOW, NOW, NOW + timedelta(minutes=5)]


def test_a_branch_administrator_ends_keys_of_people_there(
    administrator: User, analyst: User, outsider: User
) -> None:
    local = make_user("Sean Daly")
    make_grant(local, "administrator", analyst.grants.get().unit)
    revoke_token(token=make_token(analyst), actor=local, now=NOW)
    with pytest.raises(PermissionDenied):
        revoke_token(token=make_token(outsider, key="other"), actor=local, now=NOW)
