"""Strategies that say everything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.factories.accounts import make_person
from tests.factories.strategies import make_commitment, make_growth_aim, make_objective, make_strategy

if TYPE_CHECKING:
    from accounts.models import Unit
    from strategies.models import Strategy


def clear(unit: Unit, **values: Any) -> Strategy:
    """A strategy that says everything."""
    strategy = make_strategy(
        **{
            "name": "Closer",
            "unit": unit,
            "customer": "Families",
            "statement": "Known by name",
            "will_not": "Fleets",
            "sponsor": make_person("Ada Byrne"),
            "engaged_date": date(2026, 10, 1),
            "product_leadership_minimum": 40,
            "operational_excellence_minimum": 50,
            "product_leadership_share": 15,
            "operational_excellence_share": 25,
            "customer_intimacy_share": 60,
            **values,
        }
    )
    make_growth_aim(
        name="More",
        strategy=strategy,
        figure=Decimal("8.50"),
        unit_of_measure="%",
        due_date=date(2028, 12, 31),
    )
    make_commitment(name="Sit in", strategy=strategy, due_date=date(2027, 3, 31))
    make_objective(strategy=strategy, due_date=date(2028, 6, 30))
    return strategy
