"""The form of a need tells the opportunity while somebody types: the figures the server will compute."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from customers.engine.opportunity import Answers, band, opportunity
from customers.models import Need, Segment
from tests.browser.conftest import PHONE, Open, Visit
from tests.factories.customers import make_asked_need
from workbench.models import Draft

MINE = "Browser test"


@pytest.fixture(autouse=True)
def leave_nothing() -> Iterator[None]:
    yield
    Need.objects.filter(statement__startswith=MINE).delete()
    Draft.objects.all().delete()


@pytest.fixture
def form(open_as: Open) -> Visit:
    visit = open_as("cio")
    visit.go("/needs/new/")
    return visit


def answer(visit: Visit, **values: str) -> None:
    for name, value in values.items():
        visit.page.locator(f"[name={name}]").fill(value)


def told(visit: Visit) -> tuple[str, str, str]:
    """Score, band and note beside the form."""
    page = visit.page
    bands = page.locator("[data-opportunity] li.on").all_inner_texts()
    return (
        page.locator("[data-score]").inner_text(),
        " ".join(bands[0].split()) if bands else "",
        page.locator("[data-note]").inner_text(),
    )


MISSING = "Enter importance, satisfaction and both ends of the scale to see it."


def test_the_opportunity_follows_what_is_typed(form: Visit) -> None:
    assert told(form) == ("–", "", MISSING)
    answer(form, importance="4.6", scale_min="1", scale_max="5")
    assert told(form) == ("–", "", MISSING)
    answer(form, satisfaction="3.4")
    assert told(form) == ("12.0", "Strong 12 to 15", "")
    answer(form, satisfaction="1.2", respondents="29")
    assert told(form) == (
        "17.5",
        "Extreme above 15",
        "Fewer than 30 people answered: the figures may be chance.",
    )
    answer(form, respondents="30", importance="6")
    assert told(form) == ("–", "", "An answer lies outside its scale.")
    assert form.complaints == []


@pytest.mark.parametrize(
    ("importance", "satisfaction"), [("4.6", "3.4"), ("5", "1"), ("3.55", "4.1"), ("4", "4")]
)
def test_script_and_server_agree(form: Visit, importance: str, satisfaction: str) -> None:
    answer(form, importance=importance, satisfaction=satisfaction, scale_min="1", scale_max="5")
    score = opportunity(Answers(Decimal(importance), Decimal(satisfaction), 1, 5))
    assert score is not None
    shown, named, _ = told(form)
    found = band(score)
    assert found is not None
    assert abs(Decimal(shown) - score) <= Decimal("0.05")
    assert named.startswith(str(found.label))


def test_a_statement_that_names_a_solution_gets_a_hint(form: Visit) -> None:
    hint = form.page.locator("[data-solution]")
    answer(form, statement="Implement a life-event module")
    assert hint.is_visible()
    answer(form, statement="Help me when my life happens")
    assert not hint.is_visible()


def test_new_answers_of_a_later_day_stand_in_the_series(open_as: Open) -> None:
    need = make_asked_need(statement=f"{MINE}: know me", segment=Segment.objects.all()[0])
    visit = open_as("cio")
    visit.go(f"/needs/{need.uid}/edit/")
    answer(visit, satisfaction="1.5", asked_date="2027-03-01")
    visit.page.get_by_role("button", name="Save", exact=False).first.click()
    visit.page.wait_for_url(f"**/needs/{need.uid}/")
    rows = visit.page.locator("#answers tbody tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == ["1 Mar 2027", "2 Mar 2026"]
    assert visit.page.locator("#answers svg.sl-ser").is_visible()


@pytest.mark.parametrize("path", ["/needs/", "/segments/"])
def test_pages_fit_a_phone(open_as: Open, path: str) -> None:
    visit = open_as("cio", size=PHONE)
    visit.go(path)
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
