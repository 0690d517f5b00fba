"""From sums to finished figures: all places of some metrics in one cut and grain at once, as far as they have to be restated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np

from metrics.choices import Direction, FormulaKind, Grain, SignalRule
from metrics.engine.attainment import Aim, aim_on
from metrics.engine.behavior import behavior
from metrics.engine.course import Course, course
from metrics.engine.figures import fill, standings
from metrics.engine.layout import FIGURES, RECORD, SUMS, Floats, Integers, Records, carry, known_places
from metrics.engine.periods import end_of, is_over
from metrics.engine.quantiles import Quantiles
from metrics.engine.rolling import fitting

WHOLE = 0
"""The position of the whole."""
LARGEST_WHOLE, PLACES = 10.0**14, 6
"""What the value of a whole may come to, and the decimals it is kept with."""

Aims = Mapping[int, Sequence[Aim]]
"""Targets by position of the place they are for."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What of a metric its figures depend on."""

    kind: FormulaKind
    direction: Direction
    base: int
    rules: tuple[SignalRule, ...]
    percent: int = 50
    aims: Aims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of one metric in one period: a value and a record for each place, by position."""

    metric: int
    grain: Grain
    start: date
    values: Floats
    records: Records
    is_over: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything was observed anywhere."""
        return bool(self.records["n"].any())

    @property
    def whole(self) -> Decimal | None:
        """The value of the whole, to a millionth, once the period is over; none where it is not known, or too large to be kept."""
        value = float(self.values[WHOLE]) if self.is_over and len(self.values) else math.nan
        if math.isnan(value) or abs(value) >= LARGEST_WHOLE:
            return None
        return round(Decimal(value), PLACES)

    def packed(self) -> tuple[bytes, bytes]:
        """Values and records as they are kept: without places at the end of which nothing is known."""
        places = known_places(self.records)
        return self.values[:places].tobytes(), self.records[:places].tobytes()


@dataclass(frozen=True, slots=True)
class FoundCourse:
    """The course of one metric from its first period with a value to its last; empty where there is none."""

    metric: int
    grain: Grain
    start: date
    course: Course


@dataclass(slots=True)
class Series:
    """Some metrics in one cut and grain, as they stand and as they come to stand.

    ``values`` [metrics, periods, places] are those of all ``starts``; ``records`` [metrics, told, places] those of the
    periods ``told``, of which something else is told now. What is not over on ``day`` is not judged yet: it stands to no
    target, and is neither a signal nor part of the limits. Where it ``has_course`` to be told, ``starts`` follow one
    another without a gap, from the first with a value to the last; else they are those told.
    """

    day: date
    grain: Grain
    starts: Sequence[date]
    told: Sequence[int]
    values: Floats
    records: Records
    has_course: bool = True


def series_of(
    day: date,
    grain: Grain,
    starts: Sequence[date],
    told: Sequence[date],
    *,
    metrics: int,
    places: int,
    has_course: bool = True,
) -> Series:
    """Series of which nothing is known yet."""
    place = {start: index for index, start in enumerate(starts)}
    values = np.full((metrics, len(starts), places), np.nan)
    records = np.zeros((metrics, len(told), places), dtype=RECORD)
    return Series(day, grain, starts, [place[start] for start in told], values, records, has_course)


def restate(
    series: Series, added: Integers, definitions: Sequence[Definition], raw: Mapping[int, Quantiles]
) -> None:
    """Work out what ``series`` comes to when ``added`` [sums, metrics, told, places] is added to the periods told.

    ``raw`` has, by index, what metrics come to that need each single value; they are not added up. Raises ``TooLarge``.
    """
    records = series.records
    for name, sums in zip(SUMS, added, strict=True):
        records[name] = fitting(records[name], sums)
    carry(records)
    days = [_judged_on(series, series.starts[index]) for index in series.told]
    for index, definition in enumerate(definitions):
        if index in raw:
            values = raw[index].put_into(records[index])
        else:
            values = fill(records[index], definition.kind, definition.base)
        records["standing"][index] = _judged(values, definition, days)
        series.values[index, series.told] = values
    for figures in (series.values, *(records[name] for name in FIGURES)):
        _keep_one_nan(figures)


def found_in(series: Series, metrics: Sequence[int]) -> Iterator[Found]:
    """The figures of every period told, with the keys of the metrics in their order."""
    for index, metric in enumerate(metrics):
        for row, period in enumerate(series.told):
            values, records = series.values[index, period], series.records[index, row]
            start = series.starts[period]
            over = is_over(series.grain, start, series.day)
            yield Found(metric, series.grain, start, values, records, over)


def courses_in(
    series: Series, metrics: Sequence[int], definitions: Sequence[Definition]
) -> Iterator[FoundCourse]:
    """The course of each metric, as far as its periods are over."""
    over = sum(is_over(series.grain, start, series.day) for start in series.starts)
    for rules in dict.fromkeys(definition.rules for definition in definitions):
        mine = [index for index, each in enumerate(definitions) if each.rules == rules]
        values = series.values[mine, :over]
        found = behavior(_rows(values), rules)
        places = values.shape[2]
        for row, index in enumerate(mine):
            known = ~np.isnan(values[row])
            periods, at = np.nonzero(known.any(axis=1))[0], np.nonzero(known.any(axis=0))[0]
            first, last = (periods[0], periods[-1] + 1) if len(periods) else (0, 0)
            inside = slice(row * places, row * places + (at[-1] + 1 if len(at) else 0))
            own = course(found.cut_out(inside, slice(first, last)))
            yield FoundCourse(metrics[index], series.grain, series.starts[first], own)


def _judged_on(series: Series, start: date) -> date | None:
    """The last day of a period that is over."""
    return end_of(series.grain, start) if is_over(series.grain, start, series.day) else None


def _judged(values: Floats, definition: Definition, days: Sequence[date | None]) -> Integers:
    """How values stand to what was aimed at on the last day of each period; nothing is known of one that has none yet."""
    target, acceptable = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for index, day in enumerate(days):
        for position, aims in definition.aims.items():
            aim = aim_on(aims, day) if day else None
            if aim is not None:
                target[index, position] = float(aim.value)
                if aim.acceptable is not None:
                    acceptable[index, position] = float(aim.acceptable)
    return standings(values, target, acceptable, definition.direction)


def _keep_one_nan(figures: Floats) -> None:
    """Of all that are not a number the one that is always the same, byte by byte."""
    figures[np.isnan(figures)] = np.nan


def _rows(values: Floats) -> Floats:
    """[metrics, periods, places] as one row for each series."""
    metrics, periods, places = values.shape
    return np.moveaxis(values, 1, 2).reshape(metrics * places, periods)
