"""How a published example is put to our own calculations: one adapter for each feature that is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from customers.choices import OpportunityBand
from customers.engine.opportunity import Answers, band, opportunity

Adapter = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def opportunity_score(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers that are on the scale from 0 to 10 already."""
    importance, satisfaction = Decimal(str(given["importance"])), Decimal(str(given["satisfaction"]))
    return {"score": opportunity(Answers(importance, satisfaction, 0, 10))}


def opportunity_band(given: Mapping[str, Any]) -> OpportunityBand | None:
    """The band of those answers."""
    score: Decimal | None = opportunity_score(given)["score"]
    return band(score)


ADAPTERS: dict[str, Adapter] = {"opportunity": opportunity_score}
