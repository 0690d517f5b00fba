"""Adding, changing, deactivating people who sign in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Person, Token, Unit, User
from accounts.operations.user import (
    ChangedMeanwhile,
    LastAdministrator,
    activate_user,
    add_user,
    change_password,
    change_profile,
    deactivate_user,
)
from audit.choices import Verb
from audit.models import Event
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, PASSWORD, make_grant, make_person, make_token, make_user


def added(actor: User, **changed: Any) -> User:
    values = {"name": "Sean Daly", "email": "Sean.Daly@harbor.example", "title": "Actuary", "unit": None}
    return add_user(**{**values, "actor": actor, "now": NOW, **changed})


def test_a_new_user_is_a_person_with_a_sign_in_and_without_a_role(administrator: User, claims: Unit) -> None:
    user = added(administrator, unit=claims)
    person = user.person
    assert (person.name, person.email, person.title, person.unit) == (
        "Sean Daly",
        "Sean.Daly@harbor.example",
        "Actuary",
        claims,
    )
    assert (user.email, user.is_active, user.has_usable_password()) == (
        "sean.daly@harbor.example",
        True,
        False,
    )
    assert list(user.grants.all()) == []
    assert verbs() == [("created", "accounts.person"), ("created", "accounts.user")]


def test_names_and_addresses_can_be_erased_from_the_trail(administrator: User) -> None:
    added(administrator)
    assert list(Event.objects.values_list("object_label", "changes")) == [("", {}), ("", {})]
    assert [event.all_changes for event in Event.objects.with_personal().order_by("pk")] == [
        {"name": [None, "Sean Daly"], "email": [None, "Sean.Daly@harbor.example"]},
        {"email": [None, "sean.daly@harbor.example"]},
    ]


def test_a_known_person_gets_a_sign_in_and_keeps_their_name(administrator: User, claims: Unit) -> None:
    known = make_person("S. Daly", email="sean.daly@harbor.example", unit=claims)
    assert added(administrator).person == known
    assert Person.objects.get(pk=known.pk).name == "S. Daly"
    assert verbs() == [("created", "accounts.user")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"email": ""}, "email"), ({"name": ""}, "name"), ({"password": "short"}, "password")],
)
def test_a_bad_value_adds_nobody(administrator: User, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        added(administrator, **changed)
    assert field in caught.value.message_dict
    assert (User.objects.count(), Person.objects.count(), Event.objects.count()) == (1, 1, 0)


def test_two_users_cannot_share_an_address_in_whatever_case(administrator: User) -> None:
    added(administrator)
    with pytest.raises(ValidationError):
        added(administrator, email="SEAN.daly@harbor.example")


def test_only_who_manages_access_adds_people(cio: User) -> None:
    with pytest.raises(PermissionDenied):
        added(cio)


def test_deactivation_ends_tokens_and_is_undone_without_reviving_them(
    administrator: User, analyst: User
) -> None:
    token, epoch = make_token(analyst), analyst.session_epoch
    deactivate_user(user=analyst, actor=administrator, now=NOW)
    stored = User.objects.get(pk=analyst.pk)
    assert (stored.is_active, stored.session_epoch, analyst.is_active) == (False, epoch + 1, False)
    activate_user(user=analyst, actor=administrator, now=NOW)
    assert User.objects.get(pk=analyst.pk).is_active
    assert Token.objects.get(pk=token.pk).revoked_at == NOW
    assert verbs() == [("deactivated", "accounts.user"), ("activated", "accounts.user")]


def test_doing_it_twice_leaves_one_event(administrator: User, analyst: User) -> None:
    for _turn in range(2):
        deactivate_user(user=analyst, actor=administrator, now=NOW)
    for _turn in range(2):
        activate_user(user=analyst, actor=administrator, now=NOW)
    assert [verb for verb, _type in verbs()] == ["deactivated", "activated"]


def test_the_last_administrator_stays(administrator: User, root: Unit) -> None:
    with pytest.raises(LastAdministrator):
        deactivate_user(user=administrator, actor=administrator, now=NOW)
    assert User.objects.get(pk=administrator.pk).is_active
    make_grant(make_user("Sean Daly"), "administrator", root)
    deactivate_user(user=administrator, actor=administrator, now=NOW)
    assert not User.objects.get(pk=administrator.pk).is_active


def test_an_administrator_of_a_branch_does_not_count_as_the_last_one(
    administrator: User, claims: Unit
) -> None:
    make_grant(make_user("Sean Daly"), "administrator", claims)
    with pytest.raises(LastAdministrator):
        deactivate_user(user=administrator, actor=administrator, now=NOW)


@pytest.mark.parametrize("operation", [deactivate_user, activate_user])
def test_a_branch_administrator_cannot_shut_out_people_with_roles_elsewhere(
    administrator: User, claims: Unit, outsider: User, operation: Any
) -> None:
    local = make_user("Sean Daly")
    make_grant(local, "administrator", claims)
    with pytest.raises(PermissionDenied):
        operation(user=outsider, actor=local, now=NOW)


def profile(user: User, **changed: Any) -> None:
    person = {"name": user.person.name, "title": user.person.title}
    preferences = {"language": "en", "time_zone": "Australia/Lord_Howe", "single_keys": False}
    change_profile(**{
        "user": user, "person": person, "preferences": preferences,
        "version": user.person.version, "actor": user, "now": NOW, **changed,
    })  # fmt: skip


def test_people_change_what_is_theirs(analyst: User) -> None:
    profile(analyst, person={"name": "Nora Flynn-Walsh", "title": "Lead analyst"})
    stored = User.objects.with_person().get(pk=analyst.pk)
    assert (stored.person.name, stored.person.title, stored.person.version) == (
        "Nora Flynn-Walsh",
        "Lead analyst",
        2,
    )
    assert (stored.language, stored.zone, stored.single_keys) == ("en", "Australia/Lord_Howe", False)
    assert verbs() == [("updated", "accounts.person"), ("updated", "accounts.user")]
    assert Event.objects.order_by("pk")[0].changes == {"title": ["", "Lead analyst"]}


def test_a_profile_without_a_change_leaves_no_event(analyst: User) -> None:
    profile(analyst, preferences={"single_keys": True})
    assert verbs() == []


def test_a_profile_shown_before_somebody_else_changed_it_is_refused(analyst: User) -> None:
    with pytest.raises(ChangedMeanwhile):
        profile(analyst, person={"name": "Other", "title": ""}, version=7)
    assert Person.objects.get(pk=analyst.person_id).name == "Nora Flynn"
    assert verbs() == []


def test_a_profile_without_a_name_is_refused(analyst: User) -> None:
    with pytest.raises(ValidationError):
        profile(analyst, person={"name": "", "title": ""})


def test_nobody_changes_the_profile_of_another(analyst: User, colleague: User, administrator: User) -> None:
    with pytest.raises(PermissionDenied):
        profile(analyst, actor=colleague)
    profile(analyst, actor=administrator)
    assert User.objects.get(pk=analyst.pk).single_keys is False


def test_a_new_password_ends_sessions_and_tokens(analyst: User) -> None:
    token, session = make_token(analyst), analyst.get_session_auth_hash()
    change_password(
        user=analyst, password="another longer phrase", verb=Verb.PASSWORD_CHANGED, actor=analyst, now=NOW
    )
    stored = User.objects.get(pk=analyst.pk)
    assert stored.check_password("another longer phrase")
    assert stored.get_session_auth_hash() == analyst.get_session_auth_hash() != session
    assert Token.objects.get(pk=token.pk).revoked_at == NOW
    assert verbs() == [("password_changed", "accounts.user")]


def test_a_weak_password_is_refused(analyst: User) -> None:
    with pytest.raises(ValidationError):
        change_password(user=analyst, password="123", verb=Verb.PASSWORD_CHANGED, actor=analyst, now=NOW)
    assert User.objects.get(pk=analyst.pk).check_password(PASSWORD)
