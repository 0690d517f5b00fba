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


EARLIER = {
    "customer_view": (900, 1900),
    "adviser_desk": (480, 1100),
    "preferences": (360, 260),
    "engine": (1250, 1960),
    "intake": (620, 540),
    "scheduling": (480, 380),
    "rating": (560, 880),
    "portal": (560, 840),
    "usage_motor": (390, 640),
    "data_quality": (None, 420),
    "quote_bind": (None, 760),
    "prefill": (None, 240),
    "signature": (None, 170),
    "crop_cover": (None, 340),
    "data_center": (None, 1180),
    "solvency": (None, 420),
}
"""What was spent two years and one year ago, in thousands of euros, on work that had begun by then."""


def outlays(row: InitiativeRow, today: date) -> Iterator[tuple[OutlayKind, int, Decimal]]:
    """Kind, fiscal year and amount in euros, rounded to hundreds."""
    year = fiscal_year(today, FISCAL_START)
    whole = row.budget * THOUSAND * DRIFT[row.health]
    for back, spent in zip((2, 1), EARLIER.get(row.key, ()), strict=False):
        if spent is not None:
            yield OutlayKind.ACTUAL, year - back, spent * THOUSAND
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
