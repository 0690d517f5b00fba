"""Contracts whose figures are known: one on the way, one that is due, one nobody can measure yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alignment.choices import Change, Explicitness
from alignment.models import Benefit
from metrics.choices import Direction
from tests.factories.alignment import make_benefit, make_benefit_link, make_initiative
from tests.factories.metrics import make_metric, make_reading

if TYPE_CHECKING:
    from accounts.models import Person, Unit
    from alignment.models import Initiative
    from metrics.models import Metric

AGREED = date(2026, 1, 31)
TERMS: dict[str, Any] = {
    "baseline_value": Decimal(10),
    "baseline_date": date(2026, 1, 1),
    "target_value": Decimal(0),
    "target_date": date(2027, 1, 1),
}
"""From ten to nothing in 365 days."""


@dataclass(frozen=True, slots=True)
class Contracts:
    """``calls`` is 60 percent realized on 27 September, when 73.7 percent was promised; ``post`` was due in June."""

    metric: Metric
    calls: Benefit
    post: Benefit
    vague: Benefit
    tracker: Initiative


def make_contracts(claims: Unit, owner: Person) -> Contracts:
    """All of Claims, and of one owner; the tracker goes live at the end of September."""
    metric = make_metric(name="Calls", direction=Direction.LOWER, decimals=1, unit_of_measure="calls")
    make_reading(metric=metric, day=date(2026, 7, 15), value=Decimal(5))
    make_reading(metric=metric, day=date(2026, 9, 27), value=Decimal(4))
    financial = {"annual_amount": Decimal(1000), "annual_currency": "EUR"}
    calls = make_benefit(
        name="Fewer calls", unit=claims, owner=owner, metric=metric, agreed_date=AGREED,
        explicitness=Explicitness.FINANCIAL, change=Change.STOP, **financial, **TERMS,
    )  # fmt: skip
    post = make_benefit(
        name="No post", unit=claims, owner=owner, metric=metric, agreed_date=AGREED,
        explicitness=Explicitness.QUANTIFIABLE, change=Change.STOP, **TERMS | {"target_date": date(2026, 6, 30)},
    )  # fmt: skip
    vague = make_benefit(name="Happier people", unit=claims)
    tracker = make_initiative(name="Claim tracker", unit=claims, end_date=date(2026, 9, 30))
    make_benefit_link(initiative=tracker, benefit=calls, strength=2)
    return Contracts(metric, calls, post, vague, tracker)


def loaded(benefit: Benefit) -> Benefit:
    """The same benefit with its relations, as pages have it."""
    found: Benefit = Benefit.objects.for_list().get(pk=benefit.pk)
    return found
