"""Tell what was observed, as its sources would, and add it up as the night would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Unit
from config.demonstration.observed_rows import COURSES, SPREAD
from customers.models import Segment
from metrics.choices import FormulaKind, Frequency, RunOccasion
from metrics.engine.observed import Told, kept
from metrics.models import Metric, Place, Source
from metrics.operations.observing import Observed, load
from metrics.operations.places import hold_cut
from metrics.operations.recomputing import plan, work

if TYPE_CHECKING:
    from datetime import date

    from config.demonstration.observed_rows import CourseRow, PlaceRow
    from config.demonstration.site import Site

PERCENT = (FormulaKind.RATE, FormulaKind.CSAT, FormulaKind.NPS)
NEITHER = Decimal("0.7")
"""The part of those asked who promote or detract; the others do neither."""


def add_observations(site: Site) -> None:
    """Two years of them, and the run that publishes what they come to."""
    for row in COURSES:
        _tell(site, row)
    run = plan(as_of=site.today, occasion=RunOccasion.NIGHT, now=site.now)
    if run is not None:
        work(run=run, now=site.now, report=lambda _percent: None, keep=nullcontext)


@transaction.atomic
def _tell(site: Site, row: CourseRow) -> None:
    metric = site.get(Metric, row.metric)
    things = [site.get(Segment if row.of_customers else Unit, place.key) for place in row.places]
    cut = hold_cut(things[0].segmentation if row.of_customers else None)
    places = [
        Place.objects.get(cut=cut, **{"segment" if row.of_customers else "unit": thing}) for thing in things
    ]
    found = [
        Observed(
            metric.pk,
            places[index].pk,
            day,
            kept(metric.formula, told, satisfied_from=metric.satisfied_from),
            key,
        )
        for day, value in _course(site, metric, row)
        for index, key, told in _shared_out(metric, row, value)
    ]
    load(observations=found, source=site.get(Source, row.source).pk, cuts=[cut.pk])


def _course(site: Site, metric: Metric, row: CourseRow) -> Iterator[tuple[date, Decimal]]:
    apart = 3 if metric.frequency == Frequency.QUARTERLY else 1
    last = -1 if apart == 1 else -1 - (site.today.month - 1) % 3
    for back, value in enumerate(reversed(row.values.split())):
        yield site.end(last - back * apart), Decimal(value)


def _shared_out(metric: Metric, row: CourseRow, value: Decimal) -> Iterator[tuple[int, str, Told]]:
    """What each place tells, so that all of them together come to the value."""
    whole, left, top = sum(place.share for place in row.places), Decimal(row.counted), value * row.counted
    for index, place in enumerate(row.places):
        if metric.formula == FormulaKind.MEDIAN:
            yield from ((index, str(key), told) for key, told in enumerate(_singles(row, place, value)))
            continue
        is_last = index == len(row.places) - 1
        counted = left if is_last else Decimal(row.counted * place.share // whole)
        mine = top if is_last else (value + Decimal(str(place.apart))) * counted
        if metric.formula in PERCENT:
            mine = Decimal(round(mine / 100) * 100)
        left, top = left - counted, top - mine
        yield index, "", _told(metric, mine / 100 if metric.formula in PERCENT else mine, int(counted))


def _singles(row: CourseRow, place: PlaceRow, value: Decimal) -> Iterator[Told]:
    """An odd number of values around the one in the middle, a few of them far above it."""
    middle = row.counted // 2
    for index in range(row.counted):
        away = Decimal(index - middle) * Decimal(str(SPREAD))
        yield Told(value=value + Decimal(str(place.apart)) + (away if away < 0 else away * 2))


def _told(metric: Metric, top: Decimal, counted: int) -> Told:
    if metric.formula == FormulaKind.NPS:
        promoters = round((counted * NEITHER + top) / 2)
        return Told(promoters=promoters, detractors=promoters - round(top), n=counted)
    if metric.formula == FormulaKind.CSAT:
        return Told(numerator=Decimal(round(top)), n=counted)
    return Told(numerator=round(top, 6), denominator=Decimal(counted))
