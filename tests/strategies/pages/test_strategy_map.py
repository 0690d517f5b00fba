"""The strategy map as page and data: what is drawn, what is to be mended, and who may."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from strategies.choices import Perspective, StrategyState
from strategies.models import Effect, Objective, Strategy
from tests.factories.accounts import NOW
from tests.factories.strategies import make_effect, make_objective, make_strategy
from workbench.links import record_url, url_of
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User
    from tests.personas import ClientOf

LEARNING, PROCESS, CUSTOMER, FINANCIAL = Perspective.values


@pytest.fixture
def strategy(claims: Unit) -> Strategy:
    return make_strategy(name="Closer", unit=claims, state=StrategyState.IN_FORCE, start_date="2026-01-01")


def place(strategy: Strategy, *rows: tuple[str, str]) -> list[Objective]:
    return [make_objective(name=name, perspective=level, strategy=strategy) for name, level in rows]


@pytest.fixture
def ladder(strategy: Strategy) -> list[Objective]:
    """Skills, speed, trust, margin: each helps the next."""
    rows = (("Skills", LEARNING), ("Speed", PROCESS), ("Trust", CUSTOMER), ("Margin", FINANCIAL))
    found = place(strategy, *rows)
    for cause, outcome in pairwise(found):
        make_effect(cause=cause, outcome=outcome)
    return found


def page_of(client: Any, strategy: Strategy | None = None) -> dict[str, Any]:
    query = {"strategy": str(strategy.uid)} if strategy else {}
    page: dict[str, Any] = client.get(reverse("strategy_map"), query).context["page"]
    return page


def back(strategy: Strategy) -> str:
    return "next=" + quote(f"{reverse('strategy_map')}?strategy={strategy.uid}", safe="")


def test_a_sound_map_says_so_with_money_on_top(
    ladder: list[Objective], cio: User, client_of: ClientOf
) -> None:
    page = page_of(client_of(cio))
    assert (page["finding_lead"], page["findings"]) == ("The map holds.", [])
    assert [(band["label"], [node["name"] for node in band["nodes"]]) for band in page["bands"]] == [
        ("Financial", ["Margin"]),
        ("Customer", ["Trust"]),
        ("Internal processes", ["Speed"]),
        ("Learning and growth", ["Skills"]),
    ]
    assert page["bands"][3]["nodes"][0]["helps"] == ["Speed"]
    uids = [str(each.uid) for each in ladder]
    assert page["edges"] == [(uids[0], uids[1], ""), (uids[1], uids[2], ""), (uids[2], uids[3], "")]


def test_every_finding_has_its_remedy(
    ladder: list[Objective], strategy: Strategy, cio: User, client_of: ClientOf
) -> None:
    lost, alone, money = place(strategy, ("Lost", ""), ("Alone", PROCESS), ("Rich", FINANCIAL))
    stuck, down = place(strategy, ("Stuck", PROCESS), ("Down", CUSTOMER))
    arrow = make_effect(cause=down, outcome=stuck)
    page = page_of(client_of(cio))
    assert page["finding_lead"] == "6 things to mend on this map."
    assert page["finding_rest"] == "An arrow runs downward: Down → Stuck."
    create = reverse("effect_create")
    edit_arrow = record_url(type_with_key("effect"), arrow, "edit")
    edit_lost = record_url(type_with_key("objective"), lost, "edit")
    assert [(row["fault"], row["names"], row["remedy"]["url"]) for row in page["findings"]] == [
        ("An arrow runs downward", "Down → Stuck", f"{edit_arrow}?{back(strategy)}"),
        ("No perspective given", "Lost", f"{edit_lost}?{back(strategy)}"),
        ("No arrow touches it", "Alone", f"{create}?cause={alone.uid}&{back(strategy)}"),
        ("No arrow touches it", "Rich", f"{create}?outcome={money.uid}&{back(strategy)}"),
        ("It leads to no financial objective", "Stuck", f"{create}?cause={stuck.uid}&{back(strategy)}"),
        ("It leads to no financial objective", "Down", f"{create}?cause={down.uid}&{back(strategy)}"),
    ]
    assert page["edges"][-1] == (str(down.uid), str(stuck.uid), "downward")
    assert [band["label"] for band in page["bands"]][-1] == "No perspective"


def test_the_page_of_an_objective_calls_an_arrow_what_the_map_calls_it(
    ladder: list[Objective], cio: User, client_of: ClientOf
) -> None:
    browser = client_of(cio)
    text = browser.get(url_of(ladder[0])).content.decode()
    assert (text.count("Add arrow</a>"), "Add effect" in text) == (2, False)
    page = browser.get(reverse("effect_create")).context["page"]
    assert (page["title"], page["list_title"]) == ("New arrow", "Arrows")


def test_a_ring_that_came_back_is_drawn_and_named(
    ladder: list[Objective], cio: User, client_of: ClientOf
) -> None:
    make_effect(cause=ladder[3], outcome=ladder[2])
    page = page_of(client_of(cio))
    assert [(row["fault"], row["names"]) for row in page["findings"]] == [
        ("Arrows run in a ring", "Trust → Margin → Trust"),
        ("An arrow runs downward", "Margin → Trust"),
    ]
    assert [fault for _cause, _outcome, fault in page["edges"]] == ["", "", "ring", "ring"]


def test_without_money_the_first_step_is_a_financial_objective(
    strategy: Strategy, cio: User, client_of: ClientOf
) -> None:
    first, second = place(strategy, ("Speed", PROCESS), ("Trust", CUSTOMER))
    make_effect(cause=first, outcome=second)
    (row,) = page_of(client_of(cio))["findings"]
    assert (row["fault"], row["remedy"]["label"]) == (
        "No objective is financial",
        "Add a financial objective",
    )
    address = f"{reverse('objective_create')}?strategy={strategy.uid}&perspective=financial"
    assert row["remedy"]["url"] == f"{address}&{back(strategy)}"


def test_readers_and_strategies_that_have_ended_have_no_remedies(
    strategy: Strategy, cio: User, reader: User, client_of: ClientOf
) -> None:
    place(strategy, ("Speed", PROCESS))
    page = page_of(client_of(reader))
    assert [row["remedy"]["url"] for row in page["findings"]] == ["", ""]
    assert (page["objective_url"], page["arrow_url"]) == ("", "")
    Strategy.objects.update(state=StrategyState.SUPERSEDED)
    assert [row["remedy"]["url"] for row in page_of(client_of(cio))["findings"]] == ["", ""]


def test_a_strategy_is_chosen_and_ones_own_comes_first(
    strategy: Strategy, root: Unit, cio: User, analyst: User, outsider: User, client_of: ClientOf
) -> None:
    top = make_strategy(name="Whole", unit=root, state=StrategyState.IN_FORCE, start_date="2026-01-01")
    assert page_of(client_of(analyst))["strategy"] == strategy
    assert page_of(client_of(cio))["strategy"] == top
    assert page_of(client_of(cio), strategy)["strategy"] == strategy
    assert page_of(client_of(outsider))["strategy"] == top
    assert page_of(client_of(cio), strategy)["finding_lead"] == "This strategy has no objective yet."


@pytest.mark.parametrize("door", ["strategy_map", "api_strategy_map", "api_attainment", "attainment_export"])
def test_a_strategy_that_one_may_not_read_is_not_found(
    door: str, strategy: Strategy, sales: Unit, analyst: User, client_of: ClientOf
) -> None:
    """Another one's map in its place would be taken for the one that was asked for."""
    elsewhere = make_strategy(unit=sales)
    client = client_of(analyst)
    assert client.get(reverse(door), {"strategy": str(elsewhere.uid)}).status_code == 404
    assert client.get(reverse(door), {"strategy": str(strategy.uid)}).status_code == 200
    assert client.get(reverse(door), {"strategy": "no uid"}).status_code == 200


