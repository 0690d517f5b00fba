"""The signature page: each view, each answer, with and without script."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.choices import Measure
from tests.alignment.scene import FRESH, Scene
from tests.factories.alignment import make_initiative, make_need_link, make_outlay, make_program
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from accounts.models import Unit, User
    from tests.personas import ClientOf

HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
QUERIES = {"map": 9, "matrix": 10, "table": 9, "gaps": 8}
"""Session, user and grants, the stamp, what is calculated with, and what is named; for the matrix how close it stands."""
MOST = 12
"""With words looked for, a foreign amount and links to be mended."""


def page_of(client: Client, **query: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(reverse("line_of_sight"), query).context["page"]
    return page


@pytest.mark.parametrize("view", ["", "map", "matrix", "table", "gaps", "nonsense"])
def test_every_view_is_an_address(scene: Scene, browser: Client, view: str) -> None:
    answer = browser.get(reverse("line_of_sight"), {"view": view})
    assert answer.status_code == 200
    shown = view if view in ("map", "matrix", "table", "gaps") else "map"
    assert answer.context["page"]["view"] == shown
    assert f'data-view="{shown}"' in answer.content.decode()
    assert 'style="' not in answer.content.decode()


def test_the_finding_is_computed(scene: Scene, browser: Client) -> None:
    page = page_of(browser)
    assert page["fact"] == "€100 of €160 reaches a customer need."
    assert page["tension"] == "We say intimacy first, yet operations takes 100% of it."


def test_the_finding_says_when_money_reaches_no_objective(scene: Scene, browser: Client) -> None:
    make_need_link(initiative=scene.archive, need=scene.refund)
    scene.element.need_links.all().delete()
    assert page_of(browser)["tension"] == "Only €0 of it goes on to an objective in force."


def test_the_finding_without_a_strategy(root: Unit, browser: Client) -> None:
    make_need_link(initiative=make_initiative(unit=root), need=make_need())
    assert page_of(browser)["fact"] == "1 of 1 initiative serves a customer need."


def test_the_finding_of_a_filter(scene: Scene, browser: Client) -> None:
    assert page_of(browser, state="complete")["tension"] == "1 initiative matches, serving 1 need."
    assert page_of(browser, status="paused")["fact"] == "No initiative matches."


@pytest.mark.parametrize("view", QUERIES)
def test_the_number_of_queries_does_not_grow(
    scene: Scene, browser: Client, view: str, django_assert_num_queries: Callable[..., Any]
) -> None:
    browser.get(reverse("line_of_sight"))  # without a cookie yet there is no stamp
    with django_assert_num_queries(QUERIES[view]):
        browser.get(reverse("line_of_sight"), {"view": view})
    for number in range(3):
        initiative = make_initiative(unit=scene.tracker.unit, program=make_program(), name=f"More {number}")
        make_need_link(initiative=initiative, need=make_need(), **FRESH)
        make_outlay(initiative=initiative)
    with django_assert_num_queries(QUERIES[view]):
        browser.get(reverse("line_of_sight"), {"view": view})


@pytest.mark.parametrize(("view", "queries"), [("map", 11), ("matrix", MOST), ("table", MOST), ("gaps", 10)])
def test_it_asks_a_dozen_times_at_most(
    scene: Scene, browser: Client, view: str, queries: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    """Whatever the address asks for, and however doubtful the links are."""
    browser.get(reverse("line_of_sight"))
    other = make_initiative(name="Claim chat", unit=scene.tracker.unit, program=make_program())
    make_need_link(initiative=other, need=scene.status, **FRESH | {"evidence": ""})
    make_outlay(initiative=other, currency="USD", fiscal_year=2026)
    scene.tracker.benefit_links.update(evidence="")
    asked = {"view": view, "q": "claim", "group": "unit", "open": other.unit.code, "basis": "2026"}
    with django_assert_num_queries(queries):
        browser.get(reverse("line_of_sight"), asked)


def test_a_filter_answers_with_parts(scene: Scene, browser: Client) -> None:
    answer = browser.get(reverse("line_of_sight"), {"status": "live"}, **HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    assert 'hx-target="#finding"' in text
    assert answer.context["page"]["fact"] == "€0 of €60 reaches a customer need."
    assert "HX-Request" in answer["Vary"].split(", ")


def test_lines_for_the_script(scene: Scene, browser: Client) -> None:
    answer = browser.get(reverse("line_of_sight"))
    text = answer.content.decode()
    start = text.index('<script id="sight-data" type="application/json">') + 48
    data = json.loads(text[start : text.index("</script>", start)])
    assert data["edges"] == [
        ["I-01", "B-01", "100.00", "oe"],
        ["N-01", "I-01", "100.00", "oe"],
        ["O-01", "N-01", "100.00", "oe"],
    ]
    assert (data["divisor"], data["places"], data["money"]) == (1, 0, "€%s")


def test_the_lane_offers_one_action_for_each_gap(scene: Scene, browser: Client) -> None:
    lane = page_of(browser)["lane"]
    heads = [[str(group.head) for group in column] for column in lane]
    assert heads == [
        [],
        ["<b>1</b> need, no initiative", "<b>1</b> need, no objective"],
        ["<b>1</b> initiative, no need"],
        [],
    ]
    row = lane[2][0].rows[0]
    assert (row.name, row.amount, row.remedy.label) == ("Tape archive", "60", "Link need")
    assert row.remedy.url == reverse("mend", args=["link_need", "initiative", scene.archive.uid])


def test_readers_see_gaps_without_actions(scene: Scene, reader: User, client_of: ClientOf) -> None:
    rows = [row for group in page_of(client_of(reader), view="gaps")["groups"] for row in group.rows]
    assert [(row.name, row.remedy.url) for row in rows] == [
        ("Refund me without asking", ""),
        ("Refund me without asking", ""),
        ("Tape archive", ""),
    ]


def test_the_lane_shows_a_few_and_the_list_all(scene: Scene, browser: Client) -> None:
    for number in range(6):
        make_initiative(name=f"Loose {number}", unit=scene.archive.unit)
    lane = page_of(browser)["lane"][2][0]
    assert (len(lane.rows), lane.more) == (4, 3)
    listed = page_of(browser, view="gaps")["groups"][2]
    assert (len(listed.rows), listed.more, listed.amount) == (7, 0, "€60")


def test_switches_are_addresses_that_keep_the_question(scene: Scene, browser: Client) -> None:
    page = page_of(browser, status="live", view="table", page="3")
    assert [item["url"] for item in page["views"]] == [
        "?status=live&view=map",
        "?status=live&view=matrix",
        "?status=live&view=table",
        "?status=live&view=gaps",
    ]
    assert [item["current"] for item in page["weights"]] == [True, False]
    assert page["weights"][1]["url"] == "?status=live&view=table&weight=value"


def test_filters_offer_the_tree(scene: Scene, browser: Client, motor: Unit) -> None:
    unit = next(item for item in page_of(browser)["filters"] if item["name"] == "unit")
    assert [option["label"].replace("\u00a0", ".") for option in unit["options"]] == [
        "All",
        "Harbor Mutual",
        "...Claims",
        "......Motor claims",
        "...Sales",
    ]


def test_money_can_be_of_a_year_or_of_the_whole_life(scene: Scene, browser: Client) -> None:
    options = page_of(browser)["basis"]["options"]
    assert [(option["value"], option["selected"]) for option in options] == [("2026", True), ("life", False)]


def test_the_matrix_has_a_cell_where_money_flows(scene: Scene, browser: Client) -> None:
    page = page_of(browser, view="matrix")
    assert [(head.name, head.span) for head in page["heads"]] == [
        ("Settle claims in two days", 1),
        ("No objective", 1),
    ]
    assert [(cell.amount, cell.side, cell.css) for cell in page["rows"][0].cells] == [
        ("100", "20.0", "oe"),
        ("", "", ""),
    ]
    assert [row.gap.name for row in page["orphans"]["rows"]] == ["Tape archive"]


def test_the_table_pages(scene: Scene, browser: Client) -> None:
    for number in range(120):
        make_initiative(name=f"Loose {number}", unit=scene.archive.unit)
    first, second = page_of(browser, view="table"), page_of(browser, view="table", page="2")
    assert (len(first["rows"]), len(second["rows"])) == (100, 22)
    assert first["pager"] == {
        "previous_url": "",
        "next_url": "?view=table&page=2",
        "text": "Page 1 of 2",
    }
    assert second["pager"]["next_url"] == ""
    assert len(page_of(browser, view="table", page="99")["rows"]) == 22


def test_a_crowd_is_grouped_and_a_group_opens_in_place(scene: Scene, browser: Client, claims: Unit) -> None:
    program = make_program(name="Portals", unit=claims)
    for number in range(61):
        initiative = make_initiative(name=f"Portal {number}", unit=claims, program=program)
        make_need_link(initiative=initiative, need=scene.status, **FRESH)
    page = page_of(browser)
    assert [(node.name, node.count, node.is_group) for node in page["columns"][2]["nodes"]] == [
        ("Claims", 1, True),
        ("Portals", 61, True),
    ]
    assert len(page_of(browser, open=program.code)["columns"][2]["nodes"]) == 62


def test_nothing_yet(enterprise: object, browser: Client) -> None:
    page = page_of(browser)
    assert (page["fact"], page["tension"], page["gap_count"]) == ("No initiative yet.", "", 0)
    for view in ("map", "matrix", "table", "gaps"):
        assert browser.get(reverse("line_of_sight"), {"view": view}).status_code == 200


def test_the_way_to_a_first_line(enterprise: object, browser: Client) -> None:
    def told() -> list[tuple[str, bool, bool]]:
        return [(step.label, step.is_done, step.is_next) for step in page_of(browser)["beginning"]]

    assert told() == [
        ("State the strategy", False, True),
        ("Add an objective", False, False),
        ("Add a segment", False, False),
        ("Add a strategy element", False, False),
        ("Import a file", False, False),
    ]
    make_need()
    make_objective(strategy=make_strategy(state="in_force", start_date=date(2026, 1, 1)))
    assert told() == [
        ("State the strategy", True, False),
        ("Add an objective", True, False),
        ("Add a need", True, False),
        ("Add a strategy element", False, True),
        ("Import a file", False, False),
    ]
    make_initiative()
    assert told() == []


def test_benefit_value_is_a_switch(scene: Scene, browser: Client) -> None:
    page = page_of(browser, weight=Measure.VALUE)
    assert page["head"] == "€ a year"
    assert page["fact"] == "1 of 2 initiatives serve a customer need."


def test_strangers_sign_in_first(scene: Scene, anonymous: Client) -> None:
    answer = anonymous.get(reverse("line_of_sight"))
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")
