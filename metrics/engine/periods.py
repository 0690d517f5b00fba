"""Periods that must not overlap. Pure functions on days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days of one metric, both ends included; ``key`` tells its record."""

    key: int
    metric: int
    start: date
    end: date


def overlapping(spans: Iterable[Span]) -> Mapping[int, Span]:
    """For the key of each span that shares a day with another of its metric: the earliest such other.

    Spans that end before they start have no days and are passed over.
    """
    found: dict[int, Span] = {}
    by_metric: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.key)):
        if span.start <= span.end:
            by_metric.setdefault(span.metric, []).append(span)
    for own in by_metric.values():
        for index, span in enumerate(own):
            for later in own[index + 1 :]:
                if later.start > span.end:
                    break
                found.setdefault(span.key, later)
                found.setdefault(later.key, span)
    return found
