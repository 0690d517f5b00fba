"""The button in a toast: what it sends, what it says, and what it says when it is too late."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from alignment.choices import Status
from alignment.models import Initiative
from tests.factories.alignment import make_initiative

ClientOf = Callable[[User], Client]
LIST = "/initiatives/"


@pytest.fixture
def made(claims: Unit) -> list[Initiative]:
    return [make_initiative(unit=claims, status=Status.PROPOSED) for _ in range(3)]


@pytest.fixture
def browser(cio: User, client_of: ClientOf) -> Client:
    return client_of(cio)


def pause(client: Client, made: list[Initiative]) -> dict[str, str]:
    """Set the status of all, and read what the toast offers."""
    uids = [str(initiative.uid) for initiative in made]
    client.post(reverse("initiative_bulk"), {"uid": uids, "action": "status", "value": "paused"})
    return offered(client)


def offered(client: Client, page: str = LIST) -> dict[str, str]:
    shown = client.get(page).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(at|next)" value="([^"]*)">', shown))


def messages_after(client: Client, sent: dict[str, str]) -> list[tuple[str, str]]:
    answer: Any = client.post(reverse("undo"), sent, follow=True)
    return [(message.level_tag, str(message)) for message in answer.context["messages"]]


def statuses() -> list[str]:
    return list(Initiative.objects.order_by("number").values_list("status", flat=True))


def test_it_is_undone_and_done_again(browser: Client, made: list[Initiative]) -> None:
    assert messages_after(browser, pause(browser, made)) == [("success", "Undone: 3 initiatives.")]
    assert statuses() == [Status.PROPOSED] * 3


def test_the_undoing_can_be_undone(browser: Client, made: list[Initiative]) -> None:
    browser.post(reverse("undo"), pause(browser, made))
    browser.post(reverse("undo"), offered(browser))
    assert statuses() == [Status.PAUSED] * 3


def test_what_was_changed_since_is_counted(browser: Client, made: list[Initiative]) -> None:
    offer = pause(browser, made)
    Initiative.objects.filter(pk=made[0].pk).update(status=Status.LIVE)
    assert messages_after(browser, offer) == [
        ("success", "Undone: 2 initiatives."),
        ("warning", "1 record has been changed since and stays as it is."),
    ]
    assert statuses() == [Status.LIVE, Status.PROPOSED, Status.PROPOSED]


TOO_LATE = [("error", "This can no longer be undone: it has been changed since, or lies too far back.")]


def test_what_was_all_changed_since_is_told(browser: Client, made: list[Initiative]) -> None:
    offer = pause(browser, made)
    Initiative.objects.update(status=Status.LIVE)
    assert messages_after(browser, offer) == TOO_LATE
    assert statuses() == [Status.LIVE] * 3


def test_what_came_back_already_is_told(browser: Client, made: list[Initiative]) -> None:
    browser.post(reverse("initiative_delete", args=[made[0].uid]))
    offer = offered(browser)
    assert messages_after(browser, offer) == [("success", f"Undone: {made[0]}.")]
    assert messages_after(browser, offer) == TOO_LATE


@pytest.mark.parametrize(
    "at", ["", "nonsense", "2026-11-02", "0001-01-01T00:00:00+14:00", "2026-11-02T09:30Z"]
)
def test_an_instant_at_which_nothing_was_done_is_told(browser: Client, at: str) -> None:
    assert messages_after(browser, {"at": at, "next": LIST}) == TOO_LATE


def test_another_persons_action_is_not_theirs_to_undo(
    browser: Client, auditor: User, client_of: ClientOf, made: list[Initiative]
) -> None:
    offer = pause(browser, made)
    assert messages_after(client_of(auditor), offer) == TOO_LATE
    assert statuses() == [Status.PAUSED] * 3


def test_who_may_no_longer_change_them_is_told(
    browser: Client, cio: User, root: Unit, made: list[Initiative]
) -> None:
    offer = pause(browser, made)
    cio.grants.update(role="reader")
    assert messages_after(browser, offer) == [
        ("error", "You may not change all of these. Nothing was changed.")
    ]
    assert statuses() == [Status.PAUSED] * 3


def test_nothing_changed_offers_no_undo(browser: Client, made: list[Initiative]) -> None:
    pause(browser, made)
    assert pause(browser, made) == {}


def test_it_returns_only_to_this_site(browser: Client) -> None:
    for sent in ("//elsewhere.example/", "https://elsewhere.example/", ""):
        assert browser.post(reverse("undo"), {"next": sent})["Location"] == "/"


def test_it_is_a_post_with_a_token_behind_the_sign_in(cio: User, anonymous: Client) -> None:
    assert anonymous.post(reverse("undo"))["Location"] == "/accounts/login/?next=/undo/"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cio)
    assert (strict.get(reverse("undo")).status_code, strict.post(reverse("undo")).status_code) == (405, 403)
