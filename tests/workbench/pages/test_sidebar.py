"""The sidebar is kept between requests; it must still be that of this reader, on this page, in this enterprise."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.utils.translation import override

from config.catalog import FOLDED, GROUPS, PAGES, TYPES
from tests.factories.accounts import make_grant, make_user
from workbench.navigation import menu

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Enterprise, Unit, User
    from tests.personas import ClientOf

ADMINISTRATION = {"/deleted/", "/users/", "/enterprise/", "/stratml/"}


def sidebar(client: Client, page: str) -> str:
    found = re.search(r'<nav class="sl-side".*?</nav>', client.get(page).content.decode(), re.DOTALL)
    assert found
    return found.group()


def links(client: Client, page: str) -> set[str]:
    return set(re.findall(r'<li><a href="([^"]+)"', sidebar(client, page)))


def heads(client: Client, page: str) -> list[tuple[str, str]]:
    """The headings in their order, with whether those that fold are open."""
    found = re.findall(
        r'(?:<details( open)?>\s*)?<(span|summary) id="nav-\d+"[^>]*>(?:<svg.*?</svg><span>)?([^<]+)',
        sidebar(client, page),
        re.DOTALL,
    )
    folds = {"span": ("", ""), "summary": ("folded", "open")}
    return [(label, folds[tag][bool(is_open)]) for is_open, tag, label in found]


def test_each_reader_has_the_pages_they_may_open(
    administrator: User, reader: User, client_of: ClientOf
) -> None:
    first, second = client_of(administrator), client_of(reader)
    everything, less = links(first, "/needs/"), links(second, "/needs/")
    assert everything - less == ADMINISTRATION
    assert (links(first, "/needs/"), links(second, "/needs/")) == (everything, less)


def test_who_reads_a_part_is_told_which_on_every_page(
    cio: User, claims: Unit, sales: Unit, client_of: ClientOf
) -> None:
    told = {}
    for name, unit in (("Ann Part", claims), ("Bo Part", sales)):
        user = make_user(name)
        make_grant(user, "reader", unit)
        told[unit.name] = client_of(user).get("/needs/").content.decode().count(f"Open to you: {unit.name}")
    assert told == {"Claims": 3, "Sales": 3}, "sidebar, head and phone, each reader their own"
    assert "Open to you" not in client_of(cio).get("/needs/").content.decode()


def test_the_open_page_is_marked(reader: User, client_of: ClientOf) -> None:
    for page in ("/needs/", "/units/", "/needs/"):
        marked = re.findall(r'href="([^"]+)" aria-current="page"', sidebar(client_of(reader), page))
        assert marked == [page]


def test_a_new_name_of_the_enterprise_shows_at_once(
    reader: User, client_of: ClientOf, enterprise: Enterprise
) -> None:
    client = client_of(reader)
    before = sidebar(client, "/needs/")
    enterprise.name = "Harbor & Sons"
    enterprise.save()
    expected = before.replace("Harbor Mutual", "Harbor &amp; Sons")
    assert sidebar(client, "/needs/") == expected != before


def test_groups_stand_in_their_order_and_what_is_seldom_changed_is_folded(
    administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    assert heads(client, "/needs/") == [
        ("Mine", ""),
        ("Align", ""),
        ("Strategy", ""),
        ("How we win", ""),
        ("Customers", ""),
        ("Portfolio", ""),
        ("Govern", ""),
        ("Assess", ""),
        ("Measure", ""),
        ("Organize", "folded"),
        ("Administer", "folded"),
    ]
    assert heads(client, "/units/")[-2:] == [("Organize", "open"), ("Administer", "folded")]


def test_every_page_and_type_that_wants_to_stand_in_the_menu_does() -> None:
    wanted = {str(page.group) for page in PAGES} | {str(kind.group) for kind in TYPES}
    assert wanted <= {str(group) for group in GROUPS}
    assert {str(group) for group in FOLDED} <= {str(group) for group in GROUPS}
    assert len(menu("en")) == len(PAGES) + sum(kind.in_menu for kind in TYPES)


def test_no_group_is_too_long_to_take_in_at_a_glance() -> None:
    sizes = Counter(entry.shown["group"] for entry in menu("en"))
    assert max(sizes.values()) <= 5


def test_the_menu_speaks_the_language_asked_for() -> None:
    with override("de"):
        assert [entry.shown["label"] for entry in menu("en")[:2]] == ["My work", "Line of sight"]


def test_what_is_kept_of_a_page_is_never_another_reader_s(cio: User, client_of: ClientOf) -> None:
    """The frame is shared by readers of the same lines; name, address and token are not."""
    twin = make_user("Tilda Twin")
    make_grant(twin, "cio", cio.grants.get().unit)
    seen = {user.email: client_of(user).get("/inbox/").content.decode() for user in (cio, twin, cio)}
    for user, other in ((cio, twin), (twin, cio)):
        page = seen[user.email]
        assert (page.count(user.email), other.email in page, other.label in page) == (1, False, False)
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)) for page in seen.values()]
    assert all(tokens)
    assert not set.intersection(*tokens)


def test_no_kept_part_holds_a_token_or_the_address_of_another(
    cio: User, reader: User, claims: Unit, client_of: ClientOf
) -> None:
    """Whatever is kept may be given to others: a token in it would be everybody's."""
    store = caches["template_fragments"]
    store.clear()
    clients = [client_of(user) for user in (cio, reader)]
    pages = [client.get(path).content.decode() for client in clients for path in ("/needs/", "/inbox/")]
    tokens = {token for page in pages for token in re.findall(r'(?:data-csrf|value)="(\w{64})"', page)}
    kept = [store.get(key.split(":", 2)[2]) for key in [*store._cache]]  # type: ignore[attr-defined]
    assert (len(tokens) >= len(clients), len(kept) > len(pages)) == (True, True)
    assert [text for text in kept if any(token in text for token in tokens)] == []
    assert [sum(user.email in text for user in (cio, reader)) for text in kept].count(2) == 0
    assert sum(cio.email in text for text in kept) == 1


def test_a_role_that_is_taken_takes_its_lines_along_and_a_new_name_of_a_unit_shows_at_once(
    claims: Unit, root: Unit, client_of: ClientOf
) -> None:
    user = make_user("Ann Part")
    make_grant(user, "reader", claims)
    whole = make_grant(user, "administrator", root)
    client = client_of(user)
    assert "/users/" in links(client, "/needs/")
    whole.delete()
    assert "/users/" not in links(client, "/needs/")
    assert client.get("/needs/").content.decode().count("Open to you: Claims<") == 3
    claims.name = "<b>Claims</b>"
    claims.save()
    page = client.get("/needs/").content.decode()
    assert (page.count("Open to you: &lt;b&gt;Claims&lt;/b&gt;<"), "<b>Claims" in page) == (3, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("a', 'b", "")),
        (("", "ab"), ("a", "b")),
        ((1, ""), ("1", "")),
        ((None, ""), ("None", "")),
    ],
)
def test_what_is_kept_for_some_values_is_not_shown_for_others(
    one: tuple[object, object], other: tuple[object, object]
) -> None:
    template = Template(
        "{% load sightline %}{% kept 'pair' first second %}{{ first }}|{{ second }}|{{ own }}{% endkept %}"
    )
    caches["template_fragments"].clear()
    shown = [
        template.render(Context({"first": first, "second": second, "own": own}))
        for own, (first, second) in enumerate((one, other, one))
    ]
    assert [text[-1] for text in shown] == ["0", "1", "0"]
    with override("de"):
        assert template.render(Context({"first": one[0], "second": one[1], "own": 3}))[-1] == "3"
