"""What people see and change of their own sign-in."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from accounts.models import Token, User
from accounts.queries import digest_of
from tests.factories.accounts import NOW, make_token, make_user

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

    from tests.personas import ClientOf


def answers(**changed: str) -> dict[str, str]:
    return {
        "name": "Nora Flynn",
        "title": "Analyst",
        "language": "",
        "time_zone": "",
        "version": "1",
        **changed,
    }


def test_a_profile_is_saved(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    response = client.post(
        "/profile/", answers(title="Lead analyst", time_zone="Asia/Tokyo", single_keys="on")
    )
    assert (response.status_code, response["Location"]) == (302, "/profile/")
    stored = User.objects.with_person().get(pk=analyst.pk)
    assert (stored.person.title, stored.time_zone, stored.single_keys) == ("Lead analyst", "Asia/Tokyo", True)
    assert b'value="Lead analyst"' in client.get("/profile/").content


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"language": "tlh"}, "language"),
        ({"version": "9"}, "__all__"),
        ({"quiet_from": "20:00"}, "quiet_until"),
        ({"quiet_until": "07:00"}, "quiet_from"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "quiet_from"),
    ],
)
def test_a_bad_answer_is_said_and_nothing_is_saved(
    analyst: User, client_of: ClientOf, changed: dict[str, str], field: str
) -> None:
    response = client_of(analyst).post("/profile/", answers(**changed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert User.objects.with_person().get(pk=analyst.pk).person.title == ""


def test_quiet_hours_are_chosen_and_given_up(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    assert b'value="20:00"' in client.get("/profile/").content
    client.post("/profile/", answers(quiet_from="22:30", quiet_until="06:00"))
    stored = User.objects.get(pk=analyst.pk)
    assert (stored.quiet_from, stored.quiet_until, stored.weekly_digest) == (time(22, 30), time(6), False)
    client.post("/profile/", answers(quiet_from="", quiet_until="", weekly_digest="on"))
    stored.refresh_from_db()
    assert (stored.quiet_from, stored.quiet_until, stored.weekly_digest) == (None, None, True)


def test_instants_are_shown_in_the_reader_s_zone_else_in_the_enterprise_s(
    analyst: User, client_of: ClientOf
) -> None:
    User.objects.filter(pk=analyst.pk).update(last_login=NOW)
    client = client_of(analyst)
    User.objects.filter(pk=analyst.pk).update(last_login=NOW)
    assert b"2 Nov 2026, 09:30" in client.get("/profile/").content
    User.objects.filter(pk=analyst.pk).update(time_zone="Asia/Tokyo")
    assert b"2 Nov 2026, 18:30" in client.get("/profile/").content


def test_a_key_is_shown_once(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    response = client.post("/profile/tokens/", {"name": "Spreadsheet", "days": "30", "read_only": "on"})
    key = response.context["key"]
    assert response["Cache-Control"] == "no-store, private"
    assert key.encode() in response.content
    token = Token.objects.get(digest=digest_of(key))
    assert (token.user, token.name, token.read_only) == (analyst, "Spreadsheet", True)
    assert token.expires_at == token.created_at + timedelta(days=30)
    page = client.get("/profile/tokens/").content
    assert (b"Spreadsheet" in page, key.encode() in page) == (True, False)


@pytest.mark.parametrize(("changed", "field"), [({"name": ""}, "name"), ({"days": "4000"}, "days")])
def test_a_token_needs_a_name_and_an_end(
    analyst: User, client_of: ClientOf, changed: dict[str, str], field: str
) -> None:
    form = {"name": "Spreadsheet", "days": "30", **changed}
    response = client_of(analyst).post("/profile/tokens/", form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Token.objects.exists()


def test_a_token_is_revoked_and_leaves_the_page(analyst: User, client_of: ClientOf) -> None:
    token, client = make_token(analyst), client_of(analyst)
    assert client.post(f"/profile/tokens/{token.uid}/revoke/")["Location"] == "/profile/tokens/"
    assert Token.objects.get().revoked_at is not None
    assert list(client.get("/profile/tokens/").context["tokens"]) == []


def test_the_tokens_of_others_are_not_there(
    analyst: User, colleague: User, administrator: User, client_of: ClientOf
) -> None:
    token = make_token(analyst)
    for other in (colleague, administrator):
        assert client_of(other).post(f"/profile/tokens/{token.uid}/revoke/").status_code == 404
        assert list(client_of(other).get("/profile/tokens/").context["tokens"]) == []
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_tokens_page_takes_the_same_queries_for_one_and_three(
    analyst: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_token(analyst, key=f"key {number}")
    client = client_of(analyst)
    # session, user with person, grants, tokens, enterprise and inbox of the shell
    with django_assert_num_queries(3):
        client.get("/profile/tokens/")


def test_pages_speak_the_language_of_the_reader(
    analyst: User, client_of: ClientOf, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    client = client_of(analyst)
    assert client.post("/profile/", answers(language="de")).status_code == 302
    assert b'<html lang="de"' in client.get("/profile/").content
    assert b'<html lang="en"' in client_of(make_user("Sean Daly")).get("/profile/").content
