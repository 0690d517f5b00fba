"""A metric by period: what the rule about metrics that become worse is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The length of a period: whole months, counted from January, or whole days; weeks begin on Monday."""

    months: int = 0
    days: int = 0

    def index(self, day: date) -> int:
        """The number of the period in which a day lies; the next period has the next number."""
        if self.months:
            return (day.year * 12 + day.month - 1) // self.months
        return (day.toordinal() - 1) // self.days


def by_period(values: Iterable[tuple[date, Decimal]], span: Span) -> tuple[tuple[date, Decimal], ...]:
    """The last value of each period, from the latest period back to the first hole."""
    last: dict[int, tuple[date, Decimal]] = {}
    for day, value in sorted(values):
        last[span.index(day)] = (day, value)
    found: list[tuple[date, Decimal]] = []
    at = max(last, default=0)
    while at in last:
        found.append(last[at])
        at -= 1
    return tuple(reversed(found))
