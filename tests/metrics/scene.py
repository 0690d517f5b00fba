"""Objectives of one strategy with measures in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from metrics.choices import Direction, MeasureKind
from metrics.models import Metric
from strategies.choices import Discipline, Perspective, StrategyState
from strategies.models import Objective, Strategy
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy

if TYPE_CHECKING:
    from accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    """``kept`` is measured twice and once by an output, ``bare`` not at all."""

    strategy: Strategy
    kept: Objective
    bare: Objective
    retention: Metric
    calls: Metric


def make_scene(unit: Unit) -> Scene:
    """Retention goes half its way and is watched; calls have no target; letters are an output that is reached."""
    strategy = make_strategy(
        name="Closer", unit=unit, state=StrategyState.IN_FORCE, start_date=date(2026, 1, 1)
    )
    kept = make_objective(
        name="Keep households", strategy=strategy, perspective=Perspective.CUSTOMER, weight=3
    )
    bare = make_objective(
        name="Earn more",
        strategy=strategy,
        perspective=Perspective.FINANCIAL,
        discipline=Discipline.OPERATIONAL_EXCELLENCE,
    )
    retention = make_metric(name="Retention", unit_of_measure="%")
    measured(kept, retention, base=80, read=85, target=90, acceptable=84)
    calls = make_metric(name="Calls", direction=Direction.LOWER, unit_of_measure="calls")
    measured(kept, calls, base=10, read=8)
    letters = make_metric(name="Letters", decimals=0)
    measured(kept, letters, base=0, read=10, target=10, kind=MeasureKind.OUTPUT)
    return Scene(strategy, kept, bare, retention, calls)


def measured(
    objective: Objective,
    metric: Metric,
    *,
    base: int,
    read: int,
    target: int | None = None,
    acceptable: int | None = None,
    kind: MeasureKind = MeasureKind.OUTCOME,
) -> None:
    """A measure with its baseline of January and a reading of October; the target is that of the year."""
    make_objective_measure(
        objective=objective,
        metric=metric,
        kind=kind,
        baseline_value=Decimal(base),
        baseline_date=date(2026, 1, 31),
    )
    make_reading(metric=metric, day=date(2026, 10, 15), value=Decimal(read))
    if target is not None:
        make_target(
            metric=metric,
            start_date=date(2026, 1, 1),
            end_date=date(2026, 12, 31),
            value=Decimal(target),
            acceptable_value=None if acceptable is None else Decimal(acceptable),
        )
