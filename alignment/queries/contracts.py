"""Benefits as contracts: what was promised, what the metric says has come, and when the work behind it is live."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from accounts.models import Enterprise, Unit
from accounts.queries import day_at
from alignment.engine.realization import Point, Promise, Realization, money_share, realization
from alignment.engine.spending import converted
from alignment.models import Benefit
from alignment.queries.going_live import go_live_dates
from alignment.queries.rows import rates
from foundation.actors import Actor
from metrics.choices import Direction
from metrics.queries.readings import readings_of


@dataclass(frozen=True, slots=True)
class Contract:
    """One benefit on a day. ``value`` is what it is worth a year in the enterprise currency, if known."""

    benefit: Benefit
    promise: Promise
    state: Realization
    go_live: date | None
    value: Decimal | None
    readings: tuple[Point, ...] = ()

    @property
    def realized_money(self) -> Decimal | None:
        """Money a year that may be counted today; None unless the benefit is financial and its reading known."""
        return _part(self.value, money_share(self.benefit.explicitness, self.state.realized))

    @property
    def promised_money(self) -> Decimal | None:
        """Money a year that should have come by today."""
        return _part(self.value, money_share(self.benefit.explicitness, self.state.promised_today))

    @property
    def is_due_before_go_live(self) -> bool:
        """Whether the target is due before the work behind it is live, so that nobody could keep the promise."""
        due = self.benefit.target_date
        return due is not None and self.go_live is not None and due <= self.go_live


@dataclass(frozen=True, slots=True)
class ContractReport:
    """The benefits somebody may see, in the order of their numbers, and the units to choose from."""

    contracts: tuple[Contract, ...]
    units: tuple[Unit, ...]
    unit: Unit | None
    currency: str
    today: date


def contract_report(
    viewer: Actor, now: datetime, enterprise: Enterprise, wanted: UUID | None = None
) -> ContractReport:
    """The contracts of a unit and those below it, or of everything the viewer may see.

    Four queries at any number of benefits, and one for rates where an amount is in a foreign currency.
    """
    today = day_at(now, enterprise)
    seen = Benefit.objects.visible_to(viewer).active()
    units = tuple(Unit.objects.filter(pk__in=seen.order_by().values("unit")).order_by("path"))
    unit = next((row for row in units if row.uid == wanted), None)
    if unit is not None:
        seen = seen.filter(unit__path__startswith=unit.path)
    rows = list(seen.select_related("unit", "owner__unit", "metric").order_by("number"))
    return ContractReport(
        tuple(contracts_of(rows, today, enterprise)), units, unit, enterprise.currency, today
    )


def contracts_of(
    benefits: Sequence[Benefit],
    today: date,
    enterprise: Enterprise,
    known: Mapping[str, Decimal] | None = None,
) -> list[Contract]:
    """How some benefits stand, in their order; their metrics are loaded.

    Two queries, one more with foreign currencies where no ``known`` rates are given.
    """
    readings = points_of({benefit.metric_id for benefit in benefits if benefit.metric_id}, today)
    live = go_live_dates(benefit.pk for benefit in benefits)
    if known is None:
        known = rates({benefit.annual_currency for benefit in benefits}, enterprise.currency, today)
    return [_contract(benefit, readings, live.get(benefit.pk), known, today) for benefit in benefits]


def points_of(metrics: Collection[int], today: date) -> Mapping[int, tuple[Point, ...]]:
    """What metrics have read up to a day, oldest first. One query."""
    found = readings_of(metrics, today)
    return {metric: tuple(Point(read.day, read.value) for read in own) for metric, own in found.items()}


def promise_of(benefit: Benefit) -> Promise:
    """A benefit as the engine takes it; its metric is loaded."""
    metric = benefit.metric
    return Promise(
        has_metric=metric is not None,
        baseline=benefit.baseline_value,
        baseline_date=benefit.baseline_date,
        target=benefit.target_value,
        target_date=benefit.target_date,
        better=Direction(metric.direction).sign if metric else 1,
    )


def _contract(
    benefit: Benefit,
    readings: Mapping[int, tuple[Point, ...]],
    go_live: date | None,
    known: Mapping[str, Decimal],
    today: date,
) -> Contract:
    promise = promise_of(benefit)
    own = readings.get(benefit.metric_id or 0, ())
    value = converted(benefit.annual_amount, benefit.annual_currency, known)
    return Contract(benefit, promise, realization(promise, own, today), go_live, value, own)


def _part(value: Decimal | None, share: Fraction | None) -> Decimal | None:
    if value is None or share is None:
        return None
    return value * share.numerator / share.denominator
