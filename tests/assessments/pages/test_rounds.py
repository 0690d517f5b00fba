"""A round's page, its buttons, and the results as page, file and data."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from urllib.parse import quote_plus
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.choices import InstrumentKind, InstrumentState, RoundState, Side
from assessments.engine.gap import Gap
from assessments.models import Instrument, Invitation, Round
from assessments.serializers.results import Shown, interval_text
from tests.assessments.scene import make_scene
from tests.factories.accounts import make_person, make_user
from tests.factories.assessments import make_instrument, make_round, make_statement

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.assessments.scene import Scene
    from tests.personas import ClientOf


@pytest.fixture
def browser(analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


def at(name: str, record: object) -> str:
    return reverse(name, args=[record.uid])  # type: ignore[attr-defined]


def said(browser: Client, name: str, record: object, **sent: str) -> str:
    """What the page says after a button was pressed."""
    return browser.post(at(name, record), sent, follow=True).content.decode()


def state(scene: Scene) -> str:
    return Round.objects.get(pk=scene.round.pk).state


# ── the page of a round ──────────────────────────────────────────────────────────────────────────
def test_a_round_without_anybody_says_what_to_do(scene: Scene, browser: Client) -> None:
    page = browser.get(at("round_detail", scene.round)).context["page"]
    assert (page["finding_lead"], page["finding_rest"]) == (
        "Nobody is asked yet.", "Invite those whose view counts.",
    )  # fmt: skip


def test_a_round_opens_closes_and_reopens_by_its_buttons(scene: Scene, browser: Client) -> None:
    scene.ask(count=2)
    assert "Open round" in browser.get(at("round_detail", scene.round)).content.decode()
    assert "0 of 2 have answered." in said(browser, "round_open", scene.round)
    assert "The round is closed." in said(browser, "round_close", scene.round)
    assert "Open until somebody closes it." in said(browser, "round_reopen", scene.round)
    assert state(scene) == RoundState.OPEN


def test_what_stands_in_the_way_is_said(scene: Scene, browser: Client) -> None:
    assert "Nobody is asked yet. Invite somebody first." in said(browser, "round_open", scene.round)
    assert state(scene) == RoundState.DRAFT


def test_a_unit_and_a_person_are_invited(scene: Scene, browser: Client, claims: Unit, analyst: User) -> None:
    far = make_user("Far Away")
    said(browser, "round_invite", scene.round, unit=str(claims.uid), person=far.person.code, side="it")
    asked = Invitation.objects.order_by("number").values_list("person__name", "side")
    assert sorted(asked) == [("Far Away", Side.IT), (analyst.person.name, Side.IT)]


def test_who_cannot_be_asked_is_named(scene: Scene, browser: Client) -> None:
    without = make_person("Wim Without")
    text = said(browser, "round_invite", scene.round, person=without.code)
    assert "Without a sign-in nobody can answer: Wim Without." in text


def test_inviting_nobody_says_what_is_missing(scene: Scene, browser: Client) -> None:
    assert "Choose a unit or a person." in said(browser, "round_invite", scene.round)


@pytest.mark.parametrize("name", ["round_open", "round_close", "round_reopen", "round_invite"])
def test_the_buttons_are_for_those_who_may_edit(
    scene: Scene, name: str, reader: User, outsider: User, client_of: ClientOf
) -> None:
    answers = [client_of(user).post(at(name, scene.round)).status_code for user in (reader, outsider)]
    assert answers == [403, 404]
    assert "Open round" not in client_of(reader).get(at("round_detail", scene.round)).content.decode()


# ── instruments ──────────────────────────────────────────────────────────────────────────────────
def test_an_instrument_is_published_and_worded_anew(cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    draft = make_statement(instrument=make_instrument(name="Pulse")).instrument
    assert "It can be asked." in said(browser, "instrument_publish", draft)
    assert "Its words can still change." in said(browser, "instrument_edition", draft)
    assert list(Instrument.objects.order_by("edition").values_list("state", flat=True)) == [
        InstrumentState.PUBLISHED,
        InstrumentState.DRAFT,
    ]
    said(browser, "instrument_publish", Instrument.objects.get(edition=2))
    text = browser.get(at("instrument_detail", draft)).content.decode()
    assert f'href="{at("instrument_detail", Instrument.objects.get(edition=2))}">Open edition 2' in text


def test_an_instrument_without_statements_says_what_is_missing(cio: User, client_of: ClientOf) -> None:
    assert "Add a statement first." in said(client_of(cio), "instrument_publish", make_instrument())


def test_a_published_instrument_offers_rounds_and_a_draft_statements(cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    draft = make_statement(instrument=make_instrument(name="Pulse"), subject="customer_intimacy").instrument
    text = browser.get(at("instrument_detail", draft)).content.decode()
    assert ("Add statement" in text, "Add round" in text) == (True, False)
    assert ("Customer intimacy" in text, "customer_intimacy" in text) == (True, False)
    text = said(browser, "instrument_publish", draft)
    assert ("Add statement" in text, "Add round" in text) == (False, True)


def test_a_new_statement_stands_after_the_last(cio: User, client_of: ClientOf) -> None:
    browser, address = client_of(cio), reverse("statement_create")
    last = make_statement(instrument=make_instrument(name="Pulse"), position=4, group="Meetings")
    given = browser.get(f"{address}?instrument={last.instrument.uid}").context["form"].initial
    assert (given["position"], given["group"]) == (5, "Meetings")
    assert "position" not in browser.get(address).context["form"].initial
    empty = make_instrument(name="Empty")
    assert browser.get(f"{address}?instrument={empty.uid}").context["form"].initial["position"] == 1


def test_a_draft_that_asks_nothing_leads_to_its_first_statement(cio: User, client_of: ClientOf) -> None:
    draft = make_instrument(name="Empty")
    page = client_of(cio).get(at("instrument_detail", draft)).context["page"]
    assert (page["finding_lead"], page["statement_url"]) == (
        "It asks nothing yet.",
        f"{reverse('statement_create')}?instrument={draft.uid}&next={quote_plus(at('instrument_detail', draft))}",
    )
    make_statement(instrument=draft)
    assert "statement_url" not in client_of(cio).get(at("instrument_detail", draft)).context["page"]


def test_the_subject_of_a_discipline_check_is_a_menu_of_words(cio: User, client_of: ClientOf) -> None:
    browser, address = client_of(cio), reverse("statement_create")
    check = make_instrument(name="Check", kind=InstrumentKind.DISCIPLINE)
    make_statement(instrument=check, subject="customer_intimacy")
    own = make_statement(instrument=check, subject="speed")
    made = browser.get(f"{address}?instrument={check.uid}").context["form"]["subject"].field.widget
    assert made.choices == [("", "None"), ("customer_intimacy", "Customer intimacy"), ("speed", "Speed")]
    text = browser.get(f"{at('statement_detail', own)}edit/").content.decode()
    assert '<option value="speed" selected>Speed</option>' in text
    survey = make_statement(instrument=make_instrument(name="Survey"))
    given = browser.get(f"{at('statement_detail', survey)}edit/").context["form"]["subject"].field.widget
    assert given.input_type == "text"


def test_a_closed_round_offers_no_further_invitation(scene: Scene, browser: Client) -> None:
    scene.ask(count=1)
    scene.open()
    assert "Add invitation" in browser.get(at("round_detail", scene.round)).content.decode()
    scene.close()
    assert "Add invitation" not in browser.get(at("round_detail", scene.round)).content.decode()


def test_before_the_end_a_side_without_people_may_still_get_some(scene: Scene, browser: Client) -> None:
    rows = browser.get(at("round_detail", scene.round)).context["page"]["turnout"]
    assert [row["reason"] for row in rows] == ["Nobody is asked yet."] * 2
    scene.ask(count=1)
    scene.open()
    scene.close()
    rows = browser.get(at("round_detail", scene.round)).context["page"]["turnout"]
    assert [row["reason"] for row in rows] == ["Nobody answered.", "Nobody was asked."]


# ── results ──────────────────────────────────────────────────────────────────────────────────────
FOUR = [(4, 4, 5, 5), (4, 4, 3, 3), (4, 4, 4, 4)]
TWO = [(1, 3, 2, 2), (2, 2, 2, 2), (3, 1, 2, 2)]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-1.2, -0.5, "−1.2 to −0.5"),
        (-1.2, -0.04, "−1.20 to −0.04"),
        (-1.2, 0.04, "−1.2 to ±0.0"),
        (0.00001, 0.5, "±0.0000 to +0.5000"),
    ],
)
def test_an_interval_that_leaves_out_zero_does_not_seem_to_touch_it(
    low: float, high: float, text: str
) -> None:
    assert interval_text(Gap(2.5, 3.1, -0.6, low, high, 10, 6), Shown(1, 5, 1, 1)) == text


def results_page(browser: Client, scene: Scene, query: str = "") -> str:
    return browser.get(at("assessments_results", scene.round) + query).content.decode()


def test_the_results_open_with_the_widest_gap(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 5, 5), (4, 4, 5, 4), (4, 4, 4, 5)], [(3, 4, 1, 2), (4, 4, 1, 1), (4, 3, 2, 1)])
    text = results_page(browser, scene)
    assert "Business rates “Structure” 3.3 points higher than IT." in text
    assert "1 of 2 gaps is wider than chance." in text


def test_the_other_way_round_it_says_so_too(scene: Scene, browser: Client) -> None:
    scene.played([(3, 4, 1, 2), (4, 4, 1, 1), (4, 3, 2, 1)], [(4, 4, 5, 5), (4, 4, 5, 4), (4, 4, 4, 5)])
    assert "IT rates “Structure” 3.3 points higher than business." in results_page(browser, scene)


def test_gaps_that_may_be_chance_are_not_made_much_of(scene: Scene, browser: Client) -> None:
    scene.played([(4, 4, 5, 3), (2, 2, 3, 3), (3, 3, 4, 4)], [(4, 4, 4, 3), (2, 3, 3, 3), (3, 3, 4, 4)])
    assert "Business and IT see it much alike." in results_page(browser, scene)


def test_a_gap_without_an_interval_is_not_called_alike(root: Unit, claims: Unit, browser: Client) -> None:
    scene = make_scene(root, claims, is_anonymous=False, smallest_group=1)
    scene.played([(4, 4, 4, 4)], [(2, 2, 3, 3)])
    page = browser.get(at("assessments_results", scene.round)).context["page"]

    assert (page["lead"], page["rest"]) == (
        "Business and IT are at most 2.0 points apart, on “Culture”.",
        "Too few answered, or all alike, to say whether that is chance.",
    )


def test_a_side_that_is_too_small_is_named_with_the_reason(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, TWO[:2])
    text = results_page(browser, scene)
    assert "Only the business side can be shown." in text
    assert "Withheld: 2 answered, groups below 3 are not shown." in text


def test_late_answers_that_are_left_out_are_named(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, [])
    said(browser, "round_reopen", scene.round)
    scene.answer(scene.ask()[0], 1, 1, 1, 1)
    said(browser, "round_close", scene.round)
    assert "1 late answer is left out: too few to be added." in results_page(browser, scene)


def test_without_enough_answers_nothing_is_shown(scene: Scene, browser: Client) -> None:
    scene.played(FOUR[:2], [])
    assert "Nothing can be shown." in results_page(browser, scene)


def test_before_it_is_closed_the_page_says_why_there_is_nothing(scene: Scene, browser: Client) -> None:
    assert "Results are shown when the round is closed." in results_page(browser, scene)


def test_the_maturity_opens_with_the_levels(scene: Scene, browser: Client) -> None:
    Instrument.objects.update(kind=InstrumentKind.MATURITY)
    scene.played(FOUR, TWO)
    assert "Business sees level 4, IT level 2." in results_page(browser, scene)


def test_the_maturity_of_one_side(scene: Scene, browser: Client) -> None:
    Instrument.objects.update(kind=InstrumentKind.MATURITY)
    scene.played(FOUR, [])
    assert "Business sees level 4." in results_page(browser, scene)


def test_disciplines_are_compared_from_0_to_100_and_by_group(
    root: Unit, claims: Unit, browser: Client
) -> None:
    scene = make_scene(root, claims)
    Instrument.objects.update(kind=InstrumentKind.DISCIPLINE, asks_target=True)
    for statement, subject in zip(
        scene.statements, ["customer_intimacy", "product_leadership"] * 2, strict=True
    ):
        type(statement).objects.filter(pk=statement.pk).update(subject=subject)
    scene.round.refresh_from_db()
    users = scene.ask(count=3)
    scene.open()
    for user in users:
        scene.answer(user, 5, 1, 5, 1, target=3)
    scene.close()
    page = browser.get(at("assessments_results", scene.round)).context["page"]

    assert [(row["label"], row["business"]["text"]) for row in page["rows"]] == [
        ("Customer intimacy", "100"), ("Product leadership", "0"),
    ]  # fmt: skip
    assert [cell["business"]["text"] for cell in page["cells"][0]["cells"]] == ["100", "0"]
    assert page["agreement"] == ["Business: 1.00 of 1"]
    assert page["first"] == ["Business: Customer intimacy first, 100.0 points ahead."]
    target = browser.get(at("assessments_results", scene.round), {"moment": "target"}).context["page"]
    assert [row["business"]["text"] for row in target["rows"]] == ["50", "50"]
    assert target["first"] == ["Business: Customer intimacy and Product leadership share the first place."]


def test_a_moment_nobody_asked_for_shows_today(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, TWO)
    for query in ("?moment=target", "?moment=x"):
        page = browser.get(at("assessments_results", scene.round) + query).context["page"]
        assert (page["moments"], page["rows"][0]["business"]["text"]) == ([], "4.0")


def test_results_are_for_those_who_may_read_the_unit(
    scene: Scene, reader: User, outsider: User, member: User, client_of: ClientOf
) -> None:
    for name in ("assessments_results", "assessments_results_export", "api-round-results"):
        people = (reader, outsider, member)
        assert [client_of(user).get(at(name, scene.round)).status_code for user in people] == [200, 404, 404]


@pytest.mark.parametrize("count", [3, 9])
def test_the_results_take_a_constant_number_of_statements(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene.played([(4, 4, 4, 4)] * count, [(2, 2, 2, 2)] * count)
    with django_assert_num_queries(7):
        results_page(browser, scene)


def test_the_file_has_both_sides_in_a_row(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, TWO[:2])
    answer = browser.get(at("assessments_results_export", scene.round))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(text.splitlines()))

    assert answer["Content-Disposition"] == f'attachment; filename="{scene.round.code}-results.csv"'
    assert [(row["group"], row["business_mean"], row["it_mean"]) for row in rows[:3]] == [
        ("", "4.0", ""), ("Culture", "4.0", ""), ("Structure", "4.0", ""),
    ]  # fmt: skip
    assert [row["statement"] for row in rows[3:]] == [statement.text for statement in scene.statements]


def test_programs_get_the_same_figures(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, TWO)
    data = browser.get(at("api-round-results", scene.round)).json()

    assert data["round"]["code"] == scene.round.code
    assert [side["counted"] for side in data["sides"]] == [3, 3]
    assert [outcome["side"] for outcome in data["outcomes"]] == ["business", "it"], "never both in one figure"
    whole = [gap for gap in data["gaps"] if (gap["group"], gap["subject"]) == ("", "")]
    assert [(gap["difference"], gap["people_business"]) for gap in whole] == [(2.0, 3)]


@pytest.mark.parametrize(
    ("kind", "levels"), [(InstrumentKind.MATURITY, [4, 2]), (InstrumentKind.DISCIPLINE, [None, None])]
)
def test_only_maturity_has_levels(
    scene: Scene, browser: Client, kind: InstrumentKind, levels: list[int | None]
) -> None:
    scene.played(FOUR, TWO)
    type(scene.instrument).objects.update(kind=kind)
    outcomes = browser.get(at("api-round-results", scene.round)).json()["outcomes"]
    assert [outcome["level"] for outcome in outcomes] == levels


def test_programs_learn_why_a_side_is_withheld(scene: Scene, browser: Client) -> None:
    scene.played(FOUR, TWO[:1])
    it = browser.get(at("api-round-results", scene.round)).json()["sides"][1]
    assert it == {
        "side": "it", "invited": 1, "answered": 1, "counted": 0, "is_withheld": True,
        "reason": "Withheld: 1 answered, groups below 3 are not shown.",
    }  # fmt: skip


def test_an_unknown_round_is_not_there(browser: Client) -> None:
    assert browser.get(reverse("assessments_results", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_round_takes_a_constant_number_of_statements(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene.ask(count=count)
    with django_assert_num_queries(9):
        browser.get(at("round_detail", scene.round))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_instrument_takes_a_constant_number_of_statements(
    scene: Scene, browser: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_round(name=f"Another {number}", instrument=scene.instrument, unit=scene.claims)
    with django_assert_num_queries(7):
        browser.get(at("instrument_detail", scene.instrument))
