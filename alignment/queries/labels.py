"""How records are named on the line of sight: only by what the viewer may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.choices import Hop
from alignment.engine.facts import Id, Ref
from alignment.engine.shapes import Key, Kind
from alignment.models import StrategyElement
from alignment.queries.groups import DISCIPLINES, FAMILIES, Family, discipline_code
from alignment.queries.lazy_records import LazyRecords
from alignment.queries.rows import Readable, Rows
from foundation.models import Record
from strategies.choices import Discipline
from strategies.models import Objective, Strategy
from workbench.links import url_of

_RECORD = Family("", "U-0", gettext_lazy("No unit"))
"""How a record is known, and what stands where there is none."""


@dataclass(frozen=True, slots=True)
class Label:
    """A record as people know it. ``record`` is None where the viewer may not read it."""

    code: str
    name: str
    record: Record | None

    @property
    def url(self) -> str:
        """The page of the record; empty where it may not be read."""
        return url_of(self.record) if self.record else ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of everything that may stand on the page."""

    tables: Mapping[str, Mapping[Id | None, Record]]
    strategies: Mapping[int, Strategy]
    readable: Readable

    @classmethod
    def of_rows(cls, rows: Rows, readable: Readable) -> Labels:
        """Labels of ``rows`` for those who may read the ``readable`` units; what has ended has its name too."""
        strategies = {**rows.strategies, **rows.ended.strategies}
        objectives = {**rows.objectives, **rows.ended.objectives}
        tables: dict[str, Mapping[Any, Record]] = {
            Hop.STRATEGY.value: strategies,
            Hop.OBJECTIVE.value: objectives,
            Hop.ELEMENT.value: {**rows.elements, **rows.ended.elements},
            Hop.NEED.value: rows.needs,
            Hop.INITIATIVE.value: rows.initiatives,
            Hop.BENEFIT.value: rows.benefits,
            Hop.METRIC.value: rows.metrics,
            Kind.PROGRAM.value: rows.programs,
            Kind.UNIT.value: rows.units,
            Kind.OBJECTIVE_NEEDS.value: objectives,
            Kind.OBJECTIVE_ITEMS.value: objectives,
            Kind.SEGMENT_NEEDS.value: rows.segments,
            Kind.SEGMENT_ITEMS.value: rows.segments,
            Kind.UNIT_BENEFITS.value: rows.units,
        }
        return cls(tables, strategies, readable)

    def want(self, keys: Iterable[Key | Ref]) -> None:
        """Read the records about to be named: at most one query for each kind that is not read whole."""
        wanted: defaultdict[str, list[Any]] = defaultdict(list)
        for key in keys:
            wanted[key[0].value].append(key.id)
        for name, ids in wanted.items():
            table = self.tables.get(name)
            if isinstance(table, LazyRecords):
                table.want(ids)

    def of(self, key: Key | Ref) -> Label:
        """The label of a node or of a record of the chain."""
        family = FAMILIES.get(key[0], _RECORD) if isinstance(key, Key) else _RECORD
        if isinstance(key, Key) and key.kind in DISCIPLINES:
            name = Discipline(str(key.id)).label if key.id else family.nameless
            return Label(family.before + discipline_code(key.id), str(name), None)
        record = self.tables[key[0].value].get(key.id)
        if record is None:
            return Label(family.before + family.nowhere, str(family.nameless), None)
        if not self._may_read(record):
            return Label(family.before + record.code, _("Not open to you"), None)
        return Label(family.before + record.code, str(record), record)

    def _may_read(self, record: Record) -> bool:
        """Units, needs and metrics are known to everybody; the rest belongs to a unit."""
        if isinstance(record, Objective | StrategyElement):
            strategy = self.strategies.get(record.strategy_id)
            return strategy is not None and self._may_read(strategy)
        if isinstance(record, Strategy):
            return record.unit_id in self.readable.directions
        unit = getattr(record, "unit_id", None)
        return unit is None or unit in self.readable.units
