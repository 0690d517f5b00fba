"""What is kept of the map while nothing changes: never stale, never for whoever may see something else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse

from activity.views import page_cache
from alignment.models import NeedLink
from foundation.actors import SYSTEM
from tests.alignment.doors import Doors
from tests.alignment.scene import Scene
from tests.factories.accounts import NOW, make_grant, make_user
from workbench.operations.records import Change, save_many
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django import Settings

    from accounts.models import Unit, User
    from tests.personas import ClientOf

STATEMENTS = 3
"""Who reads, the length of the trail, the inbox: nothing of the portfolio."""
STEPS = 15
TOKEN = re.compile(r'value="(\w{64})"|X-CSRFToken": "(\w{64})"|data-csrf="(\w{64})"')
VIEWS = ("map", "matrix", "table", "gaps")


@pytest.fixture(autouse=True)
def keeping(settings: Settings) -> Iterator[None]:
    """Pages are kept, as in an installation."""
    store = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept in tests"}
    settings.CACHES = {**settings.CACHES, "pages": store}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def asked(client: Client, headers: dict[str, str] | None = None, **query: str) -> str:
    return client.get(reverse("line_of_sight"), query, headers=headers).content.decode()


def plain(page: str) -> str:
    """A page without what is the reader's own: tokens, and the shell around it."""
    return TOKEN.sub("", page).partition('<main id="main"')[2].partition("</main>")[0]


@pytest.mark.parametrize("view", VIEWS)
def test_the_next_reader_with_the_same_rights_costs_no_calculation(
    view: str,
    scene: Scene,
    analyst: User,
    colleague: User,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    first = asked(client_of(analyst), view=view)
    second = client_of(colleague)
    with django_assert_num_queries(STATEMENTS + (view == "matrix")):
        found = asked(second, view=view)
    assert plain(found) == plain(first) != ""
    assert (analyst.email in found, colleague.email in found) == (False, True)


def test_nobody_gets_the_token_of_another(scene: Scene, root: Unit, cio: User, client_of: ClientOf) -> None:
    make_grant(other := make_user("Second CIO", unit=root), "cio", root)
    client = client_of(cio)
    first, second = asked(client, view="matrix"), asked(client_of(other), view="matrix")
    assert page_cache.OWN_TOKEN not in first + second
    for page in (first, second):
        fields = re.findall(r'name="csrfmiddlewaretoken" value="(\w*)"', page.partition("<main")[2])
        assert [len(field) for field in fields] == [64] * len(fields) != []
    tokens = [
        {token for found in TOKEN.findall(page) for token in found if token} for page in (first, second)
    ]
    assert tokens[0].isdisjoint(tokens[1])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_changed_link_shows_at_once(
    headers: dict[str, str], scene: Scene, cio: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    before = asked(client, headers)
    assert "€100 of €160 reaches a customer need." in before
    change = Change({"initiative": scene.archive, "need": scene.refund, "strength": 2})
    save_many(object_type=type_for(NeedLink), changes=[change], actor=SYSTEM, now=NOW)
    assert "€160 of €160 reaches a customer need." in asked(client, headers)


@pytest.mark.parametrize("wide_first", [True, False])
def test_whoever_may_see_less_sees_less_also_when_more_is_kept(
    wide_first: bool, scene: Scene, cio: User, analyst: User, member: User, client_of: ClientOf
) -> None:
    order = [cio, analyst, member] if wide_first else [member, analyst, cio]
    pages = {user.pk: asked(client_of(user)) for user in order + order}
    names = ("Claim tracker", "Tape archive")
    seen = {pk: tuple(name in page for name in names) for pk, page in pages.items()}
    assert seen == {cio.pk: (True, True), analyst.pk: (True, False), member.pk: (False, False)}


def test_whoever_may_do_less_gets_no_button(
    scene: Scene, cio: User, auditor: User, client_of: ClientOf
) -> None:
    """Both read everything; only one may link."""
    assert "Mark cells to link" in asked(client_of(cio), view="matrix")
    assert "Mark cells to link" not in asked(client_of(auditor), view="matrix")


def test_each_question_language_and_day_has_its_own(scene: Scene, cio: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    english = asked(client)
    assert plain(asked(client, status="live")) != plain(english)
    with time_machine.travel(NOW + timedelta(days=800), tick=False):
        assert plain(asked(client_of(cio))) != plain(english)
    cio.language = "de"
    cio.save()
    assert plain(asked(client)) != plain(english)


@pytest.mark.parametrize(("seed", "view"), list(enumerate(VIEWS)))
def test_whatever_is_written_nothing_kept_is_stale(
    seed: int, view: str, root: Unit, claims: Unit, sales: Unit, client_of: ClientOf, settings: Settings
) -> None:
    """After each write through any door the page is what a process would write that has kept nothing."""
    user = make_user("Ines Walsh", unit=root)
    make_grant(user, "administrator", root)
    doors, client = Doors(seed, [root, claims, sales], user, NOW), client_of(user)
    doors.fill()
    keeping = settings.CACHES
    for number in range(STEPS):
        what = doors.step()
        found = [plain(asked(client, view=view)) for _ in range(2)]
        settings.CACHES = {**keeping, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        assert found == [plain(asked(client, view=view))] * 2, (number, what)
        settings.CACHES = keeping


def test_what_serves_a_need_is_kept_for_the_phone(
    scene: Scene,
    analyst: User,
    colleague: User,
    outsider: User,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    address = reverse("line_of_sight_part", args=[scene.status.code])
    first = client_of(analyst).get(address).content
    second = client_of(colleague)
    with django_assert_num_queries(STATEMENTS):
        assert second.get(address).content == first
    assert b"Claim tracker" in first
    assert b"Claim tracker" not in client_of(outsider).get(address).content
