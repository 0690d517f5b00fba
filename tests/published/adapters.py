"""How a published example is put to our own calculations: one adapter for each feature that is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from customers.engine.opportunity import Answers, opportunity

Adapter = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def opportunity_score(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers that are on the scale from 0 to 10 already."""
    importance, satisfaction = Decimal(str(given["importance"])), Decimal(str(given["satisfaction"]))
    return {"score": opportunity(Answers(importance, satisfaction, 0, 10))}


ADAPTERS: dict[str, Adapter] = {"opportunity": opportunity_score}
