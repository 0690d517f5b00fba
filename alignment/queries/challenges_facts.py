"""Rows turned into what the proposing rules are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from alignment.choices import ChainState, Hop
from alignment.engine.chains import Chains, chains
from alignment.engine.challenges import WEEK, Span, by_period
from alignment.engine.facts import Id
from alignment.engine.rules import MetricHistory, MoneyFact, NeedService, ObjectiveService, RuleFacts
from alignment.queries.facts import Gathered, gathered, year_asked
from alignment.queries.intent import Ledger
from alignment.queries.rows import Rows
from metrics.choices import Direction, Frequency
from metrics.models import Metric, ObjectiveMeasure
from metrics.queries.readings import readings_of
from strategies.models import Strategy

WORK = {Hop.ELEMENT, Hop.NEED, Hop.INITIATIVE}
"""Stations of which one is missing where no initiative reaches an objective."""
SPANS = {
    Frequency.DAILY: Span(days=1),
    Frequency.WEEKLY: Span(days=WEEK),
    Frequency.MONTHLY: Span(months=1),
    Frequency.QUARTERLY: Span(months=3),
    Frequency.YEARLY: Span(months=12),
}


def rule_facts(loaded: Rows) -> tuple[RuleFacts, Mapping[str, Metric]]:
    """The facts as of the day of the rows, not narrowed to a viewer, and the metrics they name by uid. Five queries.

    Money is on the usual basis: the plan of the current fiscal year where there is one.
    """
    known = gathered(loaded, loaded.today, year_asked(loaded))
    states = chains(known.facts, loaded.today)
    ledger = Ledger.of(loaded)
    followed = ledger.strategies.items()
    in_force = {strategy.pk: strategy for unit, strategy in followed if strategy.unit_id == unit}
    measures = _measures(in_force)
    facts = RuleFacts(
        money=tuple(_money(loaded, ledger, known, in_force)),
        needs=tuple(_needs(loaded, states, in_force)),
        objectives=tuple(_objectives(loaded, states, in_force)),
        metrics=tuple(_histories(measures, _readings(measures, loaded.today))),
    )
    return facts, {str(measure.metric.uid): measure.metric for measure in measures}


def _money(
    loaded: Rows, ledger: Ledger, known: Gathered, in_force: Mapping[int, Strategy]
) -> Iterator[MoneyFact]:
    for strategy in in_force.values():
        found = ledger.of_unit(loaded.units[strategy.unit_id], known)
        yield MoneyFact(str(strategy.uid), known.year, found.against)


def _needs(loaded: Rows, states: Chains, in_force: Mapping[int, Strategy]) -> Iterator[NeedService]:
    """Needs with the strategy whose plan leaves them out: the highest one that asks for them, else the highest."""
    ranked = sorted(in_force.values(), key=lambda strategy: (len(strategy.unit.path), strategy.unit.path))
    asking: defaultdict[Id, set[int]] = defaultdict(set)
    asked_by: dict[Id, int] = {pk: element.strategy_id for pk, element in loaded.elements.items()}
    for link in loaded.links:
        if link.hop is Hop.ELEMENT and link.strength and link.target in asked_by:
            asking[link.source].add(asked_by[link.target])
    for need in loaded.needs.values():
        own = [strategy for strategy in ranked if strategy.pk in asking[need.pk]]
        strategy = next(iter(own or ranked), None)
        if strategy is not None:
            chain = states.needs[need.pk]
            yield NeedService(
                id=str(need.uid),
                strategy=str(strategy.uid),
                importance=need.importance_score,
                has_initiative=Hop.INITIATIVE not in chain.missing,
                has_objective=chain.up is not ChainState.BROKEN,
                respondents=need.respondents,
                asked=need.asked_date,
            )


def _objectives(loaded: Rows, states: Chains, in_force: Mapping[int, Strategy]) -> Iterator[ObjectiveService]:
    for objective in loaded.objectives.values():
        if objective.strategy_id in in_force:
            yield ObjectiveService(
                id=str(objective.uid),
                strategy=str(in_force[objective.strategy_id].uid),
                due=objective.due_date,
                has_initiative=not WORK.intersection(states.objectives[objective.pk].missing),
            )


def _measures(in_force: Mapping[int, Strategy]) -> list[ObjectiveMeasure]:
    """What measures the objectives in force; a metric that is best at its target has no worse direction."""
    rows = ObjectiveMeasure.objects.active().select_related("objective__strategy", "metric")
    rows = rows.filter(objective__strategy__in=list(in_force), objective__archived_at=None)
    return list(rows.exclude(metric__direction=Direction.TARGET).order_by("pk"))


def _readings(measures: list[ObjectiveMeasure], today: date) -> Mapping[int, list[tuple[date, Decimal]]]:
    found = readings_of({row.metric_id for row in measures}, today)
    return {metric: [(read.day, read.value) for read in own] for metric, own in found.items()}


def _histories(
    measures: list[ObjectiveMeasure], readings: Mapping[int, list[tuple[date, Decimal]]]
) -> Iterator[MetricHistory]:
    for measure in measures:
        metric = measure.metric
        yield MetricHistory(
            id=str(metric.uid),
            strategy=str(measure.objective.strategy.uid),
            objective=str(measure.objective.uid),
            rises=metric.direction == Direction.HIGHER,
            values=by_period(readings.get(metric.pk, ()), SPANS[Frequency(metric.frequency)]),
        )
