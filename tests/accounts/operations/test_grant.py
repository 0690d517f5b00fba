"""Roles given and taken."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Grant, Token, Unit, User
from accounts.operations.grant import grant_role, revoke_role
from accounts.operations.user import LastAdministrator
from audit.models import Event
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, make_grant, make_token, make_user


def test_a_role_is_given_for_a_unit(administrator: User, member: User, claims: Unit) -> None:
    grant_role(user=member, role="analyst", unit=claims, actor=administrator, now=NOW)
    assert list(member.grants.values_list("role", "unit__name")) == [("analyst", "Claims")]
    assert verbs() == [("granted", "accounts.user")]
    assert Event.objects.get().changes == {"role": [None, "analyst"], "unit": [None, "Claims"]}


def test_the_same_role_is_not_given_twice_and_an_unknown_one_never(
    administrator: User, analyst: User, claims: Unit
) -> None:
    for role in ("analyst", "wizard"):
        with pytest.raises(ValidationError):
            grant_role(user=analyst, role=role, unit=claims, actor=administrator, now=NOW)
    assert (analyst.grants.count(), Event.objects.count()) == (1, 0)


def test_a_branch_administrator_gives_and_takes_roles_only_there(
    administrator: User, member: User, claims: Unit, motor: Unit, sales: Unit, outsider: User
) -> None:
    local = make_user("Sean Daly")
    make_grant(local, "administrator", claims)
    grant_role(user=member, role="reader", unit=motor, actor=local, now=NOW)
    with pytest.raises(PermissionDenied):
        grant_role(user=member, role="reader", unit=sales, actor=local, now=NOW)
    with pytest.raises(PermissionDenied):
        revoke_role(grant=outsider.grants.get(), actor=local, now=NOW)


def test_nobody_without_the_permission_gives_roles(cio: User, claims: Unit) -> None:
    with pytest.raises(PermissionDenied):
        grant_role(user=cio, role="administrator", unit=claims, actor=cio, now=NOW)


def test_taking_a_role_ends_sessions_and_tokens(administrator: User, analyst: User) -> None:
    token, session = make_token(analyst), analyst.get_session_auth_hash()
    grant = analyst.grants.get()
    for _turn in range(2):
        revoke_role(grant=grant, actor=administrator, now=NOW)
    assert User.objects.get(pk=analyst.pk).get_session_auth_hash() != session
    assert Token.objects.get(pk=token.pk).revoked_at == NOW
    assert verbs() == [("revoked", "accounts.user")]
    assert Event.objects.get().changes == {"role": ["analyst", None], "unit": ["Claims", None]}


def test_the_role_of_the_last_administrator_stays(administrator: User, root: Unit) -> None:
    grant = administrator.grants.get()
    with pytest.raises(LastAdministrator):
        revoke_role(grant=grant, actor=administrator, now=NOW)
    gone = make_user("Sean Daly", is_active=False)
    make_grant(gone, "administrator", root)
    with pytest.raises(LastAdministrator):
        revoke_role(grant=grant, actor=administrator, now=NOW)
    make_grant(make_user("Mary Kelly"), "administrator", root)
    revoke_role(grant=grant, actor=administrator, now=NOW)
    assert not Grant.objects.filter(user=administrator).exists()
