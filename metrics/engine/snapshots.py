"""From sums of months to finished figures of months, quarters and years: all places of some metrics in one cut at once."""

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
from metrics.engine.figures import changes, fill, slopes, standings
from metrics.engine.layout import FIGURES, RECORD, SUMS, Floats, Integers, Records, carry
from metrics.engine.periods import end_of
from metrics.engine.rolling import Tree, coarser, rolled_up

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
    """The figures of one metric in one period: ``records`` has one for each place, by position."""

    metric: int
    grain: Grain
    start: date
    records: Records

    @property
    def is_known(self) -> bool:
        """Whether anything was observed anywhere."""
        return bool(self.records["n"].any())


def snapshots(
    own: Integers, months: Sequence[date], tree: Tree, definitions: Mapping[int, Definition]
) -> Iterator[Found]:
    """``own`` is what was observed in each place itself: [sums, metrics, months, places].

    Metrics in the order of ``definitions``, months one after the other without a gap. Raises ``TooLarge``.
    """
    total = rolled_up(own, tree)
    for grain in Grain:
        starts, sums = (list(months), total) if grain is Grain.MONTH else coarser(months, total, grain)
        records = _records(sums, starts, grain, list(definitions.values()))
        for metric, own_records in zip(definitions, records, strict=True):
            for start, found in zip(starts, own_records, strict=True):
                yield Found(metric, grain, start, found)


def _records(
    sums: Integers, starts: Sequence[date], grain: Grain, definitions: Sequence[Definition]
) -> Records:
    records = np.zeros(sums.shape[1:], dtype=RECORD)
    for name, own in zip(SUMS, sums, strict=True):
        records[name] = own
    carry(records)
    for definition, own_records in zip(definitions, records, strict=True):
        fill(own_records, definition.kind, definition.base)
        _judge(own_records, definition, [end_of(grain, start) for start in starts])
    series = _series(records["value"])
    records["change"], records["slope"] = (
        _periods(changes(series), records),
        _periods(slopes(series), records),
    )
    for rules in {definition.rules for definition in definitions}:
        _behave(records, [index for index, each in enumerate(definitions) if each.rules == rules], rules)
    for name in FIGURES:
        records[name][np.isnan(records[name])] = (
            np.nan
        )  # of all that are not a number the one that is always the same
    return records


def _judge(records: Records, definition: Definition, days: Sequence[date]) -> None:
    for name in ("target", "acceptable"):
        records[name] = np.nan
    for index, day in enumerate(days):
        for position, aims in definition.aims.items():
            aim = aim_on(aims, day)
            if aim is not None:
                records["target"][index, position] = float(aim.value)
                if aim.acceptable is not None:
                    records["acceptable"][index, position] = float(aim.acceptable)
    records["standing"] = standings(
        records["value"], records["target"], records["acceptable"], definition.direction
    )


def _behave(records: Records, metrics: Sequence[int], rules: tuple[SignalRule, ...]) -> None:
    mine = records[list(metrics)]
    found = behavior(_series(mine["value"]), rules)
    for name in ("centre", "lower", "upper", "points", "begins", "above", "below"):
        mine[name] = _periods(getattr(found, name), mine)
    records[list(metrics)] = mine


def _series(values: Floats) -> Floats:
    """[metrics, periods, places] as one row for each series."""
    return np.moveaxis(values, 1, 2).reshape(-1, values.shape[1])


def _periods(series: npt.NDArray[Any], records: Records) -> npt.NDArray[Any]:
    """The other way round."""
    metrics, periods, places = records.shape
    return np.moveaxis(series.reshape(metrics, places, periods), 2, 1)
