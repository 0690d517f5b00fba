"""Benefit contracts as their page, their file and their data show them: one row each, from the same function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Unit
from alignment.choices import Delivery
from alignment.queries.contracts import Contract, ContractReport
from alignment.serializers import contracts_words as words
from alignment.serializers.controls import unit_menu
from alignment.serializers.paging import SHOWN, left_out
from alignment.serializers.plain import cents
from foundation import formats
from foundation.formats import Scale
from workbench.links import url_of

HEADER = (
    "code", "name", "uid", "unit", "owner", "agreed_on", "go_live", "due", "due_before_go_live",
    "standing", "lacking", "reading", "reading_day", "realized_percent", "promised_percent",
    "promised_today_percent", "forecast_percent", "reached_on", "kept_percent", "value_a_year",
    "promised_money", "realized_money",
)  # fmt: skip
"""Columns of the file: the keys of the data, so that the two are read alike."""

Data = dict[str, Any]
ORDER = (
    Delivery.MISSED, Delivery.FAR_BEHIND, Delivery.BEHIND, Delivery.UNKNOWN, Delivery.ON_PLAN, Delivery.KEPT,
)  # fmt: skip
"""What needs attention first."""


def contracts_page(report: ContractReport) -> Data:
    """The page: what stands worst first, with the money of financial benefits."""
    lead, rest = words.report_finding(report.contracts)
    values = [one.value for one in report.contracts]
    scale = formats.scale_for(values)
    ranked = sorted(report.contracts, key=lambda one: (ORDER.index(one.state.standing), one.benefit.number))
    return {
        "finding_lead": lead,
        "finding_rest": rest,
        "filters": [unit_menu(report.units, report.unit)],
        "query": query_of_unit(report.unit),
        "export_url": f"{reverse('benefit_contracts_export')}{query_of_unit(report.unit)}",
        "money_head": formats.amount_head(report.currency, scale),
        "rows": [_row(one, scale) for one in ranked[:SHOWN]],
        "left_out": left_out(len(ranked), SHOWN),
        "totals": _totals(report.contracts, scale),
    }


def query_of_unit(unit: Unit | None) -> str:
    """The query that asks for a unit; empty where all are shown."""
    return f"?{urlencode({'unit': unit.uid})}" if unit else ""


def _row(one: Contract, scale: Scale) -> Data:
    benefit, state = one.benefit, one.state
    health = words.HEALTH[state.standing]
    came = state.realized if state.kept is None else state.kept
    return {
        "code": benefit.code,
        "name": str(benefit),
        "url": url_of(benefit),
        "owner": str(benefit.owner) if benefit.owner else "",
        "agreement": words.agreement(one),
        "is_agreed": benefit.is_agreed,
        "due": formats.day(benefit.target_date),
        "is_early": one.is_due_before_go_live,
        "realized": words.share(came),
        "promised": words.share(state.promised),
        "now": words.share(state.realized) if state.kept not in (None, state.realized) else "",
        "bar": None if came is None else max(float(came) * 100, 0.0),
        "tick": None if state.promised is None else float(state.promised) * 100,
        "css": words.CSS[health],
        "health": health,
        "standing": words.standing(one),
        "forecast": words.forecast(one),
        "money": formats.amount(one.realized_money, scale),
        "of_money": formats.amount(one.value, scale) if one.value is not None else "",
    }


def _totals(contracts: Sequence[Contract], scale: Scale) -> Data:
    """Money of the financial benefits alone: promised a year, should have come by now, and came."""
    financial = [one for one in contracts if one.benefit.explicitness == "financial"]
    known = [one for one in financial if one.realized_money is not None]
    return {
        "count": len(financial),
        "known": len(known),
        "value": formats.amount(total(one.value for one in financial), scale),
        "promised": formats.amount(total(one.promised_money for one in known), scale),
        "realized": formats.amount(total(one.realized_money for one in known), scale),
    }


def total(values: Any) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if known else None


def contracts_data(report: ContractReport) -> Data:
    """For programs."""
    return {
        "as_of": report.today.isoformat(),
        "currency": report.currency,
        "unit": str(report.unit.uid) if report.unit else None,
        "contracts": [contract_data(one) for one in report.contracts],
    }


def contract_data(one: Contract) -> Data:
    """One contract in codes and numbers; shares are percent of the way from baseline to target."""
    benefit, state = one.benefit, one.state
    return {
        "uid": str(benefit.uid),
        "code": benefit.code,
        "name": str(benefit),
        "unit": str(benefit.unit.uid),
        "owner": str(benefit.owner.uid) if benefit.owner else None,
        "agreed_on": _day(benefit.agreed_date),
        "go_live": _day(one.go_live),
        "due": _day(benefit.target_date),
        "due_before_go_live": one.is_due_before_go_live,
        "standing": state.standing.value,
        "lacking": state.lacking.value if state.lacking else None,
        "reading": None if state.reading is None else str(state.reading.value),
        "reading_day": _day(state.reading.day if state.reading else None),
        "realized_percent": percent(state.realized),
        "promised_percent": percent(state.promised),
        "promised_today_percent": percent(state.promised_today),
        "forecast_percent": percent(state.forecast),
        "reached_on": _day(state.reached_date),
        "kept_percent": percent(state.kept),
        "value_a_year": cents(one.value),
        "promised_money": cents(one.promised_money),
        "realized_money": cents(one.realized_money),
    }


def contracts_lines(report: ContractReport) -> Iterator[list[Any]]:
    """One line for each contract; empty where a figure is not known."""
    for one in report.contracts:
        data = contract_data(one)
        yield [data[name] for name in HEADER]


def percent(share: Fraction | None) -> str | None:
    """A share in percent to two places."""
    return None if share is None else f"{float(100 * share):.2f}"


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
