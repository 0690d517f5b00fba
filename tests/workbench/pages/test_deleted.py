"""What was deleted comes back from its own page, with its parts, for those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from alignment.models import Initiative, NeedLink
from tests.factories.accounts import make_grant
from tests.factories.alignment import make_initiative, make_need_link

ClientOf = Callable[[User], Client]


@pytest.fixture
def portal(claims: Unit) -> Initiative:
    initiative = make_initiative(name="Claims portal", unit=claims)
    make_need_link(initiative=initiative)
    return initiative


def deleted_by(user: User, initiative: Initiative, client_of: ClientOf) -> Client:
    client = client_of(user)
    client.post(reverse("initiative_delete", args=[initiative.uid]))
    return client


def listed(client: Client) -> list[Any]:
    found: list[Any] = client.get(reverse("deleted")).context["deletions"]
    return found


def test_a_record_and_its_parts_come_back_as_they_were(
    cio: User, portal: Initiative, client_of: ClientOf
) -> None:
    client = deleted_by(cio, portal, client_of)
    assert (Initiative.objects.count(), NeedLink.objects.count()) == (0, 0)
    (deletion,) = listed(client)
    assert (deletion.label, deletion.parts) == (f"{portal.code} Claims portal", 1)

    answer = client.post(reverse("deleted"), {"deletion": deletion.uid})

    assert answer.url == reverse("initiative_detail", args=[portal.uid])  # type: ignore[attr-defined]
    assert Initiative.objects.get().number == portal.number
    assert NeedLink.objects.get().initiative.uid == portal.uid
    assert listed(client) == []


def test_others_see_only_their_own_deletions(
    cio: User, administrator: User, analyst: User, portal: Initiative, client_of: ClientOf
) -> None:
    deleted_by(cio, portal, client_of)

    assert len(listed(client_of(administrator))) == 1
    assert client_of(analyst).get(reverse("deleted")).status_code == 403


def test_who_may_delete_in_one_unit_alone_is_offered_only_their_own(
    cio: User, outsider: User, portal: Initiative, sales: Unit, client_of: ClientOf
) -> None:
    make_grant(outsider, "cio", sales)
    theirs = make_initiative(name="Sales app", unit=sales)
    deleted_by(cio, portal, client_of)
    (deletion,) = listed(client_of(cio))
    client = deleted_by(outsider, theirs, client_of)

    assert [found.label for found in listed(client)] == [f"{theirs.code} Sales app"]
    assert client.post(reverse("deleted"), {"deletion": deletion.uid}).status_code == 404


def test_what_it_needs_is_gone(cio: User, portal: Initiative, client_of: ClientOf) -> None:
    need = NeedLink.objects.get().need
    client = deleted_by(cio, portal, client_of)
    client.post(reverse("need_delete", args=[need.uid]))
    deletion = listed(client)[1]

    answer = client.post(reverse("deleted"), {"deletion": deletion.uid}, follow=True)

    assert [str(message.tags) for message in answer.context["messages"]] == ["error"]
    assert Initiative.objects.count() == 0


@pytest.mark.parametrize("uid", ["", "nonsense", "00000000-0000-4000-8000-000000000009"])
def test_an_unknown_deletion_is_not_found(cio: User, client_of: ClientOf, uid: str) -> None:
    assert client_of(cio).post(reverse("deleted"), {"deletion": uid}).status_code == 404
