"""My work: what waits for one person and nobody else, from every app that knows of something."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Enterprise, User
from alignment.models import ChainStanding
from alignment.operations.standing import keep_standings
from reports.queries import duties, my_work
from tests.alignment.contracts_scene import TERMS
from tests.factories.accounts import NOW, make_grant
from tests.factories.alignment import make_benefit, make_benefit_review, make_challenge, make_initiative
from tests.factories.assessments import make_invitation, make_round
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from accounts.models import Unit
    from foundation.catalog import Waiting
    from tests.personas import ClientOf

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def waiting(root: Unit, claims: Unit, reader: User) -> dict[str, Any]:
    """One thing of each kind that waits for the reader."""
    person = reader.person
    promised = make_benefit(name="Fewer calls", unit=claims, owner=person)
    found = {
        "rounds": make_invitation(person=person, round=make_round(name="Maturity", state="open")),
        "benefit_reviews": make_benefit_review(benefit=promised, due_date=date(2026, 10, 30)),
        "challenges": make_challenge(
            claim="Too dear", answerer=person, strategy=make_strategy(unit=root), due_date=date(2026, 11, 20)
        ),
        "promises": make_benefit(name="No post", unit=claims, owner=person, metric=make_metric(), **TERMS),
        "broken_lines": make_initiative(name="Archive", unit=claims, owner=person),
    }
    keep_standings(now=NOW)
    return found


def test_kinds_stand_in_the_order_of_the_catalog() -> None:
    assert [duty.key for duty in duties()] == [
        "rounds",
        "benefit_reviews",
        "challenges",
        "promises",
        "broken_lines",
    ]


def test_each_kind_waits_for_its_person(waiting: dict[str, Any], reader: User, cio: User) -> None:
    found = my_work(reader, NOW, Enterprise.objects.get())
    assert [(duty.key, [one.title for one in rows]) for duty, rows in found.kinds] == [
        ("rounds", ["Maturity"]),
        ("benefit_reviews", ["Fewer calls"]),
        ("challenges", ["Too dear"]),
        ("promises", ["No post"]),
        ("broken_lines", ["Archive"]),
    ]
    assert [one.title for one in found.late] == ["Fewer calls"]
    assert my_work(cio, NOW, Enterprise.objects.get()).everything == ()


def test_the_page_says_how_much_is_late(waiting: dict[str, Any], reader: User, client_of: ClientOf) -> None:
    answer = client_of(reader).get(reverse("my_work"))
    page = answer.context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == ("5 things wait for you.", "1 is late.")
    shown = {kind["key"]: kind["rows"][0] for kind in page["kinds"]}
    assert [(shown[key]["due"], shown[key]["is_late"]) for key in shown] == [
        (shown["rounds"]["due"], False),
        ("3 days late", True),
        ("20 Nov", False),
        ("", False),
        ("", False),
    ]
    assert shown["benefit_reviews"]["url"] == f"/benefit-reviews/{waiting['benefit_reviews'].uid}/hold/"
    assert shown["promises"]["url"] == f"/benefits/{waiting['promises'].uid}/agree/"
    assert shown["challenges"]["url"] == f"/challenges/{waiting['challenges'].uid}/answer/"
    assert shown["broken_lines"]["url"] == url_of(waiting["broken_lines"])
    assert shown["broken_lines"]["note"] == "Lacks: Customer need, Benefit"
    client = client_of(reader)
    assert [client.get(row["url"]).status_code for row in shown.values()] == [200] * 5


def test_a_broken_line_says_since_when_it_waits(waiting: dict[str, Any], reader: User) -> None:
    ChainStanding.objects.update(since_date=date(2026, 10, 5))
    (told,) = [
        row
        for duty, rows in my_work(reader, NOW, Enterprise.objects.get()).kinds
        for row in rows
        if duty.key == "broken_lines"
    ]
    assert told.note == "Lacks: Customer need, Benefit, since 5 Oct 2026"


def test_a_broken_line_leads_whoever_may_mend_it_to_where_that_is_done(
    waiting: dict[str, Any], reader: User, claims: Unit, client_of: ClientOf
) -> None:
    def told(viewer: User) -> Waiting:
        (found,) = [
            row
            for duty, rows in my_work(viewer, NOW, Enterprise.objects.get()).kinds
            for row in rows
            if duty.key == "broken_lines"
        ]
        return found

    archive = waiting["broken_lines"]
    assert (told(reader).action, told(reader).url) == ("Open", url_of(archive))
    make_grant(reader, "relationship_manager", claims)
    mending = told(User.objects.get(pk=reader.pk))
    assert (mending.action, mending.url) == (
        "Link need",
        reverse("mend", args=["link_need", "initiative", archive.uid]),
    )
    assert client_of(reader).get(mending.url, {"next": reverse("my_work")}).status_code == 200


def test_nothing_waits_and_the_page_says_what_would(member: User, client_of: ClientOf) -> None:
    answer = client_of(member).get(reverse("my_work"))
    assert answer.context["page"] == {
        "finding_lead": "Nothing waits for you.",
        "finding_rest": "",
        "kinds": [],
    }
    assert "What others ask of you waits here" in answer.content.decode()


def test_the_same_as_file_and_data(waiting: dict[str, Any], reader: User, client_of: ClientOf) -> None:
    client: Client = client_of(reader)
    data = client.get(reverse("api_my_work")).json()
    assert (data["as_of"], data["late"], len(data["waiting"])) == ("2026-11-02", 1, 5)
    assert data["waiting"][1] == {
        "kind": "benefit_reviews",
        "title": "Fewer calls",
        "note": "",
        "due": "2026-10-30",
        "url": f"/benefit-reviews/{waiting['benefit_reviews'].uid}/hold/",
    }
    answer: Any = client.get(reverse("my_work_export"))
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [(row["kind"], row["due"]) for row in rows] == [
        (one["kind"], one["due"] or "") for one in data["waiting"]
    ]
