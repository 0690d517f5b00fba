"""Whoever is asked something hears of it once, through whichever door it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Unit, User
from activity.models import Notification
from alignment.models import Challenge
from assessments.models import Invitation
from jobs.models import Message
from strategies.models import Strategy
from tests.assessments.scene import Scene, make_scene
from tests.factories.accounts import NOW, make_user
from tests.factories.strategies import make_strategy

ClientOf = Callable[[User], Client]
RAISED, DUE = NOW.date(), NOW.date() + timedelta(days=30)


@pytest.fixture
def strategy(root: Unit) -> Strategy:
    return make_strategy(name="Closer to customers", unit=root)


@pytest.fixture
def scene(root: Unit, claims: Unit) -> Scene:
    """A round that is open."""
    made = make_scene(root, claims)
    made.ask()
    made.open()
    Notification.objects.all().delete()
    Message.objects.all().delete()
    return made


def values(strategy: Strategy, answerer: User) -> dict[str, Any]:
    return {
        "claim": "The money goes elsewhere",
        "strategy": str(strategy.uid),
        "evidence": "Four in ten",
        "proposed_change": "Move it",
        "origin": "it",
        "raised_date": RAISED.isoformat(),
        "answerer": str(answerer.person.uid),
        "due_date": DUE.isoformat(),
    }


def imported(client: Client, type_key: str, rows: list[dict[str, Any]], **asked: str) -> Any:
    text = "\n".join([",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)])
    file = SimpleUploadedFile("rows.csv", text.encode())
    answer = client.post("/api/v1/imports/", {"type": type_key, "file": file, **asked})
    assert answer.status_code == 200, answer.json()
    return answer.json()


def changed(client: Client, page: str, given: dict[str, Any]) -> Any:
    """What the API says to new values for the record as it was just read."""
    seen = {"If-Match": client.get(page).headers["ETag"]}
    return client.patch(page, given, content_type="application/json", headers=seen)


def told(*users: User) -> list[int]:
    """How many lines each has, and that each of them was mailed too."""
    counts = [Notification.objects.filter(user=user).count() for user in users]
    assert counts == [Message.objects.filter(recipient=user.email).count() for user in users]
    return counts


def test_a_challenge_over_the_api(strategy: Strategy, cio: User, reader: User, client_of: ClientOf) -> None:
    client = client_of(cio)
    given = {**values(strategy, reader), "raised_by": str(reader.person.uid)}
    made = client.post("/api/v1/challenges/", given, content_type="application/json")
    assert (made.status_code, told(reader)) == (201, [1])
    body = Message.objects.get().body
    uid = Challenge.objects.get().uid
    assert body.endswith(f"\n\nhttp://testserver/challenges/{uid}/answer/\n")

    page = f"/api/v1/challenges/{uid}/"
    patched = changed(client, page, {"evidence": "Five in ten"})
    assert (patched.status_code, told(reader)) == (200, [1])
    answer = {"answer": "kept", "answer_reason": "It holds", "answered_date": RAISED.isoformat()}
    answered = changed(client, page, answer)
    assert (answered.status_code, told(reader)) == (200, [2])
    titles = Notification.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles)[1] == "Plan kept: Clara Dunne answered “The money goes elsewhere”"


def test_challenges_in_a_file(strategy: Strategy, cio: User, reader: User, client_of: ClientOf) -> None:
    client, rows = client_of(cio), [values(strategy, reader)]
    assert (imported(client, "challenge", rows, dry_run="true")["dry_run"], told(reader)) == (True, [0])
    for _turn in range(2):
        imported(client, "challenge", rows)
        assert told(reader) == [1]


def test_a_new_answerer_for_many(
    strategy: Strategy, cio: User, reader: User, member: User, client_of: ClientOf
) -> None:
    client = client_of(cio)
    imported(client, "challenge", [values(strategy, reader) | {"claim": claim} for claim in ("One", "Two")])
    picked = {"uid": list(Challenge.objects.values_list("uid", flat=True)), "action": "answerer"}
    client.post(reverse("challenge_bulk"), {**picked, "value": str(member.person.uid)})
    assert told(reader, member) == [2, 2]


def test_a_challenge_on_its_page(strategy: Strategy, cio: User, reader: User, client_of: ClientOf) -> None:
    answer = client_of(cio).post(reverse("challenge_create"), values(strategy, reader))
    assert (answer.status_code, told(reader)) == (302, [1])


def test_an_invitation_over_the_api_and_in_a_file(scene: Scene, cio: User, client_of: ClientOf) -> None:
    client, first, second = client_of(cio), make_user("Bea"), make_user("Cal")
    given = [
        {"round": str(scene.round.uid), "person": str(user.person.uid), "side": "it"}
        for user in (first, second)
    ]
    made = client.post("/api/v1/invitations/", given[0], content_type="application/json")
    assert (made.status_code, told(first, second)) == (201, [1, 0])
    for _turn in range(2):
        imported(client, "invitation", given)
        assert told(first, second) == [1, 1]
    uid = Invitation.objects.get(person=second.person).uid
    assert f"http://testserver/asked-of-me/{uid}/\n" in Message.objects.get(recipient=second.email).body


def test_an_invitation_on_the_page_of_the_round(scene: Scene, cio: User, client_of: ClientOf) -> None:
    user = make_user("Bea", unit=scene.claims)
    page = reverse("round_invite", args=[scene.round.uid])
    client_of(cio).post(page, {"person": str(user.person.uid)})
    assert told(user) == [1]
