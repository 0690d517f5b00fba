"""An initiative's page as plain data: the same figures from the same functions. Amounts are decimal texts."""

from __future__ import annotations

from typing import Any

from alignment.engine.costs import Cost, Year
from alignment.operations.gate_telling import who_may
from alignment.queries.gate import stated
from alignment.queries.initiative import Brief
from alignment.serializers.contracts import contract_data
from alignment.serializers.index_data import score_data
from alignment.serializers.plain import cents, reference

Data = dict[str, Any]


def brief_data(found: Brief) -> Data:
    """Everything the page shows beyond the record; what is not known is null, never 0."""
    around, follows, standing = found.around, found.follows, found.rank
    owner = found.initiative.owner
    return {
        "initiative": reference(found.initiative),
        "as_of": found.today.isoformat(),
        "currency": found.rows.currency,
        "chain": None if around is None else around.chain.state.value,
        "score": None if found.score is None else score_data(found.score, found.history),
        "standing": None
        if standing is None
        else {"rank": standing.rank, "of": standing.of, "median": str(standing.median)},
        "money": _money(found),
        "benefits": [contract_data(contract) for contract in found.contracts],
        "benefits_not_readable": found.hidden,
        "owner": reference(owner) if owner else None,
        "strategy": reference(follows) if follows else None,
        "sponsor": reference(follows.sponsor) if follows and follows.sponsor else None,
        "gate": {"policy": stated(found.policy), "who_may_override": who_may(found.policy)},
    }


def _money(found: Brief) -> Data:
    costs = found.costs
    return {
        "present_year": found.year,
        "years": [_cost(cost) for cost in costs.years],
        "stated": {name: _cost(costs.stated)[name] for name in ("budget", "forecast", "actual")},
        "expected": cents(costs.expected),
        "excess": cents(costs.excess),
        "compared": [_year(year) for year in costs.compared],
        "without_rate": list(costs.without_rate),
    }


def _cost(cost: Cost) -> Data:
    return {
        "year": _year(cost.year),
        "budget": cents(cost.budget),
        "forecast": cents(cost.forecast),
        "actual": cents(cost.actual),
        "outlook": cents(cost.outlook),
        "excess": cents(cost.excess),
    }


def _year(year: Year) -> str | None:
    return None if year is None else str(year)
