"""What a page offers can be done: no link or button leads its reader to a refusal.

A run asks the pages on which that is hard to tell, with SIGHTLINE_RELEASE=1 each page for each role.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from accounts.roles import ROLES
from tests.api.matrix import World, address_of, build, cells
from tests.factories.accounts import make_grant, make_user

if TYPE_CHECKING:
    from accounts.models import User

WHOLE = bool(os.environ.get("SIGHTLINE_RELEASE"))
HARD = {
    "reader": {"strategies-over-time/", "strategies/<uuid:uid>/", "initiatives/<uuid:uid>/gate/"},
    "relationship_manager": {"needs/"},
    "cio": {"objectives/<uuid:uid>/", "strategy-elements/<uuid:uid>/"},
    "administrator": {"users/<uuid:uid>/"},
}
"""By role in one unit, the pages where what is offered hangs on more than the role."""
AWAY = {"account_logout"}
FAULTY = {403, 404, 405, 500}


class Offers(HTMLParser):
    """The links of a page and what its forms send, as a browser would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.form = page, dict[str, Any]()
        self.found: list[tuple[str, str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if name in said and tag != "link":
                self.found.append(("get", self.at(said[name]), {}))
        if tag == "form":
            self.form = {}
            post = said.get("method") == "post" or "hx-post" in said
            self.found.append(
                ("post" if post else "get", self.at(said.get("hx-post") or said.get("action", "")), self.form)
            )
        is_sent = said.get("type") not in {"checkbox", "radio", "file"} or "checked" in said
        if tag == "input" and "name" in said and is_sent:
            self.form[said["name"]] = said.get("value", "")

    def at(self, address: str) -> str:
        parts = urlsplit(urljoin(f"http://testserver{self.page}", address))
        return f"{parts.path}?{parts.query}" if parts.netloc == "testserver" else ""


def asked(client: Client, method: str, address: str, data: dict[str, str]) -> Any:
    """The answer; what it wrote is taken back."""
    with transaction.atomic():
        answer: Any = (
            getattr(client, method)(address, data) if data or method == "post" else client.get(address)
        )
        body = b"".join(answer)
        transaction.set_rollback(True)
    answer.text_of = body.decode(errors="replace")
    return answer


def pages(world: World, role: str) -> Iterator[str]:
    for cell in cells():
        is_page = cell.method == "GET" and cell.place in {"", "claims", "above"} and cell.name not in AWAY
        if is_page and (cell.route in HARD.get(role, ()) or (WHOLE and not cell.route.startswith("api/"))):
            yield address_of(world, cell)


def refused(client: Client, world: World, role: str) -> list[str]:
    """What is offered on pages that open, and is refused. Addresses that differ in their query alone are asked once."""
    offers: dict[tuple[object, ...], tuple[str, str, dict[str, str]]] = {}
    for page in pages(world, role):
        answer = asked(client, "get", page, {})
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            reading = Offers(page)
            reading.feed(
                answer.text_of if WHOLE else answer.text_of.partition("<main")[2] + frame(answer.text_of)
            )
            for method, address, data in reading.found:
                offers[method, urlsplit(address).path, *data.items()] = page, address, data
    wrong = []
    for key, (page, address, data) in offers.items():
        method, path = str(key[0]), str(key[1])
        if not path or path.startswith("/static/") or resolve(path).url_name in AWAY:
            continue
        status = asked(client, method, address, data).status_code
        if status in FAULTY:
            wrong.append(f"{page} offers {method} {path}: {status}")
    return wrong


def frame(text: str) -> str:
    """Of what stands around every page, where the enterprise is set up."""
    return '<a href="/enterprise/">' if 'href="/enterprise/"' in text else ""


@pytest.mark.parametrize("unit", ["claims", "root"] if WHOLE else ["claims"])
def test_whatever_is_offered_can_be_done(db: None, caplog: pytest.LogCaptureFixture, unit: str) -> None:
    caplog.set_level("CRITICAL")
    world, wrong = build(), []
    for role in ROLES if WHOLE else HARD:
        user: User = make_user(f"Quinn {role}", unit=world.units[unit])
        make_grant(user, role, world.units[unit])
        client = Client(raise_request_exception=False)
        client.force_login(user)
        wrong += [f"{role}: {each}" for each in refused(client, world, role)]
    assert wrong == []
