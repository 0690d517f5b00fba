"""The mix of disciplines: page, file and data say the same."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from strategies.choices import Discipline, StrategyState
from tests.factories.strategies import make_strategy
from tests.strategies.asked import asked, make_discipline_check

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

PL, OE, CI = Discipline.values
STUCK = [(2, 6, 6), (2, 7, 7), (2, 8, 9)]
LEAN = [(1, 9, 3), (2, 8, 4), (3, 7, 2)]
PAGE = 11
"""Session, user, grants, enterprise, inbox; the day; units, strategies twice; rounds; statements, asked, counted, answers twice."""
DATA = 11


@pytest.fixture
def scene(root: Unit, claims: Unit, sales: Unit) -> Unit:
    """Customer intimacy leads from the root; Claims leads with operational excellence, and IT sees it stuck."""
    make_strategy(
        unit=root,
        discipline=CI,
        state=StrategyState.IN_FORCE,
        start_date=date(2025, 1, 1),
        product_leadership_share=10,
        operational_excellence_share=20,
        customer_intimacy_share=70,
        operational_excellence_minimum=50,
    )
    make_strategy(
        unit=claims, name="Lean", discipline=OE, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1)
    )
    asked(claims, LEAN, STUCK, target=(1, 9, 4))
    return claims


def row_of(page: dict[str, Any], unit: str) -> dict[str, Any]:
    (row,) = [row for row in page["rows"] if row["unit"] == unit]
    return dict(row)


def test_the_page_says_who_leads_with_what_and_who_is_stuck(
    scene: Unit, cio: User, client_of: ClientOf
) -> None:
    answer = client_of(cio).get(reverse("discipline_mix"))
    page = answer.context["page"]
    assert page["fact"] == "2 of 3 units lead with customer intimacy."
    assert page["tension"] == "Claims has no clear lead on at least one side."
    assert [(count["discipline"], count["count"]) for count in page["counts"]] == [(PL, 0), (OE, 1), (CI, 2)]
    assert [row["unit"] for row in page["rows"] if row["is_stuck"]] == ["Claims"]
    assert 'class="stuck"' in answer.content.decode()


def test_each_row_says_where_its_strategy_comes_from_and_what_it_intends(
    scene: Unit, cio: User, client_of: ClientOf
) -> None:
    page = client_of(cio).get(reverse("discipline_mix")).context["page"]
    sales, claims = row_of(page, "Sales"), row_of(page, "Claims")
    assert (sales["inherited"], claims["inherited"]) == ("Harbor Mutual", "")
    assert [figure["text"] for figure in sales["shares"]] == ["10", "20", "70"]
    assert sales["minimums"] == [{"discipline": OE, "text": "50"}]
    assert (claims["shares"], sales["sides"]) == ([], [])


def test_both_sides_and_the_gap_stand_together(scene: Unit, cio: User, client_of: ClientOf) -> None:
    claims = row_of(client_of(cio).get(reverse("discipline_mix")).context["page"], "Claims")
    assert [str(side["verdict"]) for side in claims["sides"]] == ["Focused", "Stuck in the middle"]
    assert [side["text"] for side in claims["sides"]] == [
        "Operational excellence leads by 50.0 points.",
        "Customer intimacy is ahead by only 3.3 points.",
    ]
    assert [side["agreement"] for side in claims["sides"]] == [
        "That is what the strategy states.",
        "The strategy states operational excellence.",
    ]
    assert (claims["gap"]["discipline"], claims["gap"]["text"]) == (CI, "−43.3")


def test_data_and_file_carry_what_the_page_shows(scene: Unit, cio: User, client_of: ClientOf) -> None:
    browser = client_of(cio)
    data = browser.get(reverse("api_discipline_mix")).json()
    assert data["counts"] == {PL: 0, OE: 1, CI: 2}
    (claims,) = [unit for unit in data["units"] if unit["unit"]["name"] == "Claims"]
    business = claims["check"]["sides"]["business"]
    assert business["today"] == {
        "points": {PL: 20.0, OE: 80.0, CI: 30.0},
        "verdict": "focused",
        "lead": OE,
        "margin": 50.0,
        "below": [],
        "tied": [],
    }
    assert (business["agreement"], claims["check"]["sides"]["it"]["agreement"]) == ("agrees", "differs")
    assert claims["check"]["gaps"]["today"][OE]["difference"] == 10.0
    file = browser.get(reverse("discipline_mix_export"))
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(file).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["unit_name"] for row in rows] == ["Harbor Mutual", "Claims", "Sales"]
    assert (rows[1]["business_lead"], rows[1]["business_today_operational_excellence"]) == (OE, "80.0")
    assert (rows[1]["gap_today_operational_excellence"], rows[1]["it_verdict"]) == ("10.0", "stuck")
    assert (rows[2]["inherited_from"], rows[2]["round"], rows[2]["business_verdict"]) == (
        data["units"][0]["unit"]["uid"],
        "",
        "",
    )


def test_what_is_withheld_is_said_and_is_nowhere_a_number(
    claims: Unit, cio: User, client_of: ClientOf
) -> None:
    make_strategy(unit=claims, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
    asked(claims, LEAN, STUCK[:2])
    browser = client_of(cio)
    row = row_of(browser.get(reverse("discipline_mix")).context["page"], "Claims")
    assert row["sides"][1]["text"] == "Withheld: fewer than 3 answers are never shown."
    assert row["gap"] == {}
    (_root, found) = browser.get(reverse("api_discipline_mix")).json()["units"]
    it = found["check"]["sides"]["it"]
    assert (it["is_withheld"], it["today"], it["target"], it["answered"]) == (True, None, None, 2)
    assert found["check"]["overall"] == {"today": None, "target": None}


def test_people_see_their_own_part_of_the_enterprise(
    scene: Unit, outsider: User, client_of: ClientOf
) -> None:
    browser = client_of(outsider)
    page = browser.get(reverse("discipline_mix")).context["page"]
    assert [row["unit"] for row in page["rows"]] == ["Harbor Mutual", "Sales"]
    assert "Claims" not in browser.get(reverse("api_discipline_mix")).content.decode()


def test_whether_a_unit_above_was_asked_is_not_told(
    scene: Unit, outsider: User, cio: User, client_of: ClientOf
) -> None:
    """Claims, a unit beside, is not there at all; the root, which binds Sales, is there without its check."""
    browser = client_of(outsider)
    told = browser.get(reverse("api_discipline_mix")).json()["units"]
    assert [(row["unit"]["name"], row["may_read_check"]) for row in told] == [
        ("Harbor Mutual", False), ("Sales", True),
    ]  # fmt: skip
    shown = browser.get(reverse("discipline_mix")).content.decode()
    assert [shown.count(words) for words in ("read by those who work there", "not asked yet")] == [1, 1]
    assert (
        "read by those who work there" not in client_of(cio).get(reverse("discipline_mix")).content.decode()
    )


def test_before_any_strategy_the_page_teaches(
    claims: Unit, cio: User, member: User, client_of: ClientOf
) -> None:
    answer = client_of(cio).get(reverse("discipline_mix"))
    assert "No strategy is in force yet" in answer.content.decode()
    assert answer.context["page"]["create_url"] == reverse("strategy_create")
    assert client_of(member).get(reverse("discipline_mix")).context["page"]["create_url"] == ""


def test_a_unit_without_a_strategy_is_offered_one(
    claims: Unit, sales: Unit, cio: User, client_of: ClientOf
) -> None:
    make_strategy(unit=claims, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
    row = row_of(client_of(cio).get(reverse("discipline_mix")).context["page"], "Sales")
    assert row["create_url"] == f"{reverse('strategy_create')}?unit={sales.uid}"


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    root: Unit, claims: Unit, sales: Unit, cio: User, client_of: ClientOf, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    instrument = make_discipline_check()
    for unit in (root, claims, sales)[:count]:
        make_strategy(unit=unit, state=StrategyState.IN_FORCE, start_date=date(2025, 1, 1))
        asked(unit, LEAN, STUCK, instrument=instrument)
    browser = client_of(cio)
    with django_assert_num_queries(PAGE):
        browser.get(reverse("discipline_mix"))
    with django_assert_num_queries(DATA):
        browser.get(reverse("api_discipline_mix"))
