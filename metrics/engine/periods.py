"""Periods: those of targets, which must not overlap, and those of the calendar. Pure functions on days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from foundation.values import months_after
from metrics.choices import Grain


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days of one metric, or of one segment of it, both ends included; ``key`` tells its record."""

    key: int
    metric: int
    start: date
    end: date
    segment: int | None = None


def overlapping(spans: Iterable[Span]) -> Mapping[int, Span]:
    """For the key of each span that shares a day with another of its metric and segment: the earliest such other.

    Spans that end before they start have no days and are passed over.
    """
    found: dict[int, Span] = {}
    alike: dict[tuple[int, int | None], list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.key)):
        if span.start <= span.end:
            alike.setdefault((span.metric, span.segment), []).append(span)
    for own in alike.values():
        for index, span in enumerate(own):
            for later in own[index + 1 :]:
                if later.start > span.end:
                    break
                found.setdefault(span.key, later)
                found.setdefault(later.key, span)
    return found


def start_of(grain: Grain, day: date) -> date:
    """The first day of the month, quarter or year that a day lies in."""
    return date(day.year, (day.month - 1) // grain.months * grain.months + 1, 1)


@lru_cache(maxsize=4096)
def next_start(grain: Grain, start: date) -> date:
    """The first day of the period after the one that starts with a day."""
    return months_after(start, grain.months)


def end_of(grain: Grain, start: date) -> date:
    """The last day of the period that starts with a day."""
    return next_start(grain, start) - timedelta(days=1)


def is_over(grain: Grain, start: date, day: date) -> bool:
    """Whether the period that starts with ``start`` has ended before a day."""
    return end_of(grain, start) < day


def ended_months(before: date, day: date, months: Iterable[date]) -> list[date]:
    """Of some months those whose month, quarter or year is over on one of two days and not on the other."""
    if start_of(Grain.MONTH, before) == start_of(Grain.MONTH, day):
        return []
    return [
        month
        for month in months
        if any(
            is_over(grain, start_of(grain, month), before) != is_over(grain, start_of(grain, month), day)
            for grain in Grain
        )
    ]


def starts_between(grain: Grain, first: date, last: date) -> list[date]:
    """The first days of all periods from the one in which ``first`` lies to that of ``last``; none skipped."""
    found, start = [], start_of(grain, first)
    while start <= last:
        found.append(start)
        start = next_start(grain, start)
    return found
