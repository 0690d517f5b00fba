"""The first-run page, on an empty database."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Enterprise
from accounts.operations.first_run import issue_token
from tests.accounts.trail import verbs
from tests.factories.accounts import PASSWORD, make_enterprise

pytestmark = pytest.mark.django_db


def answers(**changed: str) -> dict[str, str]:
    return {
        "name": "Harbor Mutual",
        "time_zone": "Europe/Dublin",
        "currency": "EUR",
        "fiscal_start_month": "1",
        "administrator_name": "Ines Walsh",
        "administrator_email": "ines.walsh@harbor.example",
        "password": PASSWORD,
        **changed,
    }


@pytest.mark.parametrize("url", ["/units/", "/profile/", "/accounts/login/", "/users/"])
def test_an_empty_installation_sends_everybody_to_the_first_run(anonymous: Client, url: str) -> None:
    response = anonymous.get(url)
    assert (response.status_code, response["Location"]) == (302, "/first-run/")


def test_an_open_installation_sends_everybody_to_the_sign_in(anonymous: Client) -> None:
    make_enterprise()
    assert anonymous.get("/units/")["Location"] == "/accounts/login/?next=/units/"


def test_asking_for_the_page_writes_the_token_to_the_log(
    anonymous: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _turn in range(2):
        assert anonymous.get("/first-run/").status_code == 200
    assert ["one-time token" in record.getMessage() for record in caplog.records] == [True]


def test_the_right_token_opens_the_installation_and_signs_in(anonymous: Client) -> None:
    response = anonymous.post("/first-run/", answers(token=issue_token() or ""))
    assert (response.status_code, response["Location"]) == (302, "/")
    assert Enterprise.objects.get().name == "Harbor Mutual"
    assert anonymous.get("/users/").status_code == 200
    assert verbs()[-1] == ("signed_in", "accounts.user")


def test_afterwards_the_page_is_gone(anonymous: Client) -> None:
    anonymous.post("/first-run/", answers(token=issue_token() or ""))
    for client in (anonymous, Client()):
        assert client.get("/first-run/").status_code == 404
        assert client.post("/first-run/", answers(token="any")).status_code == 404


def test_a_wrong_token_is_said_at_its_field_and_keeps_what_was_typed(anonymous: Client) -> None:
    issue_token()
    response = anonymous.post("/first-run/", answers(token="a guess"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["token"]
    assert b'value="Harbor Mutual"' in response.content
    assert PASSWORD.encode() not in response.content
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "too short"}, "password"),
        ({"administrator_email": "nobody"}, "administrator_email"),
        ({"currency": "euro"}, "currency"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"administrator_name": ""}, "administrator_name"),
    ],
)
def test_a_bad_answer_is_said_at_its_field(anonymous: Client, changed: dict[str, str], field: str) -> None:
    response = anonymous.post("/first-run/", answers(token=issue_token() or "", **changed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize("token", ["a guess", ""])
def test_a_wrong_token_hides_no_other_fault(anonymous: Client, token: str) -> None:
    issue_token()
    wrong = {"currency": "euro", "password": "too short", "administrator_email": "nobody"}
    response = anonymous.post("/first-run/", answers(token=token, **wrong))
    found = {field: len(texts) for field, texts in response.context["form"].errors.items()}
    assert found == {"token": 1, "currency": 1, "password": 1, "administrator_email": 1}


def test_guessing_is_limited(anonymous: Client) -> None:
    issue_token()
    statuses = [
        anonymous.post("/first-run/", answers(token=f"guess {turn}")).status_code for turn in range(11)
    ]
    assert statuses == [422] * 10 + [429]
    refused = anonymous.post("/first-run/", answers(token="guess"))
    assert b"Wait a few minutes, then try again." in refused.content
