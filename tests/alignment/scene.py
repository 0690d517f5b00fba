"""A small enterprise whose lines of sight are known: one whole line, and one gap of each common kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alignment.choices import Status
from strategies.choices import Discipline, StrategyState
from tests.factories.accounts import make_person
from tests.factories.alignment import (
    make_benefit,
    make_benefit_link,
    make_element_need,
    make_element_objective,
    make_initiative,
    make_need_link,
    make_outlay,
    make_strategy_element,
)
from tests.factories.customers import make_need, make_segment
from tests.factories.metrics import make_metric
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from accounts.models import Unit
    from alignment.models import Benefit, Initiative, StrategyElement
    from customers.models import Need, Segment
    from strategies.models import Objective, Strategy

FRESH: dict[str, Any] = {"evidence": "Interviews in May", "evidence_date": date(2026, 5, 4)}
YEAR = 2026


@dataclass(frozen=True, slots=True)
class Scene:
    """Tracker serves Status through a whole line; Archive serves nothing; Refund has no initiative."""

    strategy: Strategy
    objective: Objective
    element: StrategyElement
    segment: Segment
    status: Need
    refund: Need
    tracker: Initiative
    archive: Initiative
    calls: Benefit


def make_scene(root: Unit, claims: Unit, sales: Unit) -> Scene:
    """Tracker (100, Claims) reaches the strategy of the root; Archive (60, Sales) reaches nothing."""
    strategy = make_strategy(
        name="Closer to customers",
        unit=root,
        state=StrategyState.IN_FORCE,
        start_date=date(2026, 1, 1),
        discipline=Discipline.CUSTOMER_INTIMACY,
        customer_intimacy_share=60,
        operational_excellence_share=30,
        product_leadership_share=10,
    )
    objective = make_objective(
        name="Settle claims in two days", strategy=strategy, discipline=Discipline.OPERATIONAL_EXCELLENCE
    )
    element = make_strategy_element(name="Claims without calls", strategy=strategy)
    segment = make_segment(name="Households")
    owner = make_person("Lena Fischer", unit=claims)
    status = make_need(statement="Let me see where my claim stands", segment=segment, owner=owner)
    refund = make_need(statement="Refund me without asking", segment=segment)
    tracker = make_initiative(name="Claim tracker", unit=claims, status=Status.DELIVERY, owner=owner)
    archive = make_initiative(name="Tape archive", unit=sales, status=Status.LIVE)
    make_outlay(initiative=tracker, amount=Decimal(100), fiscal_year=YEAR)
    make_outlay(initiative=archive, amount=Decimal(60), fiscal_year=YEAR)
    calls = make_benefit(
        name="Fewer status calls",
        unit=claims,
        metric=make_metric(name="Calls for each claim"),
        baseline_value=Decimal("2.3"),
        target_value=Decimal("0.8"),
    )
    make_element_objective(element=element, objective=objective, strength=3, **FRESH)
    make_element_need(element=element, need=status, strength=3, **FRESH)
    make_need_link(initiative=tracker, need=status, strength=3, **FRESH)
    make_benefit_link(initiative=tracker, benefit=calls, strength=3, **FRESH)
    return Scene(strategy, objective, element, segment, status, refund, tracker, archive, calls)
