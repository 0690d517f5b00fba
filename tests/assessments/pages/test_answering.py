"""Answering on the page: what waits, one group after the other, kept at once, handed in, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from assessments.choices import Moment, Side
from assessments.models import Answer, Instrument, Invitation, Response
from assessments.queries.asking import entered
from tests.assessments.scene import make_scene
from tests.factories.assessments import make_invitation

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.assessments.scene import Scene
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
MINE = "/asked-of-me/"


@pytest.fixture
def asked(scene: Scene) -> User:
    user = scene.ask()[0]
    scene.open()
    return user


@pytest.fixture
def browser(asked: User, client_of: ClientOf) -> Client:
    return client_of(asked)


@pytest.fixture
def address(asked: User) -> str:
    return reverse("assessments_answer", args=[invitation(asked).uid])


def invitation(user: User) -> Invitation:
    found: Invitation = Invitation.objects.get(person=user.person)
    return found


def chosen(scene: Scene, *answers: str, first: int = 0) -> dict[str, str]:
    rows = zip(scene.statements[first:], answers, strict=False)
    return {f"today-{statement.uid}": answer for statement, answer in rows}


# ── what waits ───────────────────────────────────────────────────────────────────────────────────
def test_what_waits_is_listed_without_any_role(scene: Scene, browser: Client, address: str) -> None:
    answer = browser.get(MINE)
    assert [row["invitation"].round for row in answer.context["waiting"]] == [scene.round]
    assert address in answer.content.decode()
    assert "1 round waits for your view." in answer.content.decode()


def test_what_is_begun_says_so_and_goes_on(scene: Scene, browser: Client, address: str) -> None:
    assert "begun, not handed in" not in browser.get(MINE).content.decode()
    browser.post(address, {"step": "1", **chosen(scene, "4")})
    text = browser.get(MINE).content.decode()
    assert ("begun, not handed in" in text, ">Go on<" in text) == (True, True)


def test_nothing_waits_for_somebody_else(scene: Scene, asked: User, cio: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(MINE)
    assert (answer.context["waiting"], answer.context["done"]) == ([], [])
    assert "Nothing waits for your view." in answer.content.decode()


def test_only_the_person_asked_opens_the_page(
    scene: Scene, address: str, cio: User, client_of: ClientOf
) -> None:
    browser = client_of(cio)
    for path, method in (
        (address, browser.get),
        (address, browser.post),
        (f"{address}hand-in/", browser.post),
    ):
        assert method(path).status_code == 404


def test_nobody_opens_it_without_signing_in(address: str, anonymous: Client) -> None:
    assert anonymous.get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_constant_number_of_statements(
    root: Unit,
    claims: Unit,
    member: User,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    scene = make_scene(root, claims)
    make_invitation(round=scene.round, person=member.person)
    for number in range(1, count):
        other = type(scene.round)(
            name=f"Other {number}",
            instrument=scene.instrument,
            unit=claims,
            number=100 + number,
            created_at=scene.round.created_at,
            updated_at=scene.round.created_at,
        )
        other.save()
        make_invitation(round=other, person=member.person)
    type(scene.round).objects.update(state="open")
    browser = client_of(member)
    with django_assert_num_queries(5):
        assert len(browser.get(MINE).context["waiting"]) == count


# ── answering ────────────────────────────────────────────────────────────────────────────────────
def test_the_first_group_is_shown_first(scene: Scene, browser: Client, address: str) -> None:
    page = browser.get(address).context["page"]
    assert (page["group"], page["next"], page["previous_url"]) == ("Culture", "2", "")
    assert page["progress"]["text"] == "0 of 4 answered"
    assert [option["value"] for option in page["statements"][0]["scales"][0]["options"]] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


def test_without_script_each_step_is_saved_and_leads_on(scene: Scene, browser: Client, address: str) -> None:
    first = browser.post(address, {**chosen(scene, "4", "none"), "step": "1", "go": "2"})
    assert first["Location"] == f"{address}?step=2"
    page = browser.get(first["Location"]).context["page"]
    assert (page["group"], page["next"], page["progress"]["text"]) == (
        "Structure",
        "review",
        "2 of 4 answered",
    )
    last = browser.post(address, {**chosen(scene, "1", "5", first=2), "step": "2", "go": "review"})
    review = browser.get(last["Location"]).context["page"]
    assert review["open"] == 0
    assert [cell["text"] for group in review["groups"] for row in group["rows"] for cell in row["cells"]] == [
        "4", "cannot say", "1", "5",
    ]  # fmt: skip


def test_the_look_over_says_which_of_two_answers_is_which(
    scene: Scene, browser: Client, address: str
) -> None:
    def heads() -> list[str]:
        review = browser.get(f"{address}?step=review").context["page"]
        return [cell["head"] for cell in review["groups"][0]["rows"][0]["cells"]]

    assert heads() == [""]
    Instrument.objects.filter(pk=scene.instrument.pk).update(asks_target=True)
    assert heads() == ["Today", "Target"]


def test_with_script_each_answer_is_kept_at_once(
    scene: Scene, browser: Client, address: str, asked: User
) -> None:
    answer = browser.post(address, {**chosen(scene, "4"), "step": "1"}, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "1 of 4 answered" in text
    assert "Kept" in text
    assert entered(invitation(asked)).answers == {scene.statements[0].uid: {Moment.TODAY: 4}}


def test_somebody_who_comes_back_goes_on_where_they_stopped(
    scene: Scene, browser: Client, address: str
) -> None:
    browser.post(address, {**chosen(scene, "4", "3"), "step": "1", "go": "2"})
    page = browser.get(address).context["page"]
    assert page["group"] == "Structure"
    back = browser.get(f"{address}?step=1").context["page"]["statements"][0]["scales"][0]
    assert [option["value"] for option in back["options"] if option["checked"]] == ["4"]


def test_an_unknown_step_leads_to_the_one_to_go_on_with(browser: Client, address: str) -> None:
    for step in ("9", "0", "x"):
        assert browser.get(address, {"step": step}).context["page"]["step"] == "1"


@pytest.mark.parametrize("sent", ["9", "-1"])
def test_an_answer_beside_the_scale_is_refused(
    scene: Scene, browser: Client, address: str, sent: str
) -> None:
    answer = browser.post(address, {**chosen(scene, sent), "step": "1", "go": "2"}, follow=True)
    assert answer.context["page"]["step"] == "1"
    assert "Answer from 1 to 5." in answer.content.decode()


def test_what_is_no_answer_is_left_alone(scene: Scene, browser: Client, address: str, asked: User) -> None:
    browser.post(address, {**chosen(scene, "four", "2"), "step": "1", "go": "2"})
    assert list(entered(invitation(asked)).answers) == [scene.statements[1].uid]


def test_today_and_target_are_asked_in_pairs(
    scene: Scene, browser: Client, address: str, asked: User
) -> None:
    type(scene.instrument).objects.update(asks_target=True)
    scales = browser.get(address).context["page"]["statements"][0]["scales"]
    assert [scale["label"] for scale in scales] == ["Today", "Target"]
    first = scene.statements[0].uid
    browser.post(address, {f"today-{first}": "2", "step": "1", "go": "1"})
    assert browser.get(address).context["page"]["progress"]["done"] == 0
    browser.post(address, {f"target-{first}": "none", "step": "1", "go": "1"})
    assert browser.get(address).context["page"]["progress"]["done"] == 1
    assert entered(invitation(asked)).answers == {first: {Moment.TODAY: 2, Moment.TARGET: None}}


# ── handing in ───────────────────────────────────────────────────────────────────────────────────
def test_handing_in_ends_with_thanks(scene: Scene, browser: Client, address: str) -> None:
    browser.post(address, {**chosen(scene, "4", "3", "2", "1"), "step": "1", "go": "review"})
    answer = browser.post(f"{address}hand-in/", follow=True)

    assert "Your answers are handed in." in answer.content.decode()
    assert list(Answer.objects.order_by("statement__position").values_list("today", flat=True)) == [
        4,
        3,
        2,
        1,
    ]
    assert [row.round for row in browser.get(MINE).context["done"]] == [scene.round]


def test_what_is_left_open_is_said_before(scene: Scene, browser: Client, address: str) -> None:
    browser.post(address, {**chosen(scene, "4"), "step": "1", "go": "review"})
    assert "3 statements are not answered." in browser.get(f"{address}?step=review").content.decode()


def test_nothing_at_all_is_not_handed_in(browser: Client, address: str) -> None:
    answer = browser.post(f"{address}hand-in/", follow=True)
    assert "Answer at least one statement." in answer.content.decode()
    assert not Response.objects.exists()


def test_handing_in_twice_says_that_it_is_done(scene: Scene, browser: Client, address: str) -> None:
    browser.post(address, {**chosen(scene, "4"), "step": "1"})
    for _ in range(2):
        answer = browser.post(f"{address}hand-in/", follow=True)
        assert "Your answers are handed in." in answer.content.decode()
    assert browser.post(address, {**chosen(scene, "5"), "step": "1", "go": "2"})["Location"] == address
    assert Response.objects.count() == 1


def test_a_round_closed_meanwhile_keeps_the_answers(
    scene: Scene, browser: Client, address: str, asked: User
) -> None:
    browser.post(address, {**chosen(scene, "4"), "step": "1"})
    scene.close()
    assert "what you entered is kept, for you alone" in browser.get(address).content.decode()
    answer = browser.post(f"{address}hand-in/", follow=True)

    assert "your answers are kept" in answer.content.decode()
    assert entered(invitation(asked)).is_ready is True
    assert not Response.objects.exists()


def test_a_closed_round_and_one_that_is_not_open_yet_say_so(
    scene: Scene, client_of: ClientOf, asked: User, browser: Client, address: str
) -> None:
    type(scene.round).objects.update(state="draft")
    assert "has not been opened yet" in browser.get(address).content.decode()
    type(scene.round).objects.update(state="closed")
    assert "No answers are taken any more." in browser.get(address).content.decode()


def test_a_page_of_answers_takes_few_statements(
    browser: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        browser.get(address)


def test_the_side_of_the_invitation_is_that_of_the_answers(scene: Scene, client_of: ClientOf) -> None:
    user = scene.ask(Side.IT)[0]
    scene.open()
    browser, path = client_of(user), reverse("assessments_answer", args=[invitation(user).uid])
    browser.post(path, {**chosen(scene, "4"), "step": "1"})
    browser.post(f"{path}hand-in/")
    assert Response.objects.get().side == Side.IT
