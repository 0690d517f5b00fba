"""Rows turned into what the engine is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alignment.engine.facts import (
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.spending import Spending, spending
from alignment.queries.question import WHOLE_LIFE
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
    spent = spending(rows.outlays, rows.rates, year)
    facts = Facts(
        strategies=tuple(strategy_fact(row, today) for row in rows.strategies.values()),
        objectives=tuple(
            ObjectiveFact(row.pk, row.strategy_id, row.discipline) for row in rows.objectives.values()
        ),
        elements=tuple(ElementFact(row.pk, row.strategy_id) for row in rows.elements.values()),
        needs=tuple(NeedFact(row.pk, row.segment_id, row.importance_score) for row in rows.needs.values()),
        initiatives=tuple(_with_amounts(rows.work, spent.amounts)),
        benefits=tuple(rows.promises),
        links=tuple(rows.links),
        ended=rows.ended.facts(),
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


def _with_amounts(work: Iterable[InitiativeFact], amounts: Mapping[Id, Decimal]) -> Iterator[InitiativeFact]:
    for pk, unit, program, status, _, exempt in work:
        yield InitiativeFact(pk, unit, program, status, amounts.get(pk), exempt)


def plan_years(rows: Rows) -> list[int]:
    """Fiscal years that have an amount, the latest first."""
    return sorted({fact.year for fact in rows.outlays if fact.year is not None}, reverse=True)


def usual_year(years: Iterable[int], current: int) -> int | None:
    """The basis to start from: the current fiscal year where anything is stated for it, else the whole life."""
    return current if current in years else None


def year_asked(rows: Rows, basis: str = "") -> int | None:
    """The fiscal year that ``basis`` names (``Question``), None for the whole life; the usual one where it names none."""
    if basis == WHOLE_LIFE:
        return None
    years = plan_years(rows)
    return int(basis) if basis.isdecimal() and int(basis) in years else usual_year(years, rows.fiscal_year)
