"""Signing in and out, passwords, throttling, and when sessions end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from accounts.adapter import AccountAdapter
from accounts.models import Token, User
from accounts.operations.grant import grant_role, revoke_role
from accounts.operations.user import activate_user, deactivate_user
from accounts.tasks import send_password_reset
from audit.models import Event
from jobs.models import Job
from tests.accounts.trail import verbs
from tests.factories.accounts import NOW, PASSWORD, make_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage
    from pytest_django import Settings

    from accounts.models import Unit
    from tests.personas import ClientOf

NEW = "another longer phrase"


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = "127.0.0.1") -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    return client.get("/profile/").status_code == 200


@pytest.mark.parametrize("email", ["nora.flynn@harbor.example", " Nora.Flynn@Harbor.example "])
def test_people_sign_in_by_address_in_any_case(anonymous: Client, analyst: User, email: str) -> None:
    response = sign_in(anonymous, email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(anonymous)
    assert verbs() == [("signed_in", "accounts.user")]
    event = Event.objects.with_personal().get()
    assert (event.actor_uid, event.object_uid) == (analyst.uid, analyst.uid)
    assert event.all_changes == {"address": [None, "127.0.0.1"]}


def test_signing_in_leads_where_one_wanted_to_go_but_not_to_other_sites(
    anonymous: Client, analyst: User
) -> None:
    assert anonymous.get("/profile/tokens/")["Location"] == "/accounts/login/?next=/profile/tokens/"
    form = {"login": analyst.email, "password": PASSWORD}
    assert anonymous.post("/accounts/login/?next=/profile/tokens/", form)["Location"] == "/profile/tokens/"
    assert Client().post("/accounts/login/?next=https://elsewhere.example/", form)["Location"] == "/"


@pytest.mark.parametrize("email", ["nora.flynn@harbor.example", "nobody@harbor.example"])
def test_a_failed_attempt_says_the_same_for_known_and_unknown_addresses(
    anonymous: Client, analyst: User, email: str
) -> None:
    response = sign_in(anonymous, email, "wrong")
    assert response.status_code == 200
    assert b"The email address and/or password you specified are not correct." in response.content
    assert verbs() == [("sign_in_failed", "accounts.user")]
    assert Event.objects.get().actor_label == "anonymous"
    assert not is_signed_in(anonymous)


def test_somebody_deactivated_hears_the_same_as_with_a_wrong_password(
    anonymous: Client, analyst: User
) -> None:
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    response = sign_in(anonymous, analyst.email)
    assert b"are not correct" in response.content
    assert verbs() == [("sign_in_failed", "accounts.user")]


def test_ten_wrong_guesses_lock_the_account_for_a_while_even_for_the_right_password(
    anonymous: Client, analyst: User, colleague: User
) -> None:
    for _turn in range(10):
        assert b"are not correct" in sign_in(anonymous, analyst.email, "wrong").content
    assert b"Too many failed login attempts" in sign_in(Client(), analyst.email).content
    assert Event.objects.count() == 10
    assert sign_in(Client(), colleague.email).status_code == 302


def test_a_hundred_wrong_guesses_lock_the_address_they_come_from(
    anonymous: Client, analyst: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,100/5m/ip", "login": None}
    for turn in range(100):
        sign_in(anonymous, f"guess{turn}@harbor.example", "wrong")
    assert b"Too many failed login attempts" in sign_in(anonymous, analyst.email).content
    assert sign_in(Client(), analyst.email, address="192.0.2.7").status_code == 302


def test_signing_out_takes_a_button_not_a_link(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert not is_signed_in(client)
    assert verbs() == [("signed_out", "accounts.user")]


def test_nothing_shown_to_members_is_kept_by_browsers(analyst: User, client_of: ClientOf) -> None:
    assert client_of(analyst).get("/profile/")["Cache-Control"] == "no-store, private"


def test_deactivation_ends_the_session_for_good(
    administrator: User, analyst: User, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    deactivate_user(user=analyst, actor=administrator, now=NOW)
    assert not is_signed_in(client)
    activate_user(user=analyst, actor=administrator, now=NOW)
    assert not is_signed_in(client)


def test_an_old_session_does_not_come_back_with_the_activation(
    administrator: User, analyst: User, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    deactivate_user(user=analyst, actor=administrator, now=NOW)
    activate_user(user=analyst, actor=administrator, now=NOW)
    assert not is_signed_in(client)


def test_losing_a_role_ends_the_session_and_gaining_one_counts_at_once(
    administrator: User, analyst: User, client_of: ClientOf, root: Unit
) -> None:
    client = client_of(analyst)
    assert client.get("/users/").status_code == 403
    grant = grant_role(user=analyst, role="administrator", unit=root, actor=administrator, now=NOW)
    assert client.get("/users/").status_code == 200
    revoke_role(grant=grant, actor=administrator, now=NOW)
    assert not is_signed_in(client)


def test_a_new_password_keeps_this_session_and_ends_the_others(analyst: User, client_of: ClientOf) -> None:
    here, elsewhere, token = client_of(analyst), client_of(analyst), make_token(analyst)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", form)["Location"] == "/profile/"
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert Token.objects.get(pk=token.pk).revoked_at is not None
    assert verbs() == [("password_changed", "accounts.user")]
    assert sign_in(Client(), analyst.email, NEW).status_code == 302


@pytest.mark.parametrize(
    "form",
    [
        {"oldpassword": "wrong", "password1": NEW, "password2": NEW},
        {"oldpassword": PASSWORD, "password1": NEW, "password2": "different"},
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    ],
)
def test_a_password_change_needs_the_old_one_and_a_good_new_one(
    analyst: User, client_of: ClientOf, form: dict[str, str]
) -> None:
    assert client_of(analyst).post("/accounts/password/change/", form).status_code == 200
    assert User.objects.get(pk=analyst.pk).check_password(PASSWORD)


def ask_for_reset(client: Client, email: str, **options: Any) -> Any:
    """Ask on the page, and let the worker do what it was asked for."""
    response = client.post("/accounts/password/reset/", {"email": email}, **options)
    assert (response.status_code, response["Location"]) == (302, "/accounts/password/reset/done/")
    for job in Job.objects.filter(kind="send_password_reset"):
        send_password_reset(payload=job.payload)
    return response


def link_in(mails: Sequence[EmailMessage]) -> str:
    (mail,) = mails
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.body))
    assert found
    return found[1]


def test_the_link_leads_where_people_reach_the_site_whatever_a_request_says(
    anonymous: Client, analyst: User, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.SITE_URL = "https://sightline.example"
    ask_for_reset(anonymous, analyst.email, headers={"host": "localhost"})
    assert re.findall(r"https?://[^/\s]+", str(mailoutbox[0].body)) == ["https://sightline.example"]


def test_a_forgotten_password_is_reset_by_mail(
    anonymous: Client, analyst: User, client_of: ClientOf, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = client_of(analyst)
    ask_for_reset(anonymous, "Nora.Flynn@harbor.example")
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (
        [analyst.email],
        "Harbor Mutual: a new password for Sightline",
    )
    link = link_in(mailoutbox)
    form_url = anonymous.get(link)["Location"]
    assert anonymous.get(form_url).status_code == 200
    assert anonymous.post(form_url, {"password1": NEW, "password2": NEW}).status_code == 302
    assert not is_signed_in(elsewhere)
    assert verbs() == [("password_reset", "accounts.user")]
    assert sign_in(anonymous, analyst.email, NEW).status_code == 302
    assert b"too old" in Client().get(link).content


@pytest.mark.parametrize("state", ["unknown", "deactivated"])
def test_no_mail_goes_to_strangers_and_the_answer_is_the_same(
    anonymous: Client, analyst: User, mailoutbox: list[EmailMessage], state: str
) -> None:
    if state == "deactivated":
        User.objects.filter(pk=analyst.pk).update(is_active=False)
    email = analyst.email if state == "deactivated" else "nobody@harbor.example"
    ask_for_reset(anonymous, email)
    assert (mailoutbox, Job.objects.exists()) == ([], False)


def test_the_page_waits_for_no_mail_server(
    anonymous: Client, analyst: User, mailoutbox: list[EmailMessage]
) -> None:
    """Two who ask for the same are mailed once, and not while they wait."""
    for _turn in range(2):
        anonymous.post("/accounts/password/reset/", {"email": analyst.email})
    job = Job.objects.get()
    assert (job.kind, job.payload, job.actor_label) == (
        "send_password_reset",
        {"user": str(analyst.uid)},
        "system",
    )
    assert mailoutbox == []


def test_nobody_is_mailed_who_was_shut_out_meanwhile(
    anonymous: Client, analyst: User, mailoutbox: list[EmailMessage]
) -> None:
    anonymous.post("/accounts/password/reset/", {"email": analyst.email})
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert send_password_reset(payload=Job.objects.get().payload) == {"sent": False}
    assert mailoutbox == []


@pytest.mark.parametrize(
    "url",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
    ],
)
def test_public_pages_open_without_signing_in(anonymous: Client, administrator: User, url: str) -> None:
    assert anonymous.get(url).status_code == 200


@pytest.mark.parametrize(
    "url", ["/accounts/signup/", "/accounts/email/", "/accounts/reauthenticate/", "/accounts/login/code/"]
)
def test_what_allauth_offers_and_we_do_not_use_has_no_address(
    anonymous: Client, administrator: User, url: str
) -> None:
    assert anonymous.get(url).status_code == 404


def test_signing_out_twice_leaves_one_event(analyst: User, client_of: ClientOf) -> None:
    client = client_of(analyst)
    for _turn in range(2):
        assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert verbs() == [("signed_out", "accounts.user")]


def test_a_changed_password_is_confirmed_and_signing_in_is_not(analyst: User, client_of: ClientOf) -> None:
    client = Client()
    sign_in(client, analyst.email)
    assert b'sl-toast"' not in client.get("/profile/").content
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert (
        b"The password is changed. Other sessions and tokens have ended." in client.get("/profile/").content
    )


def test_nobody_signs_up_alone(anonymous: Client) -> None:
    assert not AccountAdapter().is_open_for_signup(anonymous.get("/livez").wsgi_request)
