"""What was in force when, and what changed, rebuilt from the events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from audit.models import Event
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from strategies.engine.difference import FieldChange
from strategies.engine.timeline import Stretch
from strategies.models import Commitment, GrowthAim, Objective, Strategy
from strategies.operations.force import new_version, put_in_force
from strategies.queries.over_time import OverTime, over_time, readable_units
from tests.factories.accounts import make_person
from tests.factories.strategies import make_objective, make_strategy
from workbench.operations.records import save
from workbench.operations.removal import archive_many, delete, restore_many
from workbench.operations.restoring import undelete
from workbench.types import type_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Enterprise, Unit, User

pytestmark = pytest.mark.django_db

JAN, MAR, MAY, JUL = (date(2026, month, 1) for month in (1, 3, 5, 7))


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def make(model: type, day: date, **values: Any) -> Any:
    """A record entered through the one door on a day."""
    return save(object_type=kind(model), values=values, actor=SYSTEM, now=at(day)).record


def kind(model: type) -> Any:
    return type_of(model)


def change(record: Any, day: date, **values: Any) -> None:
    fresh = type(record).objects.for_list().get(pk=record.pk)
    save(object_type=kind(type(record)), values=values, record=fresh, actor=SYSTEM, now=at(day))


def ask(unit: Unit, enterprise: Enterprise, first: date, second: date, viewer: Any = SYSTEM) -> OverTime:
    return over_time(unit, (first, second), viewer, enterprise, today=second)


def names(found: OverTime, side: int, model: Any = Objective) -> list[str]:
    stated = found.stated[side]
    assert stated is not None
    return [part.name for part in stated.parts[model]]


@pytest.fixture
def strategy(claims: Unit) -> Strategy:
    made: Strategy = make(
        Strategy, JAN, name="Closer", unit=claims, discipline="customer_intimacy", customer="Drivers",
        state=StrategyState.IN_FORCE, start_date=JAN,
    )  # fmt: skip
    return made


def test_fields_are_as_they_were_at_the_end_of_the_day(
    strategy: Strategy, claims: Unit, enterprise: Enterprise
) -> None:
    ada, lena = make_person("Ada Byrne"), make_person("Lena Fischer")
    change(strategy, MAR, customer="Families", sponsor=ada, product_leadership_minimum=0)
    change(strategy, MAY, customer="Households", sponsor=lena)
    found = ask(claims, enterprise, date(2026, 2, 1), MAR)
    assert found.fields == (
        FieldChange("customer", "Drivers", "Families"),
        FieldChange("sponsor", None, str(ada.uid)),
        FieldChange("product_leadership_minimum", None, 0),
    )
    assert found.people == {str(ada.uid): "Ada Byrne"}
    found = ask(claims, enterprise, MAR, JUL)
    assert [(each.field, each.after) for each in found.fields] == [
        ("customer", "Households"),
        ("sponsor", str(lena.uid)),
    ]


def test_the_end_of_a_day_is_the_enterprise_s(
    strategy: Strategy, claims: Unit, enterprise: Enterprise
) -> None:
    """Dublin is an hour ahead of UTC in summer: half past eleven there in the evening is the next day here."""
    fresh = Strategy.objects.for_list().get(pk=strategy.pk)
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    save(object_type=kind(Strategy), values={"customer": "Families"}, record=fresh, actor=SYSTEM, now=late)
    told = ask(claims, enterprise, JUL, JUL + timedelta(days=1)).stated
    assert [one.values["customer"] for one in told if one] == ["Drivers", "Families"]


def test_parts_that_came_went_and_changed(strategy: Strategy, claims: Unit, enterprise: Enterprise) -> None:
    kept = make(Objective, JAN, name="Kept", strategy=strategy, discipline="customer_intimacy")
    late = make(Objective, JAN, name="Late", strategy=strategy, discipline="customer_intimacy", due_date=MAY)
    away = make(Objective, JAN, name="Away", strategy=strategy, discipline="customer_intimacy")
    gone = make(GrowthAim, JAN, name="Gone", strategy=strategy, kind="revenue", figure=Decimal(8))
    change(late, MAY, due_date=JUL)
    archive_many(object_type=kind(Objective), records=[away], actor=SYSTEM, now=at(MAY))
    delete(object_type=kind(GrowthAim), record=gone, actor=SYSTEM, now=at(MAY))
    make(Commitment, MAY, name="New", strategy=strategy)
    found = ask(claims, enterprise, MAR, JUL)
    assert (names(found, 0), names(found, 1)) == (["Kept", "Late", "Away"], ["Kept", "Late"])
    objectives = found.parts[Objective]
    assert ([part.name for part in objectives.gone], objectives.same) == (["Away"], 1)
    assert [(each.after.name, each.changes) for each in objectives.changed] == [
        ("Late", (FieldChange("due_date", MAY, JUL),))
    ]
    assert [(part.name, part.values["figure"]) for part in found.parts[GrowthAim].gone] == [
        ("Gone", Decimal(8))
    ]
    assert [part.name for part in found.parts[Commitment].added] == ["New"]
    assert kept.name == "Kept"


def test_what_came_back_was_gone_in_between(strategy: Strategy, claims: Unit, enterprise: Enterprise) -> None:
    one = make(Objective, JAN, name="Archived", strategy=strategy, discipline="customer_intimacy")
    two = make(GrowthAim, JAN, name="Deleted", strategy=strategy, kind="revenue")
    archive_many(object_type=kind(Objective), records=[one], actor=SYSTEM, now=at(MAR))
    delete(object_type=kind(GrowthAim), record=two, actor=SYSTEM, now=at(MAR))
    restore_many(object_type=kind(Objective), records=[one], actor=SYSTEM, now=at(MAY))
    undelete(events=list(Event.objects.filter(verb="deleted").with_personal()), actor=SYSTEM, now=at(MAY))
    answers = [ask(claims, enterprise, day, JUL) for day in (JAN, MAR, MAY)]
    told = [(names(found, 0), names(found, 0, GrowthAim)) for found in answers]
    assert told == [(["Archived"], ["Deleted"]), ([], []), (["Archived"], ["Deleted"])]


def test_a_part_that_moved_away_was_there(strategy: Strategy, claims: Unit, enterprise: Enterprise) -> None:
    part = make(Objective, JAN, name="Moved", strategy=strategy, discipline="customer_intimacy")
    change(part, MAY, strategy=make_strategy(unit=claims))
    found = ask(claims, enterprise, MAR, JUL)
    assert (names(found, 0), names(found, 1)) == (["Moved"], [])


def test_parts_of_two_versions_are_told_apart_by_name(
    strategy: Strategy, claims: Unit, enterprise: Enterprise
) -> None:
    make(Objective, JAN, name="Kept", strategy=strategy, discipline="customer_intimacy", weight=2)
    make(Objective, JAN, name="Dropped", strategy=strategy, discipline="customer_intimacy")
    draft = new_version(strategy=strategy, name="Closer 2", actor=SYSTEM, now=at(MAR))
    change(draft.objectives.get(name="Dropped"), MAR, name="Found")
    fresh = Strategy.objects.for_list().get(pk=draft.pk)
    put_in_force(strategy=fresh, start_date=MAY, actor=SYSTEM, now=at(MAR))
    found = ask(claims, enterprise, MAR, JUL)
    assert [one.strategy.name for one in found.stated if one] == ["Closer", "Closer 2"]
    assert found.fields == (FieldChange("name", "Closer", "Closer 2"),)
    objectives = found.parts[Objective]
    assert [[part.name for part in parts] for parts in (objectives.added, objectives.gone)] == [
        ["Found"],
        ["Dropped"],
    ]
    assert (objectives.changed, objectives.same) == ((), 1)
    assert [(each.id, each.start, each.end) for each in found.stretches] == [
        (strategy.pk, JAN, date(2026, 4, 30)),
        (draft.pk, MAY, None),
    ]


def test_days_on_which_nothing_was_in_force(strategy: Strategy, claims: Unit, enterprise: Enterprise) -> None:
    before = date(2025, 12, 31)
    found = ask(claims, enterprise, before, JAN)
    assert (found.stated[0], found.fields, found.parts, found.is_same) == (None, (), {}, False)
    found = ask(claims, enterprise, before, before)
    assert (found.stated, found.is_same) == ((None, None), False)


def test_what_was_entered_later_is_shown_as_of_the_day_of_its_entry(
    claims: Unit, enterprise: Enterprise
) -> None:
    made = make(
        Strategy, MAR, name="Old", unit=claims, discipline="customer_intimacy",
        state=StrategyState.IN_FORCE, start_date=date(2024, 1, 1), customer="Drivers",
    )  # fmt: skip
    make(Objective, MAR, name="Same day", strategy=made, discipline="customer_intimacy")
    make(Objective, MAY, name="Later", strategy=made, discipline="customer_intimacy")
    found = ask(claims, enterprise, date(2025, 1, 1), JUL)
    assert [one.entered for one in found.stated if one] == [MAR, None]
    assert (names(found, 0), names(found, 1)) == (["Same day"], ["Same day", "Later"])


def test_a_unit_without_its_own_follows_from_above(
    strategy: Strategy, root: Unit, claims: Unit, motor: Unit, sales: Unit, enterprise: Enterprise
) -> None:
    found = ask(motor, enterprise, MAR, JUL)
    assert found.is_same
    assert {one.strategy for one in found.stated if one} == {strategy}
    assert ask(sales, enterprise, MAR, JUL).stretches == ()
    assert ask(root, enterprise, MAR, JUL).stated == (None, None)


def test_drafts_and_what_was_put_away_do_not_count(
    strategy: Strategy, claims: Unit, enterprise: Enterprise
) -> None:
    make_strategy(unit=claims, start_date=JAN)
    archive_many(object_type=kind(Strategy), records=[strategy], actor=SYSTEM, now=at(MAY))
    found = ask(claims, enterprise, MAR, JUL)
    assert found.stretches == (Stretch(strategy.pk, JAN, date(2026, 4, 30)),)
    assert (found.stated[0] is not None and found.stated[0].values["customer"], found.stated[1]) == (
        "Drivers",
        None,
    )
    short = make_strategy(unit=claims, state=StrategyState.SUPERSEDED, start_date=JUL, archived_at=at(JUL))
    assert short.pk not in [each.id for each in ask(claims, enterprise, MAR, JUL).stretches]


def test_units_of_which_all_that_they_follow_may_be_read(
    root: Unit, claims: Unit, motor: Unit, sales: Unit, analyst: User, member: User
) -> None:
    assert readable_units(SYSTEM) == [root, claims, motor, sales]
    assert readable_units(analyst) == [root, claims, motor]
    assert readable_units(member) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_is_constant(
    count: int, strategy: Strategy, claims: Unit, enterprise: Enterprise,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):
        part = make_objective(
            name=f"O{number}", strategy=strategy, owner=make_person(f"P{number}"), created_at=at(JAN)
        )
        Objective.objects.filter(pk=part.pk).update(created_at=at(JAN))
        change(part, MAY, weight=number + 2)
        make(GrowthAim, JAN, name=f"A{number}", strategy=strategy, kind="revenue")
        make(Commitment, JAN, name=f"C{number}", strategy=strategy)
    with django_assert_num_queries(13):
        found = ask(claims, enterprise, MAR, JUL)
    assert len(found.parts[Objective].changed) == count
