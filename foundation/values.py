"""Value types shared by models, engines and pages. Pure Python: no Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code). Amounts of different currencies never add up."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added without a rate")
        return Money(self.amount + other.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def fiscal_year(day: date, start_month: int) -> int:
    """The fiscal year of a day, named after the calendar year in which it ends.

    ``start_month`` is 1 to 12; with 1 the fiscal year is the calendar year.
    """
    return day.year if start_month == 1 or day.month < start_month else day.year + 1


def fiscal_period(year: int, start_month: int) -> Period:
    """The days of fiscal ``year`` (named after the calendar year in which it ends)."""
    first = year if start_month == 1 else year - 1
    start = date(first, start_month, 1)
    return Period(start, date.fromordinal(date(first + 1, start_month, 1).toordinal() - 1))


def months_after(day: date, months: int) -> date:
    """The same day of the month ``months`` later; the last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def end_of_quiet(now: datetime, zone: ZoneInfo, start: time | None, end: time | None) -> datetime | None:
    """The instant at which quiet hours end in which ``now`` lies; none where it lies in none, or there are none.

    They go by the clocks of ``zone`` and may span midnight. An end that a clock skips comes as much later; of one that it
    shows twice it is the one that lies ahead.
    """
    if start is None or end is None:
        return None
    local = now.astimezone(zone)
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if start == end or not is_quiet:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    first = datetime.combine(day, end, tzinfo=zone)
    over = first.astimezone(UTC)
    return over if over > now else first.replace(fold=1).astimezone(UTC)
