"""Named rounds: who is told what before answering, who reads the names afterwards, and that no other round has any."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from assessments.choices import InstrumentKind, RoundState
from assessments.models import Instrument, Invitation, Round
from tests.assessments.pages.test_rounds import at
from tests.assessments.scene import make_scene

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.assessments.scene import Scene
    from tests.personas import ClientOf


@pytest.fixture
def browser(analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


@pytest.fixture
def scene(root: Unit, claims: Unit) -> Scene:
    """A named round in which each answer is shown."""
    return make_scene(root, claims, is_anonymous=False, smallest_group=1)


def shown(browser: Client, scene: Scene, query: str = "") -> dict[str, object]:
    page = browser.get(at("assessments_results", scene.round) + query).context["page"]
    return page.get("named", {})


def test_each_name_stands_beside_what_its_person_came_to(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 5, 1), (2, 2, 2, None)], [(1, 3, 2, 2)])
    found = shown(browser, scene)

    assert [(row["name"], row["side"], row["cells"][0]["text"]) for row in found["rows"]] == [  # type: ignore[attr-defined]
        ("Asked 1", "Business", "3.5"), ("Asked 2", "Business", "2.0"), ("Asked 3", "IT", "2.0"),
    ]  # fmt: skip
    assert (found["heads"], found["chosen"]) == (["Overall"], None)


def test_a_name_leads_to_its_answers(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 5, 1), (2, 2, 2, None)], [])
    person = Invitation.objects.get(person__name="Asked 2").person
    chosen = shown(browser, scene, f"?person={person.uid}")["chosen"]

    assert (chosen["name"], chosen["note"]) == ("Asked 2", "Business, answers from 1 to 5")  # type: ignore[index]
    assert [row["cells"][0]["text"] for row in chosen["rows"]] == ["2", "2", "2", "–"]  # type: ignore[index]
    for nobody in ("?person=x", "?person=6a61ad77-4135-437b-8e69-4f32ce3cb115"):
        assert shown(browser, scene, nobody)["chosen"] is None


def test_disciplines_stand_beside_the_name(scene: Scene, browser: Client) -> None:
    Instrument.objects.update(kind=InstrumentKind.DISCIPLINE)
    for statement, subject in zip(
        scene.statements, ["customer_intimacy", "product_leadership"] * 2, strict=True
    ):
        type(statement).objects.filter(pk=statement.pk).update(subject=subject)
    scene.round.refresh_from_db()
    scene.played([(5, 1, 3, 1)], [])
    found = shown(browser, scene)

    assert found["heads"] == ["Customer intimacy", "Product leadership"]
    assert [cell["text"] for cell in found["rows"][0]["cells"]] == ["75", "0"]  # type: ignore[index]


def test_names_are_in_the_file_and_for_programs(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 5, None)], [(1, 3, 2, 2)])
    answer = browser.get(at("assessments_answers_export", scene.round))
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))  # type: ignore[attr-defined]
    people = browser.get(at("api-round-results", scene.round)).json()["people"]

    assert answer["Content-Disposition"] == f'attachment; filename="{scene.round.code}-answers.csv"'
    assert [(row["person"], row["side"], row["today"]) for row in rows] == [
        *(("Asked 1", "business", said) for said in ("4", "4", "5", "")),
        *(("Asked 2", "it", said) for said in "1322"),
    ]  # fmt: skip
    assert [(one["name"], [given["today"] for given in one["answers"]]) for one in people] == [
        ("Asked 1", [4, 4, 5, None]), ("Asked 2", [1, 3, 2, 2]),
    ]  # fmt: skip


def test_a_side_that_is_too_small_has_no_names_either(root: Unit, claims: Unit, browser: Client) -> None:
    scene = make_scene(root, claims, is_anonymous=False, smallest_group=2)
    scene.played([(4, 4, 4, None), (4, 4, 4, 4)], [(1, 1, 1, 1)])
    people = browser.get(at("api-round-results", scene.round)).json()["people"]

    assert [(one["name"], one["answers"][3]["today"]) for one in people] == [
        ("Asked 1", None),
        ("Asked 2", None),
    ]


def test_no_name_before_the_round_is_closed(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 4, 4)], [])
    Round.objects.update(state=RoundState.OPEN)

    assert shown(browser, scene) == {}
    assert browser.get(at("api-round-results", scene.round)).json()["people"] == []
    text = browser.get(at("assessments_results", scene.round)).content.decode()
    assert "Until then nobody&#x27;s answers sway those who have not answered yet." in text


def test_an_anonymous_round_names_nobody(root: Unit, claims: Unit, browser: Client) -> None:
    scene = make_scene(root, claims)
    scene.played([(4, 4, 4, 4)] * 3, [])

    assert shown(browser, scene) == {}
    assert browser.get(at("api-round-results", scene.round)).json()["people"] == []
    assert browser.get(at("assessments_answers_export", scene.round)).status_code == 404


def test_names_are_for_those_who_may_read_the_unit(
    scene: Scene, reader: User, outsider: User, member: User, client_of: ClientOf
) -> None:
    scene.played([(4, 4, 4, 4)], [])
    statuses = [
        client_of(user).get(at("assessments_answers_export", scene.round)).status_code
        for user in (reader, outsider, member)
    ]
    assert statuses == [200, 404, 404]


def test_who_is_asked_is_told_who_will_read_the_name(scene: Scene, client_of: ClientOf) -> None:
    promise = "Once the round is closed, those who may read Claims see your name beside your answers."
    user = scene.ask()[0]
    scene.open()
    asked, browser = Invitation.objects.get(), client_of(user)
    address = at("assessments_answer", asked)

    assert "with your name" in browser.get("/asked-of-me/").content.decode()
    assert [promise in browser.get(f"{address}?step={step}").content.decode() for step in ("1", "2", "review")] == [
        True, True, True,
    ]  # fmt: skip
    scene.answer(user, 4, 4, 4, 4)
    assert "Your name stands beside them." in browser.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_named_results_take_a_constant_number_of_statements(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene.played([(4, 4, 4, 4)] * count, [(2, 2, 2, 2)] * count)
    with django_assert_num_queries(8):
        shown(browser, scene)
