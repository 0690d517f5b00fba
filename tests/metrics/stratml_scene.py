"""What the tests of StratML share: reading, writing and importing in one call, and small files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from foundation.actors import SYSTEM
from metrics.choices import MeasureKind
from metrics.models import ObjectiveMeasure
from metrics.operations.stratml import PlanImport, import_stratml, plan_stratml
from metrics.queries.stratml import told
from metrics.serializers.stratml_reading import read_stratml
from metrics.serializers.stratml_writing import written
from strategies.choices import Discipline, StrategyState
from tests.factories.accounts import NOW, make_person
from tests.factories.metrics import make_metric, make_objective_measure, make_reading, make_target
from tests.factories.strategies import make_objective, make_strategy
from workbench.exchange.problems import Refused

if TYPE_CHECKING:
    from accounts.models import Unit
    from foundation.actors import Actor
    from strategies.models import Strategy

Counts = dict[str, tuple[int, int, int]]
NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def full(unit: Unit) -> Strategy:
    """A strategy that says everything StratML has a word for."""
    sponsor, owner = make_person("Clara Dunne"), make_person("Owen Burke")
    strategy = make_strategy(
        name="Closer to <home> & hearth",
        unit=unit,
        customer="Families\r\nwith a house",
        statement="We know you.\n\nAnd we answer.",
        will_not="Sell through others",
        sponsor=sponsor,
        state=StrategyState.IN_FORCE,
        start_date=date(2026, 1, 1),
    )
    first = make_objective(name="Settle fast", strategy=strategy, owner=owner, description="Within a week")
    make_objective(name="Answer at once", strategy=strategy)
    metric = make_metric(name="Days to settle", unit_of_measure="days", definition="From report to payment")
    make_objective_measure(objective=first, metric=metric, kind=MeasureKind.OUTPUT)
    make_target(metric=metric, start_date=date(2027, 1, 1), end_date=date(2027, 12, 31), value=Decimal(7))
    make_target(metric=metric, start_date=date(2028, 1, 1), end_date=date(2028, 12, 31), value=Decimal("6.5"))
    make_reading(metric=metric, day=date(2026, 6, 30), value=Decimal("12.25"), note="Ledger & list")
    make_reading(metric=metric, day=date(2027, 6, 30), value=Decimal(9))
    return strategy


def forget(strategy: Strategy) -> None:
    """As in an installation that has never heard of the strategy."""
    metrics = [measure.metric for measure in ObjectiveMeasure.objects.filter(objective__strategy=strategy)]
    strategy.objectives.all().delete()
    strategy.delete()
    for metric in metrics:
        metric.delete()


def exported(strategy: Strategy) -> bytes:
    return written(told(strategy))


def brought_in(
    data: bytes,
    unit: Unit,
    *,
    actor: Actor = SYSTEM,
    discipline: str = Discipline.CUSTOMER_INTIMACY,
    **how: Any,
) -> PlanImport:
    """Read, plan and write a file."""
    plan = plan_stratml(plan=read_stratml(data).plan, unit=unit, discipline=discipline, actor=actor)
    import_stratml(plan=plan, actor=actor, now=NOW, **how)
    return plan


def counted(plan: PlanImport) -> Counts:
    """Created, updated and unchanged by type, where there is anything."""
    found = {batch.object_type.key: (*batch.counts.values(),) for batch in plan.batches}
    return {key: counts for key, counts in found.items() if any(counts)}  # type: ignore[misc]


def document(core: str, *, name: str = "Plan", around: str = "") -> bytes:
    """A file with this core, one element a line where the core says so."""
    root = f'<PerformancePlanOrReport xmlns="{NAMESPACE}" Type="Strategic_Plan">'
    text = f"{root}\n<Name>{name}</Name>\n<StrategicPlanCore>{core}</StrategicPlanCore>{around}"
    return f"{text}</PerformancePlanOrReport>".encode()


def problems(data: bytes, unit: Unit, **how: Any) -> list[str]:
    """What a file is refused for."""
    with pytest.raises(Refused) as caught:
        brought_in(data, unit, **how)
    return [problem.message for problem in caught.value.problems]
