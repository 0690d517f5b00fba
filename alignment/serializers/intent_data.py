"""Spend against intent as plain data and as rows of a file. Amounts and percents are decimal texts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.engine.intent import Contradiction, Part, Prospect, Spend
from alignment.queries.intent import SpendAgainstIntent, UnitSpend
from alignment.queries.question import WHOLE_LIFE
from alignment.serializers.plain import cents, reference, text

HEADER = ("unit", "basis", "counted", "part", "amount", "currency", "percent", "intended_percent")
"""Columns of the file."""

Data = dict[str, Any]


def intent_data(found: SpendAgainstIntent) -> Data:
    """Everything the page shows, with the same figures; ``unit`` is null where nothing may be read."""
    return {
        "as_of": found.as_of.isoformat(),
        "currency": found.enterprise.currency,
        "basis": basis_of(found),
        "counted": found.question.counted.value,
        "initiatives_without_amount": found.without_amount,
        "initiatives_without_rate": found.without_rate,
        "currencies_without_rate": list(found.missing_rates),
        "unit": _unit(found.chosen) if found.chosen else None,
        "years": [{"year": year, **_spend(spend)} for year, spend in found.by_year],
        "prospects": {key: _prospect(prospect) for key, prospect in found.prospects.items()},
        "units": [_unit(unit) for unit in found.below],
    }


def basis_of(found: SpendAgainstIntent) -> str:
    """A fiscal year in digits, or ``life``."""
    return WHOLE_LIFE if found.year is None else str(found.year)


def _unit(unit: UnitSpend) -> Data:
    strategy = unit.strategy
    return {
        **reference(unit.unit),
        "own_work_only": unit.is_own,
        "strategy": reference(strategy) if strategy else None,
        "lead": strategy.discipline if strategy else None,
        "contradiction": contradiction_data(unit.against) if unit.against else None,
        **_spend(unit.spend),
    }


def _spend(spend: Spend) -> Data:
    return {
        "amount": cents(spend.total),
        "linked_amount": cents(spend.linked),
        "unlinked_amount": cents(spend.unlinked),
        "linked_to_no_discipline": cents(spend.astray),
        "without_office": cents(spend.total - spend.officed),
        "disciplines": [_part("discipline", part) for part in spend.disciplines],
        "offices": [_part("office", part) for part in spend.offices],
    }


def _part(kind: str, part: Part) -> Data:
    return {
        kind: part.key,
        "amount": cents(part.amount),
        "percent": percent(part.share),
        "intended_percent": text(part.intended),
    }


def contradiction_data(against: Contradiction) -> Data:
    """How money contradicts the discipline: by how many points, between which shares."""
    return {
        "kind": against.kind.value,
        "lead": _part("discipline", against.lead),
        "other": against.other.key,
        "other_percent": percent(against.other.share),
        "points": percent(against.size),
    }


def _prospect(prospect: Prospect) -> Data:
    return {
        "outlook": prospect.outlook.value,
        "year": prospect.year,
        "points_a_year": percent(prospect.pace),
        "intended_percent": text(prospect.intended),
        "years": [{"year": year, "percent": percent(share)} for year, share in prospect.years],
    }


def percent(value: Decimal | None) -> str | None:
    """A percent as text with two decimals."""
    return None if value is None else f"{value:.2f}"


def lines(found: SpendAgainstIntent) -> Iterator[list[Any]]:
    """The unit on its basis, then by fiscal year, then the units below; what has no discipline has its own lines."""
    if found.chosen is None:
        return
    name = str(found.chosen.unit)
    yield from _lines(found, name, basis_of(found), found.chosen.spend)
    for year, spend in found.by_year:
        if year != found.year:
            yield from _lines(found, name, str(year), spend)
    for unit in found.below:
        own = _("%(unit)s itself") % {"unit": unit.unit} if unit.is_own else str(unit.unit)
        yield from _lines(found, own, basis_of(found), unit.spend)


def _lines(found: SpendAgainstIntent, unit: str, basis: str, spend: Spend) -> Iterator[list[Any]]:
    start, currency = [unit, basis, found.question.counted.value], found.enterprise.currency
    for part in spend.parts:
        yield [*start, part.key, part.amount, currency, percent(part.share), part.intended]
    for key, amount in (("unlinked", spend.unlinked), ("linked_to_no_discipline", spend.astray)):
        yield [*start, key, amount, currency, None, None]
