"""The versions of a unit's strategy, and the days they leave free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from strategies.choices import StrategyState
from strategies.models import Strategy

if TYPE_CHECKING:
    from datetime import date

    from strategies.models.strategy import StrategyQuerySet


def binding_beside(strategy: Strategy) -> StrategyQuerySet:
    """The other strategies of the unit that bind it, or did."""
    others: StrategyQuerySet = Strategy.objects.filter(unit=strategy.unit_id).exclude(pk=strategy.pk)
    return others.exclude(state=StrategyState.DRAFT).order_by("pk")


def free_from(other: Strategy) -> date | None:
    """The first day on which another version can follow: after the start of the present one, after the end of a
    former one."""
    last = other.start_date if other.state == StrategyState.IN_FORCE else other.end_date
    return last + timedelta(days=1) if last else None


def earliest_start(strategy: Strategy) -> date | None:
    """The first day that no other version of the unit claims; none where every day is free. One query."""
    days = (free_from(other) for other in binding_beside(strategy))
    return max((day for day in days if day is not None), default=None)


def present_beside(strategy: Strategy) -> Strategy | None:
    """The strategy that putting this one in force would supersede. One query."""
    return binding_beside(strategy).filter(state=StrategyState.IN_FORCE).first()


@dataclass(frozen=True, slots=True)
class Carried:
    """How much a new version takes along."""

    objectives: int
    aims: int
    commitments: int


def carried(strategy: Strategy) -> Carried:
    """What the next version of a strategy would take along. Three queries."""
    return Carried(
        objectives=strategy.objectives.active().count(),
        aims=strategy.growth_aims.active().count(),
        commitments=strategy.commitments.active().filter(kept_date=None).count(),
    )
