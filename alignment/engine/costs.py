"""What one initiative was given, is expected to cost and has cost, by fiscal year and in its whole life.

A year ends over or under its budget by its outlook: the forecast stated for it or, once the year is over, what was
spent, where that is stated. The whole life compares the years of which both budget and outlook are known and names
the others. An amount that nobody stated, or that lacks an exchange rate, is unknown, and so is every sum it belongs to;
it is never 0. Our own rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from alignment.choices import OutlayKind
from alignment.engine.spending import OutlayFact, converted

Year = int | None
"""A fiscal year; None holds what was stated about the whole life without a year."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The money of one fiscal year, or of what was stated without one; None is unknown.

    ``is_over`` says that the year has ended.
    """

    year: Year
    budget: Decimal | None = None
    forecast: Decimal | None = None
    actual: Decimal | None = None
    is_over: bool = False

    @property
    def outlook(self) -> Decimal | None:
        """What it will have cost at the end."""
        if self.is_over and self.actual is not None:
            return self.actual
        return self.forecast

    @property
    def expected(self) -> Decimal | None:
        """The outlook or, where there is none, what was given; what has been spent so far is no expectation."""
        return self.budget if self.outlook is None else self.outlook

    @property
    def excess(self) -> Decimal | None:
        """The outlook less the budget: above 0 it ends over budget; None where either is unknown."""
        if self.budget is None or self.outlook is None:
            return None
        return self.outlook - self.budget


@dataclass(frozen=True, slots=True)
class Costs:
    """Money by fiscal year, earliest first and what has no year last, and of the whole life.

    ``current`` is that of the present fiscal year, None where nothing was stated for it. ``stated`` adds up every kind.
    ``expected`` adds up what each year is expected to cost; None where that is unknown of one. ``excess`` adds up the
    years ``compared``; None where none can be. ``without_rate`` are the currencies that lack an exchange rate.
    """

    years: tuple[Cost, ...]
    current: Cost | None
    stated: Cost
    expected: Decimal | None
    excess: Decimal | None
    compared: tuple[Year, ...]
    without_rate: tuple[str, ...]

    @property
    def left_out(self) -> tuple[Year, ...]:
        """Years that state something, yet not enough to be held against a budget."""
        return tuple(cost.year for cost in self.years if cost.year not in self.compared)


def costs(outlays: Iterable[OutlayFact], rates: Mapping[str, Decimal], present: int) -> Costs:
    """The money of one initiative in the currency of ``rates``, as of fiscal year ``present``."""
    facts = list(outlays)
    stated: dict[Year, dict[str, Decimal | None]] = {}
    for fact in facts:
        stated.setdefault(fact.year, {})[fact.kind] = converted(fact.amount, fact.currency, rates)
    years = tuple(
        _cost(year, stated[year], is_over=year is not None and year < present)
        for year in sorted(stated, key=lambda year: (year is None, year or 0))
    )
    each = stated.values()
    compared = [cost for cost in years if cost.excess is not None]
    return Costs(
        years=years,
        current=next((cost for cost in years if cost.year == present), None),
        stated=_cost(
            None,
            {
                kind.value: _sum(kinds[kind.value] for kinds in each if kind.value in kinds)
                for kind in OutlayKind
            },
        ),
        expected=_sum(cost.expected for cost in years),
        excess=sum((cost.excess or Decimal() for cost in compared), Decimal()) if compared else None,
        compared=tuple(cost.year for cost in compared),
        without_rate=tuple(sorted({fact.currency for fact in facts} - set(rates))),
    )


def _cost(year: Year, kinds: Mapping[str, Decimal | None], *, is_over: bool = False) -> Cost:
    return Cost(
        year=year,
        budget=kinds.get(OutlayKind.BUDGET.value),
        forecast=kinds.get(OutlayKind.FORECAST.value),
        actual=kinds.get(OutlayKind.ACTUAL.value),
        is_over=is_over,
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """All of them; None where there are none, or one of them is unknown."""
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known, Decimal()) if found and len(known) == len(found) else None
