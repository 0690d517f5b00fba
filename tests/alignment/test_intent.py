"""Spend against intent of a unit: the same numbers as the line of sight, by year and by unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import Enterprise
from alignment.choices import OutlayKind, Status
from alignment.engine.intent import Against, Outlook
from alignment.models import Initiative
from alignment.queries.intent import Counted, IntentQuestion, SpendAgainstIntent, spend_against_intent
from alignment.queries.question import Question
from alignment.queries.sight import line_of_sight
from foundation.actors import SYSTEM
from strategies.choices import StrategyState
from tests.alignment.scene import FRESH, YEAR, Scene
from tests.factories.accounts import make_rate
from tests.factories.alignment import (
    make_element_need,
    make_element_objective,
    make_initiative,
    make_need_link,
    make_outlay,
    make_strategy_element,
)
from tests.factories.customers import make_need
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from accounts.models import Unit, User

CI, OE, PL = "customer_intimacy", "operational_excellence", "product_leadership"
QUERIES = 8
"""The enterprise and the fourteen tables, offices, and two for the strategies that units follow."""


def asked(now: datetime, viewer: Any = SYSTEM, **question: Any) -> SpendAgainstIntent:
    return spend_against_intent(viewer, IntentQuestion(**question), now, Enterprise.objects.get())


def shares(found: SpendAgainstIntent) -> dict[str, Decimal | None]:
    assert found.chosen is not None
    return {part.key: part.share for part in found.chosen.spend.parts}


def widen(scene: Scene, amount: int = 300) -> None:
    """Another initiative, of Sales, that reaches customer intimacy."""
    objective = make_objective(name="Know each household", strategy=scene.strategy, discipline=CI)
    element = make_strategy_element(name="One view", strategy=scene.strategy)
    need = make_need(statement="Know who I am")
    view = make_initiative(
        name="Single view", unit=scene.archive.unit, status=Status.DELIVERY, office="front"
    )
    make_outlay(initiative=view, amount=Decimal(amount), fiscal_year=YEAR)
    make_element_objective(element=element, objective=objective, strength=3, **FRESH)
    make_element_need(element=element, need=need, strength=3, **FRESH)
    make_need_link(initiative=view, need=need, strength=3, **FRESH)


def test_shares_of_the_scene(scene: Scene, now: datetime) -> None:
    found = asked(now)
    assert found.chosen is not None
    assert (str(found.chosen.unit), found.chosen.strategy, found.year) == (
        "Harbor Mutual",
        scene.strategy,
        YEAR,
    )
    assert shares(found) == {CI: 0, OE: 100, PL: 0, "front": None, "back": None}
    assert [part.key for part in found.chosen.spend.disciplines] == [CI, OE, PL]
    assert [part.intended for part in found.chosen.spend.parts] == [60, 30, 10, None, None]
    assert [found.chosen.spend.total, found.chosen.spend.linked, found.chosen.spend.unlinked] == [
        160,
        100,
        60,
    ]
    assert found.chosen.against is not None
    assert (found.chosen.against.kind, found.chosen.against.size) == (Against.OTHER_LEADS, Decimal(100))


@pytest.mark.parametrize("basis", ["", "2026", "2025", "life"])
def test_they_are_the_numbers_of_the_line_of_sight(scene: Scene, now: datetime, basis: str) -> None:
    widen(scene)
    make_outlay(initiative=scene.tracker, amount=Decimal(70), fiscal_year=YEAR - 1)
    found, line = (
        asked(now, basis=basis),
        line_of_sight(SYSTEM, Question(basis=basis), now, Enterprise.objects.get()),
    )
    assert found.chosen is not None
    drawn = {share.discipline: (share.amount, share.actual, share.intended) for share in line.sight.shares}
    spent = {part.key: (part.amount, part.share, part.intended) for part in found.chosen.spend.disciplines}
    assert spent == drawn
    totals = line.sight.totals
    assert (found.chosen.spend.total, found.chosen.spend.linked) == (totals.total, totals.linked)
    assert (found.year, found.years) == (line.gathered.year, line.years)


def test_offices_share_the_money_whose_office_is_said(scene: Scene, now: datetime) -> None:
    scene.tracker.office = "back"
    scene.tracker.save()
    widen(scene)
    found = asked(now)
    assert found.chosen is not None
    assert (shares(found)["front"], shares(found)["back"]) == (Decimal(75), Decimal(25))
    assert (found.chosen.spend.officed, found.chosen.spend.total) == (Decimal(400), Decimal(460))


def test_people_are_asked_about_the_topmost_unit_they_may_read(
    scene: Scene, now: datetime, analyst: User, outsider: User, member: User, claims: Unit, motor: Unit
) -> None:
    found = asked(now, analyst, unit=scene.archive.unit.uid)
    assert found.chosen is not None
    assert (found.chosen.unit, found.chosen.spend.total) == (claims, Decimal(100))
    assert [str(unit) for unit in found.units] == ["Claims", "Motor claims"]
    assert found.chosen.strategy == scene.strategy
    below = asked(now, analyst, unit=motor.uid)
    assert below.chosen is not None
    assert (below.chosen.unit, below.chosen.spend.total) == (motor, Decimal(0))
    other = asked(now, outsider).chosen
    assert other is not None
    assert (other.spend.total, other.spend.linked) == (Decimal(60), Decimal(0))
    assert (asked(now, member).chosen, asked(now, member).without_amount) == (None, 0)


def test_units_below_are_held_against_the_strategy_they_follow(
    scene: Scene, now: datetime, claims: Unit, root: Unit
) -> None:
    own = make_strategy(
        name="Claims first",
        unit=claims,
        discipline=OE,
        state=StrategyState.IN_FORCE,
        start_date=date(2026, 2, 1),
    )
    make_initiative(name="Rooms", unit=root)
    rows = asked(now).below
    assert [(str(row.unit), row.strategy, row.is_own) for row in rows] == [
        ("Claims", own, False),
        ("Sales", scene.strategy, False),
        ("Harbor Mutual", scene.strategy, True),
    ]
    assert [(row.spend.total, row.spend.linked, row.against) for row in rows] == [
        (Decimal(100), Decimal(100), None),
        (Decimal(60), Decimal(0), None),
        (Decimal(0), Decimal(0), None),
    ]
    assert asked(now, unit=scene.archive.unit.uid).below == ()


def test_the_pace_counts_fiscal_years_up_to_the_present_one(scene: Scene, now: datetime) -> None:
    widen(scene, amount=100)
    view = Initiative.objects.get(name="Single view")
    for year, amount in ((YEAR - 2, 20), (YEAR - 1, 60), (YEAR + 1, 500)):
        make_outlay(initiative=scene.tracker, amount=Decimal(100), fiscal_year=year)
        make_outlay(initiative=view, amount=Decimal(amount), fiscal_year=year)
    found = asked(now)
    assert [year for year, _ in found.by_year] == [YEAR - 2, YEAR - 1, YEAR]
    assert set(found.prospects) == {CI, OE, PL}
    lead = found.prospects[CI]
    assert [(year, round(share)) for year, share in lead.years] == [(2024, 17), (2025, 38), (2026, 50)]
    assert (lead.outlook, lead.year) == (Outlook.DUE, YEAR + 1)
    assert found.prospects[PL].outlook is Outlook.NEVER


def test_only_what_was_spent_counts_where_asked(scene: Scene, now: datetime) -> None:
    make_outlay(initiative=scene.tracker, kind=OutlayKind.ACTUAL, amount=Decimal(40), fiscal_year=YEAR)
    planned, spent = asked(now), asked(now, counted=Counted.ACTUAL)
    assert planned.chosen is not None
    assert spent.chosen is not None
    assert (planned.chosen.spend.total, spent.chosen.spend.total) == (Decimal(160), Decimal(40))
    assert spent.without_amount == 1


def test_missing_rates_and_amounts_are_told_apart(scene: Scene, now: datetime) -> None:
    make_rate("USD", Decimal("0.5"))
    for currency in ("USD", "GBP"):
        foreign = make_initiative(name=currency, unit=scene.archive.unit)
        make_outlay(initiative=foreign, amount=Decimal(10), currency=currency, fiscal_year=YEAR)
    make_initiative(name="Not costed", unit=scene.archive.unit)
    found = asked(now)
    assert found.chosen is not None
    assert (found.chosen.spend.total, found.without_rate, found.missing_rates) == (Decimal(165), 1, ("GBP",))
    assert found.without_amount == 1


def test_without_a_strategy_there_are_shares_and_no_intent(now: datetime, root: Unit) -> None:
    make_outlay(initiative=make_initiative(unit=root), fiscal_year=YEAR)
    found = asked(now)
    assert found.chosen is not None
    assert (found.chosen.strategy, found.chosen.against, dict(found.prospects)) == (None, None, {})
    assert {part.intended for part in found.chosen.spend.parts} == {None}


def test_the_number_of_queries_does_not_grow(
    scene: Scene, now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(QUERIES):
        asked(now)
    for number in range(3):
        more = make_initiative(unit=scene.tracker.unit, name=f"More {number}", office="front")
        make_need_link(initiative=more, need=make_need())
        make_outlay(initiative=more, fiscal_year=YEAR - number)
    with django_assert_num_queries(QUERIES):
        asked(now)
