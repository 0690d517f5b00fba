"""Rows turned into what the engine is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alignment.choices import Hop
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.spending import OutlayFact, Spending, converted, spending
from alignment.models import BenefitLink, ElementNeed, ElementObjective, NeedLink
from alignment.queries.rows import Rows
from strategies.choices import StrategyState
from strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts as of ``today`` with money of one basis: a fiscal ``year``, or the whole life where None."""

    facts: Facts
    spending: Spending
    year: int | None


def gathered(rows: Rows, today: date, year: int | None) -> Gathered:
    """Everything the calculations look at."""
    outlays = [OutlayFact(o.initiative_id, o.kind, o.fiscal_year, o.amount, o.currency) for o in rows.outlays]
    spent = spending(outlays, rows.rates, year)
    facts = Facts(
        strategies=tuple(strategy_fact(row, today) for row in rows.strategies.values()),
        objectives=tuple(
            ObjectiveFact(row.pk, row.strategy_id, row.discipline) for row in rows.objectives.values()
        ),
        elements=tuple(ElementFact(pk) for pk in rows.elements),
        needs=tuple(NeedFact(row.pk, row.segment_id, row.importance_score) for row in rows.needs.values()),
        initiatives=tuple(_initiatives(rows, spent.amounts)),
        benefits=tuple(_benefits(rows)),
        links=tuple(_links(rows)),
    )
    return Gathered(facts, spent, year)


def strategy_fact(row: Strategy, today: date) -> StrategyFact:
    """A strategy with its intended shares; one replaced since then is in force on its own days."""
    started = row.start_date is not None and row.start_date <= today
    in_force = (
        row.state != StrategyState.DRAFT and started and (row.end_date is None or row.end_date >= today)
    )
    shares = tuple((name, Decimal(share)) for name, share in (row.intended_shares or {}).items())
    return StrategyFact(row.pk, in_force, row.discipline, shares)


def _initiatives(rows: Rows, amounts: Mapping[Id, Decimal]) -> Iterator[InitiativeFact]:
    for row in rows.initiatives.values():
        yield InitiativeFact(
            id=row.pk,
            unit=row.unit_id,
            program=row.program_id,
            status=row.status,
            spend=amounts.get(row.pk),
            exempt_until=row.exempt_until,
        )


def _benefits(rows: Rows) -> Iterator[BenefitFact]:
    for row in rows.benefits.values():
        yield BenefitFact(
            id=row.pk,
            metric=row.metric_id,
            has_baseline=row.baseline_value is not None,
            has_target=row.target_value is not None,
            value=converted(row.annual_amount, row.annual_currency, rows.rates),
        )


def _links(rows: Rows) -> Iterator[LinkFact]:
    yield from (_link(Hop.OBJECTIVE, x.element_id, x.objective_id, x) for x in rows.element_objectives)
    yield from (_link(Hop.ELEMENT, x.need_id, x.element_id, x) for x in rows.element_needs)
    yield from (_link(Hop.NEED, x.initiative_id, x.need_id, x, x.share) for x in rows.need_links)
    yield from (_link(Hop.BENEFIT, x.initiative_id, x.benefit_id, x, x.share) for x in rows.benefit_links)


def _link(
    hop: Hop,
    source: int,
    target: int,
    row: ElementObjective | ElementNeed | NeedLink | BenefitLink,
    share: Decimal | None = None,
) -> LinkFact:
    return LinkFact(
        hop=hop,
        source=source,
        target=target,
        strength=row.strength,
        share=share,
        has_evidence=bool(row.evidence.strip()),
        evidence_date=row.evidence_date,
        review_months=row.review_months,
        id=row.pk,
    )


def plan_years(rows: Rows) -> list[int]:
    """Fiscal years that have an amount, the latest first."""
    return sorted({row.fiscal_year for row in rows.outlays if row.fiscal_year is not None}, reverse=True)


def usual_year(years: Iterable[int], current: int) -> int | None:
    """The basis to start from: the current fiscal year where anything is stated for it, else the whole life."""
    return current if current in years else None
