from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from strategies.choices import StrategyState
from strategies.queries.in_force import followed_by_units, strategy_followed
from tests.factories.strategies import make_strategy

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit
    from strategies.models import Strategy

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 2)


def in_force(unit: Unit, since: date = date(2026, 1, 1)) -> Strategy:
    return make_strategy(unit=unit, state=StrategyState.IN_FORCE, start_date=since)


def superseded(unit: Unit, since: date, until: date) -> Strategy:
    return make_strategy(unit=unit, state=StrategyState.SUPERSEDED, start_date=since, end_date=until)


def test_a_unit_follows_its_own_strategy(root: Unit, claims: Unit) -> None:
    in_force(root)
    own = in_force(claims)
    assert strategy_followed(claims, DAY) == own


def test_a_unit_without_one_follows_the_nearest_unit_above(
    root: Unit, claims: Unit, motor: Unit, sales: Unit
) -> None:
    top, middle = in_force(root), in_force(claims)
    assert [strategy_followed(unit, DAY) for unit in (root, claims, motor, sales)] == [
        top,
        middle,
        middle,
        top,
    ]


def test_nobody_follows_a_draft_or_the_unit_beside(root: Unit, claims: Unit, sales: Unit) -> None:
    make_strategy(unit=claims, start_date=date(2026, 1, 1))
    in_force(sales)
    assert strategy_followed(claims, DAY) is None
    assert strategy_followed(root, DAY) is None


@pytest.mark.parametrize(
    ("day", "followed"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 0),
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 1),
        (date(2030, 1, 1), 1),
    ],
)
def test_each_version_counts_for_its_own_days(root: Unit, day: date, followed: int | None) -> None:
    versions = [superseded(root, date(2024, 1, 1), date(2025, 12, 31)), in_force(root)]
    assert strategy_followed(root, day) == (None if followed is None else versions[followed])


def test_of_two_versions_that_claim_a_day_the_later_counts(root: Unit) -> None:
    superseded(root, date(2024, 1, 1), date(2026, 6, 30))
    later = in_force(root)
    assert strategy_followed(root, date(2026, 3, 1)) == later
    assert followed_by_units(date(2026, 3, 1)) == {root.pk: later}


def test_a_strategy_put_away_counts_for_the_days_before(root: Unit) -> None:
    strategy = in_force(root)
    strategy.archived_at = datetime(2026, 10, 1, 12, tzinfo=UTC)
    strategy.save()
    assert strategy_followed(root, date(2026, 9, 30)) == strategy
    assert strategy_followed(root, date(2026, 10, 1)) is None


def test_all_units_at_once_say_what_each_says_alone(
    root: Unit, claims: Unit, motor: Unit, sales: Unit
) -> None:
    in_force(claims)
    units = (root, claims, motor, sales)
    alone = {unit.pk: strategy_followed(unit, DAY) for unit in units}
    assert followed_by_units(DAY) == {pk: strategy for pk, strategy in alone.items() if strategy}


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_is_constant(
    root: Unit, claims: Unit, motor: Unit, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for unit in (root, claims, motor)[:count]:
        in_force(unit)
    with django_assert_num_queries(1):
        followed = strategy_followed(motor, DAY)
        assert followed is not None
        assert followed.unit.name
    with django_assert_num_queries(2):
        assert len(followed_by_units(DAY)) == 3
