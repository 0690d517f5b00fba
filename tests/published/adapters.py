"""How a published example is put to our own calculations: one adapter for each feature that is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.engine.agreement import kendall_w
from assessments.engine.gap import perception_gap
from assessments.engine.maturity import level, overall
from assessments.engine.reliability import cronbach_alpha
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


def alignment_maturity(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The level that criteria on the scale of the instrument come to."""
    whole = overall([Fraction(str(value)) for value in given["criteria"]])
    return {"overall": whole, "level": level(whole) if whole is not None else None}


def concordance(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What each rater gave to the same things, ties included."""
    return {"w": kendall_w([[Fraction(str(value)) for value in row] for row in given["ratings"]])}


def reliability(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What each person answered to each statement."""
    return {"alpha": cronbach_alpha(given["answers"])}


def difference_of_means(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The gap between two groups of people, with its 95 % interval."""
    sides = [[Fraction(str(value)) for value in given[side]] for side in ("business", "it")]
    gap = perception_gap(*sides)
    return {"difference": gap.difference, "low": gap.low, "high": gap.high} if gap else {}


ADAPTERS: dict[str, Adapter] = {
    "alignment-maturity": alignment_maturity,
    "cronbach-alpha": reliability,
    "kendall-w": concordance,
    "opportunity": opportunity_score,
    "perception-gap": difference_of_means,
}
