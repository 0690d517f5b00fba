"""Which unit follows which discipline, and what its check says of that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assessments.choices import Side
from strategies.choices import Agreement, Discipline, StrategyState
from strategies.models import Strategy
from strategies.operations.shipping import ship_content
from strategies.queries.disciplines import disciplines
from strategies.queries.mix import discipline_mix
from tests.factories.accounts import NOW
from tests.factories.strategies import make_strategy
from tests.strategies.asked import asked, make_discipline_check

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit, User

DAY = date(2026, 11, 2)
PL, OE, CI = Discipline.PRODUCT_LEADERSHIP, Discipline.OPERATIONAL_EXCELLENCE, Discipline.CUSTOMER_INTIMACY
STUCK = [(2, 6, 6), (2, 7, 7), (2, 8, 9)]
LEAN = [(1, 9, 3), (2, 8, 4), (3, 7, 2)]


def in_force(unit: Unit, discipline: Discipline, **values: object) -> Strategy:
    return make_strategy(
        unit=unit, discipline=discipline, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1), **values
    )


def test_a_unit_follows_its_own_strategy_or_that_of_the_nearest_unit_above(
    root: Unit, claims: Unit, motor: Unit, sales: Unit, cio: User
) -> None:
    in_force(root, CI)
    in_force(claims, OE)
    rows = discipline_mix(cio, DAY).rows
    assert [(str(row.unit), row.follower.discipline, row.follower.is_own) for row in rows] == [
        ("Harbor Mutual", CI, True),
        ("Claims", OE, True),
        ("Motor claims", OE, False),
        ("Sales", CI, False),
    ]


def test_units_without_a_strategy_are_counted_apart(
    claims: Unit, motor: Unit, sales: Unit, cio: User
) -> None:
    in_force(claims, OE)
    mix = discipline_mix(cio, DAY)
    assert mix.counts == {PL: 0, OE: 2, CI: 0}
    assert [str(row.unit) for row in mix.without] == ["Harbor Mutual", "Sales"]


def test_a_unit_is_stuck_where_one_side_says_so(claims: Unit, sales: Unit, cio: User) -> None:
    instrument = make_discipline_check()
    in_force(claims, CI)
    asked(claims, LEAN, STUCK, instrument=instrument)
    asked(sales, LEAN, LEAN, instrument=instrument)
    mix = discipline_mix(cio, DAY)
    (stuck,) = mix.stuck
    assert str(stuck.unit) == "Claims"
    assert stuck.agreements() == {Side.BUSINESS: Agreement.DIFFERS, Side.IT: Agreement.AGREES}
    (other,) = [row for row in mix.rows if str(row.unit) == "Sales"]
    assert (other.check is None, other.agreements()) == (False, {})


def test_minimums_come_from_the_strategy_that_binds_the_unit(root: Unit, claims: Unit, cio: User) -> None:
    in_force(root, OE, customer_intimacy_minimum=40)
    asked(claims, LEAN)
    (row,) = [row for row in discipline_mix(cio, DAY).rows if row.unit == claims]
    assert row.check is not None
    assert row.check.verdicts()[Side.BUSINESS].below == (CI,)


def test_people_see_the_units_they_read_and_those_above(
    root: Unit, claims: Unit, motor: Unit, sales: Unit, reader_of_claims: User
) -> None:
    in_force(root, CI)
    instrument = make_discipline_check()
    for unit in (root, claims, sales):
        asked(unit, LEAN, instrument=instrument)
    rows = discipline_mix(reader_of_claims, DAY).rows
    assert [(str(row.unit), row.check is not None) for row in rows] == [
        ("Harbor Mutual", False),
        ("Claims", True),
        ("Motor claims", False),
    ]


def test_a_member_without_a_role_sees_no_unit(claims: Unit, member: User) -> None:
    in_force(claims, OE)
    assert discipline_mix(member, DAY).rows == ()


@pytest.mark.parametrize("count", [1, 3])
def test_nine_queries_for_any_number_of_units(
    root: Unit,
    claims: Unit,
    sales: Unit,
    cio: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    instrument = make_discipline_check()
    for unit in (root, claims, sales)[:count]:
        in_force(unit, OE)
        asked(unit, LEAN, STUCK, instrument=instrument)
    assert cio.access.allows("read")
    with django_assert_num_queries(9):
        discipline_mix(cio, DAY)


def test_the_three_disciplines_stand_side_by_side(root: Unit, claims: Unit, cio: User) -> None:
    ship_content(now=NOW)
    in_force(root, CI)
    found = disciplines(cio, DAY)
    assert [profile.discipline for profile in found.profiles] == list(Discipline)
    assert [len(profile.followers) for profile in found.profiles] == [0, 0, 2]
    assert [profile.it_needs for profile in found.profiles] == [12, 12, 12]
    assert found.units == 2
