"""An arrow joins objectives of one strategy: whoever writes it, and wherever its ends go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foundation.actors import SYSTEM
from strategies.models import Effect, Objective, Strategy
from tests.factories.accounts import NOW
from tests.factories.strategies import make_effect, make_objective, make_strategy
from workbench.operations.records import Change, Fault, Invalid, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

EFFECT, OBJECTIVE = type_with_key("effect"), type_with_key("objective")
TORN = "Arrows of the strategy map tie it to objectives that stay. Remove them first."


@pytest.fixture
def strategies(root: Any) -> tuple[Strategy, Strategy]:
    return make_strategy(name="Old", unit=root), make_strategy(name="New", unit=root)


@pytest.fixture
def ends(strategies: tuple[Strategy, Strategy]) -> tuple[Objective, Objective]:
    """Two objectives of the old strategy with an arrow between them."""
    cause, outcome = (make_objective(name=name, strategy=strategies[0]) for name in ("Skills", "Speed"))
    make_effect(cause=cause, outcome=outcome)
    return cause, outcome


def move(strategy: Strategy, *objectives: Objective) -> list[Fault]:
    """What is said to moving objectives; nothing where they are."""
    changes = [Change({"strategy": strategy}, record=row) for row in objectives]
    try:
        save_many(object_type=OBJECTIVE, changes=changes, actor=SYSTEM, now=NOW)
    except Invalid as refusal:
        return list(refusal.faults)
    return []


def test_an_arrow_to_another_strategy_is_refused(strategies: tuple[Strategy, Strategy], ends: Any) -> None:
    other = make_objective(strategy=strategies[1])
    with pytest.raises(Invalid) as refusal:
        save(object_type=EFFECT, values={"cause": ends[0], "outcome": other}, actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (Fault(0, "outcome", "Choose an objective of the same strategy."),)


def test_an_objective_does_not_leave_its_arrows_behind(
    strategies: tuple[Strategy, Strategy], ends: tuple[Objective, Objective]
) -> None:
    assert move(strategies[1], ends[1]) == [Fault(0, "strategy", TORN)]
    assert move(strategies[1], Objective.objects.get(pk=ends[0].pk)) == [Fault(0, "strategy", TORN)]


def test_objectives_that_move_together_keep_their_arrows(
    strategies: tuple[Strategy, Strategy], ends: tuple[Objective, Objective]
) -> None:
    assert move(strategies[1], *ends) == []


def test_what_has_no_arrow_moves_and_an_archived_arrow_holds_nothing(
    strategies: tuple[Strategy, Strategy], ends: tuple[Objective, Objective]
) -> None:
    assert move(strategies[1], make_objective(strategy=strategies[0])) == []
    Effect.objects.update(archived_at=NOW)
    assert move(strategies[1], ends[1]) == []


def test_another_name_moves_nothing(ends: tuple[Objective, Objective]) -> None:
    done = save(object_type=OBJECTIVE, values={"name": "Haste"}, record=ends[1], actor=SYSTEM, now=NOW)
    assert done.differences == {"name": ("Speed", "Haste")}


def offered(answer: Any) -> list[set[str]]:
    form = answer.context["form"]
    return [
        {str(label) for value, label in form.fields[name].choices if value} for name in ("cause", "outcome")
    ]


def test_the_form_offers_objectives_of_one_strategy(
    strategies: tuple[Strategy, Strategy], ends: tuple[Objective, Objective], cio: Any, client_of: ClientOf
) -> None:
    make_objective(name="Elsewhere", strategy=strategies[1])
    client, own = client_of(cio), [{"Skills", "Speed"}] * 2
    assert offered(client.get("/effects/new/", {"cause": str(ends[0].uid)})) == own
    assert offered(client.get("/effects/new/", {"outcome": str(ends[1].uid)})) == own
    assert offered(client.get("/effects/new/", {"strategy": str(strategies[0].uid)})) == own
    assert offered(client.get("/effects/new/", {"strategy": str(strategies[1].uid)})) == [{"Elsewhere"}] * 2
    assert offered(client.get("/effects/new/")) == [{"Skills", "Speed", "Elsewhere"}] * 2
    arrow = Effect.objects.get()
    assert offered(client.get(f"/effects/{arrow.uid}/edit/")) == own


def test_what_the_form_did_not_offer_is_refused_in_place(
    strategies: tuple[Strategy, Strategy], ends: tuple[Objective, Objective], cio: Any, client_of: ClientOf
) -> None:
    other = make_objective(name="Elsewhere", strategy=strategies[1])
    answer = client_of(cio).post("/effects/new/", {"cause": ends[0].uid, "outcome": other.uid})
    assert answer.context["form"].errors == {"outcome": ["Choose an objective of the same strategy."]}
    assert offered(answer) == [{"Skills", "Speed"}] * 2
