"""An arrow that closes a ring is refused, alone and among the rows of one file, and the ring is named."""

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
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

EFFECT = type_with_key("effect")


@pytest.fixture
def strategy(root: Any) -> Strategy:
    return make_strategy(unit=root)


@pytest.fixture
def chain(strategy: Strategy) -> list[Objective]:
    """Skills help speed, speed helps trust."""
    found = [make_objective(name=name, strategy=strategy) for name in ("Skills", "Speed", "Trust")]
    make_effect(cause=found[0], outcome=found[1])
    make_effect(cause=found[1], outcome=found[2])
    return found


def draw(*pairs: tuple[Objective, Objective]) -> Any:
    changes = [Change({"cause": cause, "outcome": outcome}) for cause, outcome in pairs]
    return save_many(object_type=EFFECT, changes=changes, actor=SYSTEM, now=NOW)


def refused(*pairs: tuple[Objective, Objective]) -> tuple[Fault, ...]:
    before = Effect.objects.count()
    with pytest.raises(Invalid) as refusal:
        draw(*pairs)
    assert Effect.objects.count() == before
    return refusal.value.faults


def ring(text: str, index: int = 0) -> Fault:
    return Fault(index, "outcome", f"This arrow closes a ring: {text}. Leave one of these arrows out.")


def test_an_arrow_back_is_refused_and_the_ring_named(chain: list[Objective]) -> None:
    assert refused((chain[2], chain[0])) == (ring("Trust → Skills → Speed → Trust"),)


def test_a_shortcut_closes_no_ring(chain: list[Objective]) -> None:
    (saved,) = draw((chain[0], chain[2]))
    assert saved.created


def test_two_rows_of_one_file_that_close_a_ring_together_are_both_named(strategy: Strategy) -> None:
    first, second = (make_objective(name=name, strategy=strategy) for name in ("Trust", "Growth"))
    found = refused((first, second), (second, first))
    assert found == (ring("Trust → Growth → Trust", 0), ring("Growth → Trust → Growth", 1))


def test_only_the_rows_that_close_it_are_named(chain: list[Objective], strategy: Strategy) -> None:
    other = make_objective(name="Growth", strategy=strategy)
    found = refused((chain[2], other), (chain[1], chain[0]))
    assert found == (ring("Speed → Skills → Speed", 1),)


def test_turning_an_arrow_round_is_judged_by_how_it_will_run(chain: list[Objective]) -> None:
    effect = Effect.objects.get(cause=chain[0])
    values = {"cause": chain[1], "outcome": chain[0]}
    assert save(object_type=EFFECT, values=values, record=effect, actor=SYSTEM, now=NOW).differences
    again = Effect.objects.get(cause=chain[1], outcome=chain[2])
    turned = {"cause": chain[0], "outcome": chain[1]}
    with pytest.raises(Invalid) as refusal:
        save(object_type=EFFECT, values=turned, record=again, actor=SYSTEM, now=NOW)
    assert refusal.value.faults == (ring("Skills → Speed → Skills"),)


def test_archived_arrows_are_not_drawn(chain: list[Objective]) -> None:
    Effect.objects.filter(cause=chain[0]).update(archived_at=NOW)
    (saved,) = draw((chain[2], chain[0]))
    assert saved.created


def test_what_happens_to_an_archived_arrow_closes_no_ring(chain: list[Objective]) -> None:
    old = make_effect(cause=chain[2], outcome=chain[0], archived_at=NOW)
    assert save(object_type=EFFECT, values={"reason": "Kept"}, record=old, actor=SYSTEM, now=NOW).differences


def test_an_objective_that_helps_itself_is_told_in_the_words_of_the_model(chain: list[Objective]) -> None:
    assert [fault.message for fault in refused((chain[0], chain[0]))] == [
        "An objective cannot be its own cause."
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_three_statements(
    count: int, strategy: Strategy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    effects = [make_effect(cause=make_objective(strategy=strategy)) for _index in range(count)]
    assert EFFECT.prepare is not None
    with django_assert_num_queries(3):
        EFFECT.prepare(records=effects, actor=SYSTEM, now=NOW)
