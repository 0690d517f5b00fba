"""What a list's bulk bar offers to do with archived records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.models import Initiative
from tests.factories.accounts import NOW
from tests.factories.alignment import make_initiative
from tests.workbench.world import text, uids, url
from workbench.types import type_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

KIND: Any = type_of(Initiative)


def actions(page: str) -> list[str]:
    return re.findall(r'name="action" value="(archive|restore)"', page)


@pytest.mark.parametrize(
    ("archived", "offered"),
    [("", ["archive"]), ("with", ["archive", "restore"]), ("only", ["restore"]), ("nonsense", ["archive"])],
)
def test_the_bar_offers_what_fits_the_rows(
    archived: str, offered: list[str], cio: User, claims: Unit, client_of: ClientOf
) -> None:
    make_initiative(unit=claims)
    make_initiative(unit=claims, archived_at=NOW)
    client = client_of(cio)
    assert actions(text(client.get(url(KIND, "list"), {"archived": archived}))) == offered
    part = text(client.get(url(KIND, "list"), {"archived": archived}, headers={"HX-Request": "true"}))
    assert actions(part.partition('hx-target="#bulk-put"')[2].partition("</hx-partial>")[0]) == offered


def test_an_archived_row_says_so_beside_others(cio: User, claims: Unit, client_of: ClientOf) -> None:
    make_initiative(name="Here", unit=claims)
    make_initiative(name="Away", unit=claims, archived_at=NOW)
    answer = client_of(cio).get(url(KIND, "list"), {"archived": "with"})
    assert answer.context["page"]["listing"].count_text == "2 of 2"
    page = text(answer)
    assert re.findall(r"(Here|Away)</a>( <span class=\"q\">archived</span>)?</th>", page) == [
        ("Here", ""),
        ("Away", ' <span class="q">archived</span>'),
    ]


def test_bringing_back_can_be_undone_from_the_toast(cio: User, claims: Unit, client_of: ClientOf) -> None:
    away = [make_initiative(unit=claims, archived_at=NOW) for _ in range(2)]
    client = client_of(cio)
    sent = {"uid": uids(*away), "action": "restore", "query": "archived=only"}
    back = client.post(url(KIND, "bulk"), sent, follow=True)
    assert (Initiative.objects.archived().count(), "2 initiatives changed." in text(back)) == (0, True)
    offered = dict(re.findall(r'<input type="hidden" name="(at|next)" value="([^"]*)">', text(back)))
    client.post(reverse("undo"), offered)
    assert Initiative.objects.archived().count() == 2


def test_whoever_only_reads_is_offered_neither(reader: User, claims: Unit, client_of: ClientOf) -> None:
    make_initiative(unit=claims, archived_at=NOW)
    client: Client = client_of(reader)
    for headers in ({}, {"HX-Request": "true"}):
        assert actions(text(client.get(url(KIND, "list"), {"archived": "only"}, headers=headers))) == []