def test_an_archived_strategy_still_has_its_map(strategy: Strategy, cio: User, client_of: ClientOf) -> None:
    make_strategy(name="Other", unit=strategy.unit)
    Strategy.objects.filter(pk=strategy.pk).update(archived_at=NOW)
    assert page_of(client_of(cio), strategy)["strategy"] == strategy


def test_nothing_to_draw_teaches(cio: User, member: User, client_of: ClientOf) -> None:
    answer = client_of(cio).get(reverse("strategy_map"))
    assert (answer.context["page"], answer.context["create_url"]) == (None, reverse("strategy_create"))
    assert client_of(member).get(reverse("strategy_map")).context["create_url"] == ""
    assert client_of(cio).get(reverse("api_strategy_map")).json() == {}


def test_the_statement_leads_to_the_map(
    ladder: list[Objective], strategy: Strategy, cio: User, client_of: ClientOf
) -> None:
    text = client_of(cio).get(url_of(strategy)).content.decode()
    assert text.count(f'href="{reverse("strategy_map")}?strategy={strategy.uid}"') == 1


def test_data_carries_what_the_page_shows(
    ladder: list[Objective], strategy: Strategy, cio: User, client_of: ClientOf
) -> None:
    Effect.objects.filter(cause=ladder[2]).update(archived_at="2026-11-01T00:00Z")
    data = client_of(cio).get(reverse("api_strategy_map"), {"strategy": str(strategy.uid)}).json()
    uids = [str(each.uid) for each in ladder]
    assert data["strategy"] == {"uid": str(strategy.uid), "name": "Closer"}
    assert [(each["uid"], each["perspective"]) for each in data["objectives"]] == list(
        zip(uids, Perspective.values, strict=True)
    )
    assert data["objectives"][0]["attainment"] == {"standing": "gap", "text": "Not known"}
    assert [(each["cause"], each["outcome"]) for each in data["effects"]] == [
        (uids[0], uids[1]),
        (uids[1], uids[2]),
    ]
    assert [(each["fault"], each["objectives"]) for each in data["findings"]] == [
        ("alone", [uids[3]]),
        ("stranded", [uids[0]]),
        ("stranded", [uids[1]]),
        ("stranded", [uids[2]]),
    ]


STATEMENTS = 7
"""Session, reader; strategies, objectives, effects; the day and the measures."""


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(
    count: int, strategy: Strategy, cio: User, client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    money = make_objective(name="Margin", perspective=FINANCIAL, strategy=strategy)
    for objective in place(strategy, *((f"Speed {index}", PROCESS) for index in range(count))):
        make_effect(cause=objective, outcome=money)
    browser = client_of(cio)
    with django_assert_num_queries(STATEMENTS):
        browser.get(reverse("strategy_map"))
    with django_assert_num_queries(STATEMENTS):
        browser.get(reverse("api_strategy_map"))
