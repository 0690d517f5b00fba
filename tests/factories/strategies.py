"""The smallest valid strategies and objectives, in the first unit where none is given."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit
from strategies.choices import Discipline, Facing, GrowthKind
from strategies.models import (
    Commitment,
    DisciplineProfile,
    Effect,
    GrowthAim,
    ITNeed,
    Objective,
    Strategy,
)
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


def make_growth_aim(**values: Any) -> GrowthAim:
    values.setdefault("name", f"Aim {GrowthAim.objects.count() + 1}")
    values["strategy"] = values.get("strategy") or make_strategy()
    values.setdefault("kind", GrowthKind.REVENUE)
    aim: GrowthAim = stamped(GrowthAim(**values))
    return aim


def make_commitment(**values: Any) -> Commitment:
    values.setdefault("name", f"Commitment {Commitment.objects.count() + 1}")
    values["strategy"] = values.get("strategy") or make_strategy()
    commitment: Commitment = stamped(Commitment(**values))
    return commitment


def make_effect(**values: Any) -> Effect:
    """One objective helps another of the same strategy."""
    values["cause"] = values.get("cause") or make_objective()
    values["outcome"] = values.get("outcome") or make_objective(strategy=values["cause"].strategy)
    effect: Effect = stamped(Effect(**values))
    return effect


def make_it_need(**values: Any) -> ITNeed:
    values.setdefault("name", f"IT need {ITNeed.objects.count() + 1}")
    values.setdefault("discipline", Discipline.CUSTOMER_INTIMACY)
    values.setdefault("reason", "Nobody can be close to a customer they do not know")
    need: ITNeed = stamped(ITNeed(**values))
    return need


def make_discipline_profile(**values: Any) -> DisciplineProfile:
    """The profile of the first discipline that has none."""
    taken = set(DisciplineProfile.objects.values_list("discipline", flat=True))
    values.setdefault("discipline", next(value for value in Discipline.values if value not in taken))
    values.setdefault("promise", f"The best total solution {len(taken) + 1}")
    values.setdefault("it_faces", Facing.PAYING_CUSTOMER)
    profile: DisciplineProfile = stamped(DisciplineProfile(**values))
    return profile
