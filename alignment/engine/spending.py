"""What initiatives cost in one currency, from what was stated about them in several.

An amount counts in its fiscal year; one without a year counts only in the whole life. A fiscal year is judged by one
kind of statement: its budget, else its forecast, else what was spent. The whole life adds up its years; where an amount
without a year is among them, one kind counts for all, because it may already hold what the years state. A currency
without a rate makes the amount unknown and is named, because a rate of 1 would be a lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from alignment.choices import OutlayKind
from alignment.engine.facts import Id, order

PREFERRED = (OutlayKind.BUDGET.value, OutlayKind.FORECAST.value, OutlayKind.ACTUAL.value)


class OutlayFact(NamedTuple):
    """One stated amount of an initiative; without ``year`` it is about the whole life."""

    initiative: Id
    kind: str
    year: int | None
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Spending:
    """Known amounts by initiative, and the initiatives whose amount lacks an exchange rate."""

    amounts: Mapping[Id, Decimal]
    without_rate: tuple[Id, ...]


def converted(amount: Decimal | None, currency: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    """``amount`` in the currency of the rates; None where the amount or the rate is missing."""
    rate = rates.get(currency)
    return None if amount is None or rate is None else amount * rate


def spending(outlays: Iterable[OutlayFact], rates: Mapping[str, Decimal], year: int | None) -> Spending:
    """What each initiative costs in fiscal ``year``, or in its whole life where None."""
    stated: dict[Id, list[OutlayFact]] = {}
    for fact in outlays:
        if year is None or fact.year == year:
            stated.setdefault(fact.initiative, []).append(fact)
    amounts: dict[Id, Decimal] = {}
    without_rate = []
    for initiative, facts in stated.items():
        parts = [converted(fact.amount, fact.currency, rates) for fact in _judged(facts)]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            amounts[initiative] = sum(known, Decimal())
        else:
            without_rate.append(initiative)
    return Spending(amounts, tuple(sorted(without_rate, key=order)))


def _judged(facts: list[OutlayFact]) -> list[OutlayFact]:
    """Those of ``facts`` that count: of the preferred kind of their year, or of all where one has no year."""
    undated = any(fact.year is None for fact in facts)
    found: dict[int | None, dict[str, list[OutlayFact]]] = {}
    for fact in facts:
        found.setdefault(None if undated else fact.year, {}).setdefault(fact.kind, []).append(fact)
    return [
        fact for kinds in found.values() for fact in next(kinds[kind] for kind in PREFERRED if kind in kinds)
    ]
