"""A need's page: the opportunity first, then the answers over time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from customers.queries.series import series_of
from tests.factories.customers import make_asked_need, make_earlier_answer, make_need
from workbench.links import url_of

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from customers.models import Need
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


@pytest.fixture
def need() -> Need:
    """Asked about in two years."""
    made = make_asked_need("4.7", "3.1")
    make_earlier_answer(need=made, asked_date=date(2025, 3, 2), satisfaction=Decimal("3.4"), respondents=12)
    return made


def panel(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(
        part["data"] for part in answer.context["page"]["panels"] if part["name"] == "answers"
    )
    return found


def test_the_page_opens_with_the_opportunity(browser: Client, need: Need) -> None:
    page = browser.get(url_of(need)).context["page"]
    assert page["finding_lead"] == "Strong: opportunity 13.3 of 20."


def test_the_page_of_a_need_nobody_was_asked_about_says_what_to_do(browser: Client) -> None:
    answer = browser.get(url_of(make_need()))
    assert answer.context["page"]["finding_lead"] == "No customer has been asked about this."
    assert "Ask at least 30 people" in answer.content.decode()
    assert panel(answer) == {"rows": [], "picture": None, "formula": "", "add_url": ""}


def test_the_page_of_a_need_with_half_an_answer_says_so(browser: Client) -> None:
    need = make_need(importance=4, scale_min=1, scale_max=5)
    page = browser.get(url_of(need)).context["page"]
    assert page["finding_lead"] == "Customers were not asked about this in full."


def test_answers_stand_newest_first_with_what_has_changed(browser: Client, need: Need) -> None:
    rows = panel(browser.get(url_of(need)))["rows"]
    told = [(row["day"].year, row["asked"].text, [change for _, change, _ in row["figures"]]) for row in rows]
    assert told == [
        (2026, "400", ["+1.3", "−0.8", "+3.3"]),
        (2025, '<span class="sl-few">12, few</span>', ["", "", ""]),
    ]
    assert [worse for _, _, worse in rows[0]["figures"]] == [False, True, False]


def test_the_formula_is_shown_with_its_figures(browser: Client, need: Need) -> None:
    assert panel(browser.get(url_of(need)))["formula"] == "9.3 + (9.3 − 5.3) = 13.3"
    served = make_asked_need("3", "4.2")
    text = "5.0, with nothing added because satisfaction exceeds it, = 5.0"
    assert panel(browser.get(url_of(served)))["formula"] == text


def test_an_answer_without_satisfaction_has_no_formula(browser: Client) -> None:
    half = make_need(importance=Decimal(4), scale_min=1, scale_max=5, asked_date=date(2026, 3, 2))
    data = panel(browser.get(url_of(half)))
    assert (data["formula"], data["score"], len(data["rows"]), data["picture"]) == ("", "", 1, None)


def test_few_answers_are_said_to_be_few(browser: Client) -> None:
    few, enough = make_asked_need(respondents=29), make_asked_need(respondents=30)
    told = [b"Fewer than 30 people answered." in browser.get(url_of(n)).content for n in (few, enough)]
    assert told == [True, False]


def test_the_picture_names_both_lines_apart(browser: Client, need: Need) -> None:
    picture = panel(browser.get(url_of(need)))["picture"]
    assert [(line["label"], len(line["dots"])) for line in picture["lines"]] == [
        ("Importance", 2),
        ("Satisfaction", 2),
    ]
    close = make_asked_need("4", "3.9")
    make_earlier_answer(need=close, satisfaction=Decimal(4))
    heights = [line["label_y"] for line in panel(browser.get(url_of(close)))["picture"]["lines"]]
    assert heights[1] - heights[0] == 13


def test_earlier_answers_may_be_added_by_who_may_edit(
    browser: Client, need: Need, reader: User, client_of: ClientOf
) -> None:
    assert panel(browser.get(url_of(need)))["add_url"].startswith(reverse("earlieranswer_create"))
    assert panel(client_of(reader).get(url_of(need)))["add_url"] == ""


def test_the_api_tells_the_same_series(browser: Client, need: Need) -> None:
    answer = browser.get(reverse("api-need-series", args=[need.uid])).json()
    assert answer["series"][1] == {
        "asked_date": "2026-03-02",
        "respondents": 400,
        "few": False,
        "importance": "9.2500",
        "satisfaction": "5.2500",
        "opportunity": "13.2500",
        "band": "strong",
        "importance_change": "1.2500",
        "satisfaction_change": "-0.7500",
        "opportunity_change": "3.2500",
    }
    assert (answer["series"][0]["few"], answer["series"][0]["opportunity_change"]) == (True, None)
    assert len(answer["series"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_series_asks_one_question(count: int, django_assert_num_queries: Any) -> None:
    need = make_asked_need()
    for _ in range(count):
        make_earlier_answer(need=need)
    with django_assert_num_queries(1):
        assert len(series_of(need)) == count + 1


# ── the form ─────────────────────────────────────────────────────────────────────────────────────
def test_the_form_shows_the_saved_opportunity_and_its_band(browser: Client, need: Need) -> None:
    text = browser.get(reverse("need_edit", args=[need.uid])).content.decode()
    assert "<dd data-score>13.3</dd>" in text
    assert '<li data-band="strong" class="on">' in text
    assert "build/need.js" in text


def test_the_form_of_a_new_need_guides_without_figures(browser: Client) -> None:
    text = browser.get(reverse("need_create")).content.decode()
    assert "<dd data-score>–</dd>" in text
    assert "A need, not a solution" in text
    assert "Answers of another day" not in text


def test_a_refused_form_keeps_its_guidance(browser: Client, need: Need) -> None:
    answer = browser.post(reverse("need_edit", args=[need.uid]), {"statement": ""})
    assert answer.status_code == 422
    assert "A need, not a solution" in answer.content.decode()
