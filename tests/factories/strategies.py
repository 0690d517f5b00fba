"""The smallest valid strategies and objectives, in the first unit where none is given."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit
from strategies.choices import Discipline
from strategies.models import Objective, Strategy
from tests.factories.accounts import make_unit, stamped


def some_unit() -> Unit:
    """The first unit there is, else a new root."""
    unit: Unit = Unit.objects.order_by("pk").first() or make_unit("Harbor Mutual")
    return unit


def make_strategy(**values: Any) -> Strategy:
    """A draft, led by customer intimacy."""
    values.setdefault("name", f"Strategy {Strategy.objects.count() + 1}")
    values["unit"] = values.get("unit") or some_unit()
    values.setdefault("discipline", Discipline.CUSTOMER_INTIMACY)
    strategy: Strategy = stamped(Strategy(**values))
    return strategy


def make_objective(**values: Any) -> Objective:
    values.setdefault("name", f"Objective {Objective.objects.count() + 1}")
    values["strategy"] = values.get("strategy") or make_strategy()
    values.setdefault("discipline", values["strategy"].discipline)
    objective: Objective = stamped(Objective(**values))
    return objective
