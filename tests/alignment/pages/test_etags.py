"""A map that has not changed is not sent again, and nobody gets what was written for another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from foundation.actors import SYSTEM
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW
from workbench.operations.records import Change, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from accounts.models import User
    from tests.personas import ClientOf

STATEMENTS = 3
"""Session, user, grants, enterprise, the length of the trail and the inbox: nothing is calculated."""


@pytest.fixture
def browser(scene: Scene, cio: User, client_of: ClientOf) -> Client:
    """Somebody who has been here before, and so has a cookie against forged requests."""
    client = client_of(cio)
    client.get(reverse("line_of_sight"))
    return client


def asked(client: Client, stamp: str = "", **query: str) -> HttpResponse:
    headers = {"If-None-Match": stamp} if stamp else {}
    answer: Any = client.get(reverse("line_of_sight"), query, headers=headers)
    return answer


def test_an_unchanged_map_is_not_sent_again(
    browser: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    first = asked(browser)
    assert first["Cache-Control"] == "no-cache, private"
    assert set(first["Vary"].split(", ")) == {"Accept-Language", "Cookie", "HX-Request"}
    with django_assert_num_queries(STATEMENTS):
        again = asked(browser, first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "no-cache, private"


def test_a_change_anywhere_makes_it_another(browser: Client, scene: Scene) -> None:
    stamp = asked(browser)["ETag"]
    change = Change({"name": "Claim tracker for all"}, scene.tracker)
    save_many(object_type=type_with_key("initiative"), changes=[change], actor=SYSTEM, now=NOW)
    answer = asked(browser, stamp)
    assert answer.status_code == 200
    assert b"Claim tracker for all" in answer.content
    assert answer["ETag"] != stamp


def test_another_question_or_part_of_the_page_is_another(browser: Client) -> None:
    stamp = asked(browser)["ETag"]
    assert asked(browser, stamp, status="live").status_code == 200
    parts = browser.get(reverse("line_of_sight"), headers={"HX-Request": "true", "If-None-Match": stamp})
    assert parts.status_code == 200


def test_another_day_is_another(browser: Client) -> None:
    stamp = asked(browser)["ETag"]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert asked(browser, stamp).status_code == 200


def test_another_reader_never_gets_it(browser: Client, analyst: User, client_of: ClientOf) -> None:
    stamp = asked(browser)["ETag"]
    other = client_of(analyst)
    other.get(reverse("line_of_sight"))
    answer = asked(other, stamp)
    assert answer.status_code == 200
    assert b"Tape archive" not in answer.content


@pytest.mark.parametrize("ends", ["is_active", "session_epoch"])
def test_whoever_was_shut_out_is_not_told_that_nothing_changed(browser: Client, cio: User, ends: str) -> None:
    stamp = asked(browser)["ETag"]
    assert asked(browser, stamp).status_code == 304
    setattr(cio, ends, 0 if ends == "is_active" else cio.session_epoch + 1)
    cio.save()
    answer = asked(browser, stamp)
    assert (answer.status_code, answer.has_header("ETag")) == (302, False)


def test_other_grants_make_it_another(browser: Client, cio: User) -> None:
    stamp = asked(browser)["ETag"]
    cio.grants.all().delete()
    answer = asked(browser, stamp)
    assert answer.status_code == 200
    assert b"Claim tracker" not in answer.content
