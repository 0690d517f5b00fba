"""The page of a re-mapping: proposals by name, refusals in place, what is left in bulk, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from alignment.forms.succession import key_of
from alignment.models import ElementNeed, ElementSuccession, ObjectiveSuccession
from alignment.panels.succession import succession_rows
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from strategies.models import Strategy
from tests.factories.alignment import (
    make_adoption,
    make_element_need,
    make_element_objective,
    make_strategy_element,
)
from tests.factories.metrics import make_objective_measure
from tests.factories.strategies import make_objective, make_strategy
from workbench.links import url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Unit, User
    from tests.personas import ClientOf

DAYS = {"start_date": date(2024, 1, 1), "end_date": date(2025, 12, 31)}


@pytest.fixture
def former(root: Unit) -> Strategy:
    return make_strategy(name="Lean", unit=root, state=StrategyState.SUPERSEDED, **DAYS)


@pytest.fixture
def successor(former: Strategy) -> Strategy:
    return make_strategy(name="Close", unit=former.unit, replaces=former)


def address(former: Strategy) -> str:
    return reverse("strategy_remap", args=[former.uid])


def test_it_proposes_the_same_name_and_copies_of_elements(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    quick, other = (make_objective(name=name, strategy=former) for name in ("Quick", "Other"))
    twin = make_objective(name="quick", strategy=successor)
    element = make_strategy_element(strategy=former)
    form = client_of(cio).get(address(former)).context["form"]
    assert [form[key_of(row)].value() for row in (quick, other, element)] == [str(twin.uid), "", "copy"]


def test_it_is_saved_and_says_what_happened(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    objective, element = make_objective(strategy=former), make_strategy_element(name="Calls", strategy=former)
    make_element_need(element=element)
    client = client_of(cio)
    data = {key_of(objective): "end", f"{key_of(objective)}-why": "Reached", key_of(element): "copy"}
    answer = client.post(address(former), data, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Re-mapped: 1 goes on, 1 ends, 1 link carried over."
    ]
    page = answer.context["page"]
    assert page["progress"] == "0 of 1 objective has a successor."
    assert page["tension"] == "Every link is carried over, or ends for a reason."
    assert ElementNeed.objects.get(element__strategy=successor).element.name == "Calls"
    form = answer.context["form"]
    assert (form[key_of(objective)].value(), form[f"{key_of(objective)}-why"].value()) == ("end", "Reached")


def test_what_is_open_is_refused_in_place_and_kept(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    ends, silent = make_objective(strategy=former), make_objective(strategy=former)
    answer = client_of(cio).post(address(former), {key_of(ends): "end"})
    errors = answer.context["form"].errors
    assert (answer.status_code, ObjectiveSuccession.objects.count()) == (422, 0)
    assert errors == {
        f"{key_of(ends)}-why": ["Say why it ends."],
        key_of(silent): ["Say what goes on in its place, or that it ends."],
    }
    assert answer.context["form"][key_of(ends)].value() == "end"


def test_what_is_left_is_answered_at_once(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    rows = [
        make_objective(strategy=former),
        make_objective(strategy=former),
        make_strategy_element(strategy=former),
    ]
    client = client_of(cio)
    answer = client.post(address(former), {"rest": "end"})
    assert answer.context["form"].errors["rest-why"] == ["Say why they end."]
    client.post(address(former), {"rest": "end", "rest-why": "Sold"})
    said = [*ObjectiveSuccession.objects.all(), *ElementSuccession.objects.all()]
    assert {(row.former, row.successor, row.reason) for row in said} == {(row, None, "Sold") for row in rows}
    client.post(address(former), {"rest": "copy"})
    assert successor.objectives.count() == 2


def test_what_nobody_has_said_yet_is_marked_as_suggested(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    """The page says that it is open, and the menus are filled: both are true only with a word between them."""
    make_objective(name="Same", strategy=former)
    make_objective(name="Same", strategy=successor)
    client, mark = client_of(cio), "Suggested, not saved yet"
    form = client.get(address(former)).context["form"]
    assert client.get(address(former)).content.decode().count(mark) == 1
    done = client.post(address(former), {name: form[name].value() or "" for name in form.fields}, follow=True)
    assert done.content.decode().count(mark) == 0


def test_what_fills_the_rest_is_offered_while_something_is_open(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    make_strategy_element(strategy=former)
    assert client_of(cio).get(address(former)).context["page"]["rest"] == ()
    make_objective(strategy=former)
    labels = [bound.label for bound in client_of(cio).get(address(former)).context["page"]["rest"]]
    assert labels == ["What becomes of all that are still open", "Why they end"]


def test_readers_see_how_far_it_is_and_change_nothing(
    former: Strategy, successor: Strategy, reader: User, client_of: ClientOf
) -> None:
    make_objective(strategy=former)
    client = client_of(reader)
    answer = client.get(address(former))
    assert (answer.status_code, "Save the re-mapping" in answer.content.decode()) == (200, False)
    assert client.post(address(former), {"rest": "copy"}).status_code == 403


def test_without_a_strategy_that_follows_it_says_what_to_do(
    former: Strategy, cio: User, client_of: ClientOf
) -> None:
    make_objective(strategy=former)
    answer = client_of(cio).get(address(former))
    assert "No strategy follows this one yet" in answer.content.decode()
    assert client_of(cio).post(address(former), {"rest": "copy"}).status_code == 200
    assert ObjectiveSuccession.objects.count() == 0


def test_the_strategy_to_go_on_in_is_chosen(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    make_objective(name="Same", strategy=former)
    in_force = make_strategy(
        name="Bold", unit=former.unit, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1)
    )
    client = client_of(cio)
    page = client.get(address(former)).context["page"]
    assert [(to["row"], to["current"]) for to in page["to"]] == [(successor, True), (in_force, False)]
    assert client.get(f"{address(former)}?to={in_force.uid}").context["page"]["successor"] == in_force


def test_answers_alone_go_along_too(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    answers = [make_adoption(strategy=former) for _ in range(2)]
    client = client_of(cio)
    page = client.get(address(former)).context["page"]
    assert (page["progress"], page["tension"]) == (
        "It had neither objectives nor elements, only answers to IT needs.",
        "2 answers to IT needs wait to be carried over.",
    )
    assert [row["code"] for row in page["answers"]["waiting"]] == [row.it_need.code for row in answers]
    done = client.post(address(former), {}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Re-mapped: 0 go on, 0 end, 0 links carried over, 2 answers to IT needs kept."
    ]
    assert done.context["page"]["answers"]["waiting"] == []
    assert done.context["page"]["tension"] == "Every link is carried over, or ends for a reason."


def test_before_it_is_put_in_force_the_page_counts_what_waits(
    root: Unit, cio: User, client_of: ClientOf
) -> None:
    present = make_strategy(name="Now", unit=root, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1))
    draft = make_strategy(name="Next", unit=root)
    element = make_strategy_element(strategy=present)
    make_element_need(element=element)
    make_adoption(strategy=present)
    client = client_of(cio)
    force = client.get(reverse("strategy_force", args=[draft.uid])).content.decode()
    summary = f"{reverse('strategy_remap_summary', args=[present.uid])}?to={draft.uid}"
    assert summary in force
    shown = client.get(summary).content.decode()
    assert (
        "Of 1 objective or element nobody has said yet what becomes of it. "
        "1 link and 1 answer to an IT need wait to be carried over."
    ) in shown
    assert f"{address(present)}?to={draft.uid}" in shown


def test_what_came_before_does_not_follow(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    assert client_of(cio).get(address(successor)).context["page"]["successor"] is None


def test_the_page_of_each_strategy_shows_it(
    former: Strategy, successor: Strategy, cio: User, client_of: ClientOf
) -> None:
    make_objective(strategy=former)
    for strategy in (former, successor):
        data = succession_rows(strategy, SYSTEM)
        assert [(row["former"], row["successor"]) for row in data["rows"]] == [(former, successor)]
        summary = reverse("strategy_remap_summary", args=[strategy.uid])
        assert summary in client_of(cio).get(url_of(strategy)).content.decode()
        assert address(former) in client_of(cio).get(summary).content.decode()
    alone = make_strategy(unit=former.unit)
    assert succession_rows(alone, SYSTEM)["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow_with_rows(
    count: int,
    former: Strategy,
    successor: Strategy,
    cio: User,
    client_of: ClientOf,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for _ in range(count):
        objective, element = make_objective(strategy=former), make_strategy_element(strategy=former)
        make_element_objective(element=element, objective=objective)
        make_element_need(element=element)
        make_objective_measure(objective=objective)
    client = client_of(cio)
    client.get(address(former))
    with django_assert_num_queries(15):
        client.get(address(former))
