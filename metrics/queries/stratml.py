"""A strategy as a StratML plan, with everything StratML has a word for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from metrics.choices import MeasureKind
from metrics.engine.stratml import Aim, Figure, Indicator, Period, Plan, portable
from metrics.models import ObjectiveMeasure, Target
from metrics.queries.readings import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foundation.models import Record
    from strategies.models import Objective, Strategy

SOURCE = "StratML"
"""The source of records that came from a plan; their external key is the identifier they had there."""
STAGE = {MeasureKind.OUTCOME: "Outcome", MeasureKind.OUTPUT: "Output"}


class Names:
    """Identifiers of one document, in which no two elements may share one."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, record: Record) -> str:
        """The identifier a record came with, else its uid, which must not begin with a digit."""
        own = f"_{record.uid}"
        name = record.external_key if record.source == SOURCE and record.external_key else own
        name = own if name in self.taken else name
        self.taken.add(name)
        return name


def told(strategy: Strategy) -> Plan:
    """The plan that says what the strategy says: what is archived stays out, the rest is in the order of its numbers.

    Four queries, and one each for unit and sponsor where they are not loaded. One goal, called like the strategy,
    stands over all objectives.
    """
    names = Names()
    identifier = names.of(strategy)
    objectives = list(strategy.objectives.active().select_related("owner").order_by("number"))
    indicators = _indicators(objectives, names)
    aims = tuple(
        Aim(
            name=portable(objective.name),
            description=objective.description,
            identifier=names.of(objective),
            owner=objective.owner.name if objective.owner else "",
            indicators=tuple(indicators[objective.pk]),
        )
        for objective in objectives
    )
    return Plan(
        name=portable(strategy.name),
        identifier=identifier,
        customer=strategy.customer,
        statement=strategy.statement,
        will_not=strategy.will_not,
        organization=strategy.unit.name,
        sponsor=strategy.sponsor.name if strategy.sponsor else "",
        start_date=strategy.start_date,
        end_date=strategy.end_date,
        aims=(Aim(name=portable(strategy.name), aims=aims),),
    )


def _indicators(objectives: Iterable[Objective], names: Names) -> dict[int, list[Indicator]]:
    """The measures of each objective, with the targets and readings of their metrics."""
    rows = ObjectiveMeasure.objects.active().filter(objective__in=objectives).select_related("metric")
    measures = list(rows.order_by("number"))
    metrics = {measure.metric_id for measure in measures}
    periods = _by_metric(
        Target.objects.active().of_the_whole().filter(metric__in=metrics).order_by("start_date")
    )
    figures = readings_of(metrics)
    found: dict[int, list[Indicator]] = defaultdict(list)
    for measure in measures:
        metric = measure.metric
        targets, readings = periods[metric.pk], figures.get(metric.pk, ())
        found[measure.objective_id].append(
            Indicator(
                name=metric.name,
                unit=metric.unit_of_measure,
                definition=metric.definition,
                identifier=names.of(measure),
                stage=STAGE[MeasureKind(measure.kind)],
                periods=tuple(Period(each.start_date, each.end_date, each.value) for each in targets),
                figures=tuple(Figure(each.day, each.value, each.note) for each in readings),
            )
        )
    return found


def _by_metric(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.metric_id].append(row)
    return found
