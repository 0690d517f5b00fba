"""The metrics that Sightline brings along to choose from, and which of them are in the catalogue already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q

from foundation.actors import Actor
from metrics.models import Metric
from strategies.choices import Discipline
from strategies.queries.in_force import strategy_followed
from workbench.operations.content import read_content, shipped_uid
from workbench.types import type_with_key

CONTENT = Path(__file__).resolve().parent.parent / "content" / "metrics.yaml"
CURRENCY = "currency"
"""The unit of measure that becomes the currency of the enterprise."""
TOLD = ("key", "why", "definition", "calculation")
"""What an entry says beside the values of a metric's fields."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric to choose: why it tells about its discipline, what counts, and its formula in words."""

    key: str
    discipline: Discipline
    why: str
    definition: str
    calculation: str
    values: tuple[tuple[str, Any], ...]

    def uid(self) -> UUID:
        """That of the metric it becomes, whatever people call it then."""
        return shipped_uid(type_with_key("metric"), self.key)

    def metric(self, currency: str) -> Metric:
        """The metric it would become, not stored."""
        values = dict(self.values)
        unit = values.pop("unit_of_measure", "")
        definition = f"{self.definition}\n\n{self.calculation}"
        return Metric(**values, definition=definition, unit_of_measure=currency if unit == CURRENCY else unit)


@dataclass(frozen=True, slots=True)
class Offered:
    """An entry, and the metric of the catalogue that it is already."""

    entry: Entry
    metric: Metric | None

    @property
    def is_free(self) -> bool:
        """Whether it can be added, or brought back."""
        return self.metric is None or self.metric.is_archived


@cache
def library() -> tuple[Entry, ...]:
    """All entries, discipline by discipline. Read once: they come with the code."""
    pack = read_content(CONTENT)
    return tuple(_entry(Discipline(discipline), row) for discipline, rows in pack.items() for row in rows)


def offered(entries: Iterable[Entry]) -> list[Offered]:
    """Entries with the metrics they are already: those made of them, and those of their names. One query."""
    entries = list(entries)
    names = [dict(entry.values)["name"] for entry in entries]
    alike = Q(name__in=names) | Q(uid__in=[entry.uid() for entry in entries])
    by_uid, by_name = {}, {}
    for metric in Metric.objects.filter(alike):
        by_uid[metric.uid] = by_name[metric.name] = metric
    return [
        Offered(entry, by_uid.get(entry.uid()) or by_name.get(name))
        for entry, name in zip(entries, names, strict=True)
    ]


def own_discipline(viewer: Actor, day: date) -> Discipline | None:
    """The lead discipline of the strategy that the viewer's unit follows. At most two queries."""
    unit = getattr(getattr(viewer, "person", None), "unit", None)
    followed = strategy_followed(unit, day) if unit is not None else None
    return Discipline(followed.discipline) if followed is not None else None


def _entry(discipline: Discipline, row: dict[str, Any]) -> Entry:
    told = {name: row[name] for name in TOLD}
    values = tuple((name, value) for name, value in row.items() if name not in TOLD)
    return Entry(**told, discipline=discipline, values=values)
