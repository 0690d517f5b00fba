"""Whom the demonstration serves, how it means to win, and what it has promised."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import Person, Unit
from alignment.models import Benefit, ElementNeed, ElementObjective, StrategyElement
from config.demonstration import intent, market, people, results, versions_rows
from config.demonstration.ties import links
from customers.models import EarlierAnswer, Need, Segment, Segmentation
from metrics.choices import FormulaKind
from metrics.models import Metric, MetricSegmentation, Source
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy

if TYPE_CHECKING:
    from config.demonstration.rows import BenefitRow, MetricRow, NeedRow, ObjectiveRow
    from config.demonstration.site import Rows, Site

CURRENT, FORMER = "current", "former"
ONLY = "relationship"
"""The key of the one segmentation."""


def add_customers(site: Site) -> None:
    name, basis = market.SEGMENTATION
    site.add(Segmentation, [(ONLY, {"name": name, "basis": basis, "is_primary": True})])
    segmentation = site.get(Segmentation, ONLY)
    for row in market.SEGMENTS:
        values = {"name": row.name, "description": row.description, "kind": row.kind}
        parent = site.get(Segment, row.parent)
        site.add(Segment, [(row.key, {**values, "segmentation": segmentation, "parent": parent})])
    site.add(Need, ((row.key, _need(site, row)) for row in market.NEEDS))
    site.add(EarlierAnswer, _earlier(site))


def _earlier(site: Site) -> Rows:
    """What customers said in the surveys before, one a year."""
    for key, surveys in market.EARLIER.items():
        for years, (importance, satisfaction, respondents) in enumerate(surveys, start=1):
            yield (
                f"{key}:{years}",
                {
                    "need": site.get(Need, key),
                    "asked_date": site.beginning(market.ASKED - 12 * years),
                    "importance": Decimal(importance),
                    "satisfaction": Decimal(satisfaction),
                    "scale_min": 1,
                    "scale_max": 5,
                    "respondents": respondents,
                    "evidence": "Yearly survey.",
                },
            )


def _answers(site: Site, row: NeedRow) -> dict[str, Any]:
    return {
        "importance": Decimal(row.importance),
        "satisfaction": Decimal(row.satisfaction),
        "scale_min": 1,
        "scale_max": 5,
        "respondents": row.respondents,
        "asked_date": site.beginning(market.ASKED),
    }


def _need(site: Site, row: NeedRow) -> dict[str, Any]:
    return {
        "statement": row.statement,
        "short_name": row.short_name,
        "segment": site.get(Segment, row.segment),
        **(_answers(site, row) if row.importance else {}),
        "evidence": row.evidence,
        "evidence_date": site.ago(row.age),
        "owner": site.get(Person, row.owner),
    }


def add_intent(site: Site) -> None:
    _add_strategies(site)
    site.add(Objective, ((row.key, _objective(site, row)) for row in intent.OBJECTIVES))
    strategy = site.get(Strategy, CURRENT)
    site.add(
        StrategyElement,
        (
            (row.key, {"name": row.name, "statement": row.statement, "strategy": strategy})
            for row in intent.ELEMENTS
        ),
    )
    near = (StrategyElement, "element")
    aims = [(row.key, row.objectives) for row in intent.ELEMENTS]
    heard = [(row.key, row.needs) for row in intent.ELEMENTS]
    site.add(ElementObjective, links(site, near, (Objective, "objective"), aims))
    site.add(ElementNeed, links(site, near, (Need, "need"), heard))


def _add_strategies(site: Site) -> None:
    root = site.get(Unit, people.ROOT)
    former = {
        **intent.FORMER_STRATEGY,
        "unit": root,
        "state": StrategyState.SUPERSEDED,
        "start_date": site.beginning(intent.FORMER_START),
        "end_date": site.end(intent.FORMER_END),
    }
    months, days = versions_rows.ENGAGED
    site.add(Strategy, [(FORMER, former)])
    current = {
        **intent.STRATEGY,
        **versions_rows.IN_FORCE_SAYS,
        "unit": root,
        "sponsor": site.get(Person, versions_rows.SPONSOR),
        "engaged_date": site.ago(months, days),
        "replaces": site.get(Strategy, FORMER),
        "state": StrategyState.IN_FORCE,
        "start_date": site.beginning(intent.STRATEGY_START),
    }
    site.add(Strategy, [(CURRENT, current)])


def _objective(site: Site, row: ObjectiveRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "strategy": site.get(Strategy, CURRENT),
        "discipline": row.discipline,
        "perspective": row.perspective,
        "weight": row.weight,
        "due_date": site.end(row.due),
        "owner": site.get(Person, row.owner),
        "description": row.description,
    }


def add_results(site: Site) -> None:
    site.add(Metric, ((row.key, _measure(site, row)) for row in results.METRICS))
    by_relationship = {"segmentation": site.get(Segmentation, ONLY)}
    site.add(
        MetricSegmentation,
        (
            (key, {**by_relationship, "metric": site.get(Metric, key), "reason": reason})
            for key, reason in results.CUTS.items()
        ),
    )
    site.add(
        Source,
        (
            (key, {"name": name, "kind": kind, "owner": site.get(Person, owner), "note": note})
            for key, name, kind, owner, note in results.SOURCES
        ),
    )
    site.add(Benefit, ((row.key, _promise(site, row)) for row in results.BENEFITS))


def _measure(site: Site, row: MetricRow) -> dict[str, Any]:
    of_customers = row.key in results.OF_CUSTOMERS
    return {
        "name": row.name,
        "definition": row.definition,
        "unit_of_measure": row.unit_of_measure,
        "direction": row.direction,
        "formula": row.formula,
        "base": 100 if row.formula == FormulaKind.RATE else 1,
        "satisfied_from": 4 if row.formula == FormulaKind.CSAT else None,
        "segmentation": site.get(Segmentation, ONLY) if of_customers else None,
        "frequency": row.frequency,
        "grace_days": results.GRACE[row.frequency],
        "decimals": row.decimals,
        "owner": site.get(Person, row.owner),
    }


def _promise(site: Site, row: BenefitRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "unit": site.get(Unit, row.unit),
        "owner": site.get(Person, row.owner),
        "description": row.description,
        "explicitness": row.explicitness,
        "change": row.change,
        "metric": site.get(Metric, row.metric),
        "baseline_value": Decimal(row.baseline) if row.baseline else None,
        "baseline_date": site.end(results.BASELINE) if row.baseline else None,
        "target_value": Decimal(row.target) if row.target else None,
        "target_date": site.end(row.due) if row.target else None,
        "annual_amount": Decimal(row.annual * 1000) if row.annual else None,
        "annual_currency": people.CURRENCY if row.annual else "",
    }
