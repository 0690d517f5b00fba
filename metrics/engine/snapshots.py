"""From sums to finished figures: all places of some metrics in one cut and grain at once, as far as they have to be restated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.choices import Direction, FormulaKind, Grain, SignalRule
from metrics.engine.attainment import Aim, aim_on
from metrics.engine.behavior import behavior
from metrics.engine.course import Course, course
from metrics.engine.figures import TREND, changes, fill, slopes, standings
from metrics.engine.layout import FIGURES, RECORD, SUMS, Floats, Integers, Records, carry, known_places
from metrics.engine.periods import end_of
from metrics.engine.quantiles import Quantiles
from metrics.engine.rolling import fitting

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

    @property
    def is_known(self) -> bool:
        """Whether anything was observed anywhere."""
        return bool(self.records["n"].any())

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

    ``values`` [metrics, periods, places] are those of all ``starts``, which follow one another without a gap. ``told`` are
    the periods of which something else is told now; ``records`` [metrics, shown, places] those of ``shown``: of the periods told
    and of the ones whose change or trend rests on them.
    """

    grain: Grain
    starts: Sequence[date]
    told: Sequence[int]
    shown: Sequence[int]
    values: Floats
    records: Records


def series_of(
    grain: Grain, starts: Sequence[date], told: Sequence[date], *, metrics: int, places: int
) -> Series:
    """Series of which nothing is known yet."""
    place = {start: index for index, start in enumerate(starts)}
    at = [place[start] for start in told]
    shown = sorted({index for first in at for index in range(first, min(first + TREND, len(starts)))})
    values = np.full((metrics, len(starts), places), np.nan)
    records = np.zeros((metrics, len(shown), places), dtype=RECORD)
    for name in FIGURES:
        records[name] = np.nan
    return Series(grain, starts, at, shown, values, records)


def restate(
    series: Series, added: Integers, definitions: Sequence[Definition], raw: Mapping[int, Quantiles]
) -> None:
    """Work out what ``series`` comes to when ``added`` [sums, metrics, told, places] is added to the periods told.

    ``raw`` has, by index, what metrics come to that need each single value; they are not added up. Raises ``TooLarge``.
    """
    rows = [series.shown.index(index) for index in series.told]
    told = series.records[:, rows]
    for name, sums in zip(SUMS, added, strict=True):
        told[name] = fitting(told[name], sums)
    carry(told)
    days = [end_of(series.grain, series.starts[index]) for index in series.told]
    for index, definition in enumerate(definitions):
        if index in raw:
            values = raw[index].put_into(told[index])
        else:
            values = fill(told[index], definition.kind, definition.base)
        _judge(told[index], values, definition, days)
        series.values[index, series.told] = values
    series.records[:, rows] = told
    rows_of = _rows(series.values)
    for name, found in (("change", changes(rows_of)), ("slope", slopes(rows_of))):
        series.records[name] = _periods(found, series.values)[:, series.shown]
    for name in FIGURES:
        _keep_one_nan(series.records[name])
    _keep_one_nan(series.values)


def found_in(series: Series, metrics: Sequence[int]) -> Iterator[Found]:
    """The figures of every period shown, with the keys of the metrics in their order."""
    for index, metric in enumerate(metrics):
        for row, period in enumerate(series.shown):
            values, records = series.values[index, period], series.records[index, row]
            yield Found(metric, series.grain, series.starts[period], values, records)


def courses_in(
    series: Series, metrics: Sequence[int], definitions: Sequence[Definition]
) -> Iterator[FoundCourse]:
    """The course of each metric."""
    for rules in dict.fromkeys(definition.rules for definition in definitions):
        mine = [index for index, each in enumerate(definitions) if each.rules == rules]
        values = series.values[mine]
        found = behavior(_rows(values), rules)
        places = values.shape[2]
        for row, index in enumerate(mine):
            known = ~np.isnan(values[row])
            periods, at = np.nonzero(known.any(axis=1))[0], np.nonzero(known.any(axis=0))[0]
            first, last = (periods[0], periods[-1] + 1) if len(periods) else (0, 0)
            inside = slice(row * places, row * places + (at[-1] + 1 if len(at) else 0))
            own = course(found.cut_out(inside, slice(first, last)))
            yield FoundCourse(metrics[index], series.grain, series.starts[first], own)


def _judge(records: Records, values: Floats, definition: Definition, days: Sequence[date]) -> None:
    for name in ("target", "acceptable"):
        records[name] = np.nan
    for index, day in enumerate(days):
        for position, aims in definition.aims.items():
            aim = aim_on(aims, day)
            if aim is not None:
                records["target"][index, position] = float(aim.value)
                if aim.acceptable is not None:
                    records["acceptable"][index, position] = float(aim.acceptable)
    records["standing"] = standings(values, records["target"], records["acceptable"], definition.direction)


def _keep_one_nan(figures: Floats) -> None:
    """Of all that are not a number the one that is always the same, byte by byte."""
    figures[np.isnan(figures)] = np.nan


def _rows(values: Floats) -> Floats:
    """[metrics, periods, places] as one row for each series."""
    return np.moveaxis(values, 1, 2).reshape(-1, values.shape[1])


def _periods(rows: npt.NDArray[Any], values: Floats) -> npt.NDArray[Any]:
    """The other way round."""
    metrics, periods, places = values.shape
    return np.moveaxis(rows.reshape(metrics, places, periods), 2, 1)
