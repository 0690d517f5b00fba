from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Unit
from strategies.choices import Discipline, StrategyState
from strategies.models import Objective, Strategy
from tests.factories.strategies import make_objective, make_strategy
from tests.validation import is_refused, objections

pytestmark = pytest.mark.django_db

THREE = ("product_leadership_share", "operational_excellence_share", "customer_intimacy_share")
ADD_UP = "The shares of the three disciplines add up to 100, or are all left empty."
BOTH = "The front and back office shares add up to 100, or are both left empty."


def draft(unit: Unit, **values: Any) -> Strategy:
    return Strategy(**{"name": "To 2030", "unit": unit, "discipline": Discipline.CUSTOMER_INTIMACY, **values})


def test_strategy_reads_as_its_name_and_number(root: Unit) -> None:
    strategy = make_strategy(name="Closer to home", unit=root)
    assert (str(strategy), strategy.code) == ("Closer to home", "S-01")


@pytest.mark.parametrize("shares", [(None, None, None), (15, 30, 55), (0, 0, 100), (33, 33, 34)])
def test_shares_of_the_disciplines_are_empty_or_a_whole(root: Unit, shares: tuple[int | None, ...]) -> None:
    strategy = draft(root, **dict(zip(THREE, shares, strict=True)))
    assert objections(strategy) == []
    assert not is_refused(strategy)


@pytest.mark.parametrize("shares", [(15, 30, 54), (15, 30, 56), (None, 45, 55), (100, None, None), (0, 0, 0)])
def test_shares_of_the_disciplines_that_are_no_whole_are_refused(
    root: Unit, shares: tuple[int | None, ...]
) -> None:
    strategy = draft(root, **dict(zip(THREE, shares, strict=True)))
    assert objections(strategy) == [ADD_UP]
    assert is_refused(strategy)


@pytest.mark.parametrize(("front", "back"), [(60, 39), (60, None), (None, 40), (0, 0)])
def test_office_shares_that_are_no_whole_are_refused(root: Unit, front: int | None, back: int | None) -> None:
    strategy = draft(root, front_office_share=front, back_office_share=back)
    assert objections(strategy) == [BOTH]
    assert is_refused(strategy)


def test_a_strategy_replaces_another_one_of_its_unit(root: Unit, claims: Unit) -> None:
    former = make_strategy(unit=claims)
    assert objections(draft(claims, replaces=former)) == []
    wrong = ["Choose another strategy of the same unit."]
    assert objections(draft(root, replaces=former)) == wrong
    former.replaces = former
    assert objections(former) == wrong


def test_intended_shares_are_named_by_discipline(root: Unit) -> None:
    strategy = draft(root, **dict(zip(THREE, (15, 30, 55), strict=True)))
    assert strategy.intended_shares == {
        "product_leadership": 15,
        "operational_excellence": 30,
        "customer_intimacy": 55,
    }
    assert draft(root).intended_shares is None


def test_one_strategy_of_a_unit_is_in_force(root: Unit, claims: Unit) -> None:
    since = date(2026, 1, 1)
    make_strategy(unit=root, state=StrategyState.IN_FORCE, start_date=since)
    second = draft(root, state=StrategyState.IN_FORCE, start_date=since)
    assert objections(second) == [
        (
            "This unit has a strategy in force. Save this one as a draft, and put it in force from its page: "
            "the other then ends the day before and is kept."
        )
    ]
    assert is_refused(second)
    assert not is_refused(draft(claims, state=StrategyState.IN_FORCE, start_date=since))


def test_a_strategy_in_force_says_since_when(root: Unit) -> None:
    strategy = draft(root, state=StrategyState.IN_FORCE)
    assert objections(strategy) == ["Say from which day the strategy is in force."]
    assert is_refused(strategy)


def test_a_strategy_does_not_end_before_it_starts(root: Unit) -> None:
    strategy = draft(root, start_date=date(2026, 5, 2), end_date=date(2026, 5, 1))
    assert objections(strategy) == ["The last day in force cannot be before the first."]
    assert is_refused(strategy)
    assert not is_refused(draft(root, start_date=date(2026, 5, 1), end_date=date(2026, 5, 1)))


def test_a_superseded_strategy_says_until_when(root: Unit) -> None:
    strategy = draft(root, state=StrategyState.SUPERSEDED, start_date=date(2025, 1, 1))
    assert objections(strategy) == ["Say until which day the superseded strategy was in force."]


def test_in_force_on_a_day_counts_what_bound_the_unit_then(root: Unit, claims: Unit) -> None:
    old = make_strategy(
        unit=root, state=StrategyState.SUPERSEDED, start_date=date(2024, 1, 1), end_date=date(2025, 12, 31)
    )
    new = make_strategy(unit=root, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1))
    make_strategy(unit=claims, start_date=date(2024, 1, 1))
    assert list(Strategy.objects.in_force_on(date(2025, 12, 31))) == [old]
    assert list(Strategy.objects.in_force_on(date(2026, 1, 1))) == [new]
    assert list(Strategy.objects.in_force_on(date(2023, 12, 31))) == []


def test_the_name_of_an_objective_is_free_in_another_strategy(root: Unit) -> None:
    objective = make_objective(name="Keep households for life")
    twin = Objective(name=objective.name, strategy=objective.strategy, discipline=objective.discipline)
    assert objections(twin) == ["This strategy has an objective of this name already."]
    assert is_refused(twin)
    assert not is_refused(
        Objective(name=objective.name, strategy=make_strategy(), discipline=objective.discipline)
    )


@pytest.mark.parametrize("weight", [0, 101])
def test_the_weight_of_an_objective_is_between_1_and_100(root: Unit, weight: int) -> None:
    objective = Objective(
        name="Grow", strategy=make_strategy(), discipline=Discipline.PRODUCT_LEADERSHIP, weight=weight
    )
    assert objections(objective)[-1] == "The weight is between 1 and 100."
    assert is_refused(objective)


def test_objectives_in_force_belong_to_a_strategy_in_force(root: Unit, claims: Unit) -> None:
    make_objective(strategy=make_strategy(unit=claims))
    binding = make_strategy(unit=root, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1))
    objective = make_objective(strategy=binding)
    assert list(Objective.objects.in_force()) == [objective]
