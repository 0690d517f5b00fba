"""What an invented initiative was given, has cost so far and will cost, around a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alignment.choices import Health, OutlayKind, Status
from config.demonstration.rows import InitiativeRow
from foundation.values import fiscal_period, fiscal_year

FISCAL_START = 1
THOUSAND = Decimal(1000)
DRIFT = {
    None: Decimal(1),
    Health.OK: Decimal("0.98"),
    Health.WATCH: Decimal("1.06"),
    Health.OFF: Decimal("1.18"),
}
"""How the cost of an initiative runs against its plan."""
SPENDING = (Status.DELIVERY, Status.LIVE, Status.PAUSED)
"""Work that has begun; for the rest there is no actual amount, which is not the same as zero."""


def outlays(row: InitiativeRow, today: date) -> Iterator[tuple[OutlayKind, int, Decimal]]:
    """Kind, fiscal year and amount in euros, rounded to hundreds."""
    year = fiscal_year(today, FISCAL_START)
    whole = row.budget * THOUSAND * DRIFT[row.health]
    yield OutlayKind.BUDGET, year, row.budget * THOUSAND
    if row.status in SPENDING:
        yield OutlayKind.ACTUAL, year, _rounded(whole * _elapsed(today, year))
    yield OutlayKind.FORECAST, year, _rounded(whole)
    yield OutlayKind.FORECAST, year + 1, row.following * THOUSAND


def _elapsed(today: date, year: int) -> Decimal:
    """The part of the fiscal year that is over, 0 to 1."""
    period = fiscal_period(year, FISCAL_START)
    return Decimal((today - period.start).days) / Decimal((period.end - period.start).days + 1)


def _rounded(amount: Decimal) -> Decimal:
    return (amount / 100).quantize(Decimal(1)) * 100
