"""The list of needs: scores with their samples, bands, what was never asked, and what upper apps add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from customers.models import Need
from foundation.catalog import Column
from tests.factories.customers import make_asked_need, make_need, make_segment
from workbench.cells import Cell

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(reader: User, client_of: ClientOf) -> Client:
    return client_of(reader)


def needs() -> dict[str, Need]:
    """One in every band, one that rests on few answers, one nobody was asked about."""
    return {
        "extreme": make_asked_need("5", "1", statement="Get me trading again"),
        "strong": make_asked_need("4.6", "3.4", statement="One adviser"),
        "consider": make_asked_need("4.3", "3.5", statement="Warn me"),
        "low": make_asked_need("3", "5", statement="Pay for use"),
        "few": make_asked_need("4.9", "2.1", statement="Cover my children", respondents=18),
        "unasked": make_need(statement="My first home"),
    }


def shown(answer: Any) -> list[str]:
    """The names of the rows, in their order."""
    return [row.cells[0].text for row in answer.context["page"]["listing"].rows]


def cell(answer: Any, need: Need, key: str) -> Cell:
    listing = answer.context["page"]["listing"]
    at = [head.key for head in listing.columns].index(key)
    found: Cell = next(row for row in listing.rows if row.uid == str(need.uid)).cells[at]
    return found


def test_the_page_opens_with_the_extreme_and_the_unasked(browser: Client) -> None:
    needs()
    page = browser.get("/needs/").context["page"]
    assert page["finding_lead"] == "2 of 6 needs are extreme opportunities."
    assert page["finding_rest"] == "1 has no answers yet."


def test_without_extremes_or_gaps_the_page_says_so(browser: Client) -> None:
    make_asked_need("4.6", "3.4")
    page = browser.get("/needs/").context["page"]
    assert page["finding_lead"] == "No need is an extreme opportunity."
    assert page["finding_rest"] == "Customers were asked about each."


def test_an_empty_list_teaches_what_a_need_is(browser: Client) -> None:
    page = browser.get("/needs/")
    assert "What do customers want to get done?" in page.content.decode()
    assert page.context["page"]["plot"] == {}


def test_scores_stand_on_ten_with_one_decimal(browser: Client) -> None:
    need = needs()["strong"]
    answer = browser.get("/needs/")
    keys = ("importance_score", "satisfaction_score", "opportunity", "band", "respondents", "asked_date")
    assert [cell(answer, need, key).text for key in keys] == [
        "9.0",
        "6.0",
        "12.0",
        "Strong",
        "400",
        "Mar 2026",
    ]


def test_figures_of_few_answers_are_pale_and_say_so(browser: Client) -> None:
    need = needs()["few"]
    answer = browser.get("/needs/")
    assert cell(answer, need, "opportunity").text == '<span class="sl-few">16.8</span>'
    assert cell(answer, need, "respondents").text == '<span class="sl-few">18, few</span>'


def test_a_need_nobody_was_asked_about_stands_out(browser: Client) -> None:
    need = needs()["unasked"]
    answer = browser.get("/needs/")
    assert cell(answer, need, "band") == Cell("Not asked", kind="health", value="gap")
    assert cell(answer, need, "opportunity") == Cell("–", numeric=True)


def test_the_largest_opportunity_comes_first_and_the_unasked_last(browser: Client) -> None:
    needs()
    expected = [
        "Get me trading again",
        "Cover my children",
        "One adviser",
        "Warn me",
        "Pay for use",
        "My first home",
    ]
    answers = [browser.get("/needs/", query) for query in ({}, {"sort": "-opportunity"})]
    assert [shown(answer) for answer in answers] == [expected, expected]
    heads = [
        {head.key: head.sort for head in answer.context["page"]["listing"].columns} for answer in answers
    ]
    assert [each["opportunity"] for each in heads] == ["descending", "descending"]


def test_needs_of_one_opportunity_stand_by_their_number(browser: Client) -> None:
    names = ["Beta", "Alpha", "Gamma"]
    for name in names:
        make_asked_need("4.6", "3.4", statement=name)
    answer = browser.get("/needs/")
    assert shown(answer) == [row[0] for row in answer.context["page"]["plot"]["table"]["rows"]] == names
    assert shown(browser.get("/needs/", {"sort": "statement"})) == sorted(names)


def test_programs_and_files_have_the_same_order(browser: Client) -> None:
    make_need(statement="Unasked")
    make_asked_need("4.6", "3.4", statement="Asked")
    told = browser.get(reverse("api-need-list")).json()["results"]
    assert [each["statement"] for each in told] == ["Asked", "Unasked"]
    answer: Any = browser.get(reverse("need_export"))
    file = b"".join(answer.streaming_content).decode()
    assert file.index("Asked") < file.index("Unasked")


@pytest.mark.parametrize(
    ("band", "names"),
    [
        ("extreme", ["Get me trading again", "Cover my children"]),
        ("strong", ["One adviser"]),
        ("consider", ["Warn me"]),
        ("low", ["Pay for use"]),
        ("none", ["My first home"]),
    ],
)
def test_a_band_keeps_its_needs(browser: Client, band: str, names: list[str]) -> None:
    needs()
    answer = browser.get("/needs/", {"band": band})
    assert shown(answer) == names
    assert answer.context["page"]["finding_rest"].endswith(f"{len(names)} match what you asked for.")


def test_the_filter_calls_a_need_without_band_not_asked(browser: Client) -> None:
    filters = browser.get("/needs/").context["page"]["listing"].filters
    bands = next(choice for choice in filters if choice["name"] == "band")
    assert [option["label"] for option in bands["options"]] == [
        "Any",
        "Not asked",
        "Extreme",
        "Strong",
        "Worth considering",
        "Served well enough",
    ]


def test_a_segment_keeps_the_needs_of_everything_below_it(browser: Client) -> None:
    top = make_segment(name="Households")
    middle = make_segment(name="Families", segmentation=top.segmentation, parent=top)
    bottom = make_segment(name="Young families", segmentation=top.segmentation, parent=middle)
    for segment in (top, middle, bottom, make_segment(name="Farms")):
        make_need(segment=segment, statement=f"Hear {segment.name}")
    kept = {s.name: shown(browser.get("/needs/", {"segment": str(s.uid)})) for s in (top, middle, bottom)}
    assert kept == {
        "Households": ["Hear Households", "Hear Families", "Hear Young families"],
        "Families": ["Hear Families", "Hear Young families"],
        "Young families": ["Hear Young families"],
    }


def test_the_file_and_the_api_hold_the_scores_and_the_same_filters(browser: Client) -> None:
    needs()
    rows = browser.get(reverse("api-need-list"), {"band": "strong"}).json()["results"]
    assert [(r["importance_score"], r["satisfaction_score"], r["opportunity"], r["band"]) for r in rows] == [
        ("9.0000", "6.0000", "12.0000", "strong")
    ]
    file = browser.get("/needs/export/", {"band": "strong", "format": "csv"})
    head, row, *rest = b"".join(file).decode("utf-8-sig").splitlines()
    told = dict(zip(head.split(","), row.split(","), strict=True))
    assert {name: told[name] for name in ("importance_score", "opportunity", "band")} == {
        "importance_score": "9.0000",
        "opportunity": "12.0000",
        "band": "strong",
    }
    assert rest == []


def test_upper_apps_add_columns_at_the_end_or_before_the_owner(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def served(*, records: Sequence[Need], viewer: User, now: datetime) -> list[Cell]:
        return [Cell(f"serves {need.code} for {viewer.label} in {now:%Y}") for need in records]

    column = Column("served", "Served by", served)
    monkeypatch.setattr(
        "customers.views.need_list.columns_of", lambda model: (column,) if model is Need else ()
    )
    need = needs()["strong"]
    answer = browser.get("/needs/")
    assert [head.key for head in answer.context["page"]["listing"].columns][-2:] == ["asked_date", "served"]
    chosen = browser.get("/needs/", {"columns": ["statement", "owner"]}).context["page"]["listing"].columns
    assert [head.key for head in chosen] == ["statement", "served", "owner"]
    assert cell(answer, need, "served").text.startswith(f"serves {need.code} for Rory Keane")


def test_the_picture_holds_each_asked_need_and_has_its_table(browser: Client) -> None:
    needs()
    answer = browser.get("/needs/")
    plot = answer.context["page"]["plot"]
    assert [dot.css for dot in plot["dots"]] == ["extreme", "extreme few", "strong", "consider", "low"]
    assert [row[0] for row in plot["table"]["rows"]] == [
        "Get me trading again",
        "Cover my children",
        "One adviser",
        "Warn me",
        "Pay for use",
    ]
    assert plot["note"] == "5 needs with both answers, from 0 to 10"
    text = answer.content.decode()
    assert len(re.findall(r'class="dt ', text)) == 5
    assert "One adviser: importance 9.0, satisfaction 6.0, opportunity 12.0" in text


def test_a_changed_filter_brings_the_rows_alone(browser: Client) -> None:
    needs()
    part = browser.get("/needs/", {"band": "low"}, headers={"HX-Request": "true"}).content.decode()
    assert "Pay for use" in part
    assert "sl-plot" not in part
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    browser: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_asked_need(asked_date=date(2026, 3, 2))
    browser.get("/needs/")
    with django_assert_num_queries(9):
        browser.get("/needs/")
