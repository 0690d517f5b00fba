"""The benefits network from the links that count: judged as a whole, shown as far as the viewer may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from accounts.choices import UnitKind
from accounts.models import Enterprise, Unit
from accounts.queries import day_at
from alignment.choices import Explicitness, Layer
from alignment.engine.network import (
    ChangeFact,
    Enabler,
    GainFact,
    NetworkFacts,
    NetworkFinding,
    Node,
    arranged,
    network,
)
from alignment.models import (
    Benefit,
    BenefitLink,
    BenefitObjective,
    BusinessChange,
    ChangeBenefit,
    ChangeEnabler,
    Initiative,
)
from alignment.queries.rows import Readable
from foundation.actors import Actor
from foundation.models import Record
from strategies.choices import StrategyState
from strategies.models import Objective

Edge = tuple[Node, Node]
Table = Mapping[int, Any]


@dataclass(frozen=True)
class NetworkReport:
    """``records`` are those the viewer may read and asked for, by their place in the network; ``edges`` and
    ``findings`` are about them. ``owing`` initiatives owe a benefit, ``reaching`` of them reach an objective."""

    records: Mapping[Node, Record]
    edges: tuple[Edge, ...]
    findings: tuple[NetworkFinding, ...]
    reaching: int
    owing: int
    units: tuple[Unit, ...]
    unit: Unit | None
    today: date

    def at(self, layer: Layer) -> list[Node]:
        """The nodes of a layer that something leads to or from, near what they lead to."""
        return [node for node in self.tied if node.layer is layer]

    @cached_property
    def tied(self) -> tuple[Node, ...]:
        """Everything that something leads to or from, arranged."""
        ends = {node for edge in self.edges for node in edge}
        in_order = sorted(ends, key=lambda node: int(getattr(self.records[node], "number", 0)))
        return arranged(in_order, self.edges)


@dataclass(frozen=True, slots=True)
class _Tables:
    """Everything that counts, whoever looks: neither archived nor stopped nor replaced."""

    initiatives: Table
    changes: Table
    benefits: Table
    objectives: Table
    edges: tuple[Edge, ...]


def network_report(
    viewer: Actor, now: datetime, enterprise: Enterprise, wanted: UUID | None = None
) -> NetworkReport:
    """The network of a unit and those below it with all it is tied to, or everything the viewer may see.

    Nine queries at any number of records.
    """
    today = day_at(now, enterprise)
    units = {row.pk: row for row in Unit.objects.order_by("path")}
    tables = _tables()
    found = network(_facts(tables, today))
    readable = Readable.to(viewer, units)
    seen = {node: record for node, record, unit in _placed(tables) if _may_read(readable, node, unit)}
    known = tuple(units[pk] for pk in units if pk in readable.units)
    unit = next((row for row in known if row.uid == wanted), None)
    if unit is not None:
        seen = _near(seen, found.edges, {pk for pk, row in units.items() if row.path.startswith(unit.path)})
    owing = {one for one in _owing(tables, today) if one in seen}
    return NetworkReport(
        records=seen,
        edges=tuple(edge for edge in found.edges if set(edge) <= seen.keys()),
        findings=tuple(one for one in found.findings if {one.node, one.far or one.node} <= seen.keys()),
        reaching=len(owing & found.reaching),
        owing=len(owing),
        units=known,
        unit=unit,
        today=today,
    )


def _tables() -> _Tables:
    initiatives = Initiative.objects.counting()
    changes = BusinessChange.objects.active().select_related("owner__unit")
    benefits = Benefit.objects.active().select_related("owner", "metric")
    objectives = Objective.objects.active().exclude(strategy__state=StrategyState.SUPERSEDED)
    loaded_changes = {row.pk: row for row in changes}
    layers = {pk: _layer(row) for pk, row in loaded_changes.items()}
    return _Tables(
        initiatives={row.pk: row for row in initiatives},
        changes=loaded_changes,
        benefits={row.pk: row for row in benefits},
        objectives={row.pk: row for row in objectives.select_related("strategy")},
        edges=tuple(_edges(loaded_changes, layers)),
    )


def _layer(change: BusinessChange) -> Layer:
    return Layer.ENABLING if change.is_enabling else Layer.BUSINESS


def _edges(changes: Table, layers: Mapping[int, Layer]) -> Iterator[Edge]:
    """Every link as it is stored; those that name a change which no longer counts are left out."""
    at = {pk: Node(layer, pk) for pk, layer in layers.items()}
    yield from ((at[pk], at[row.prepares_id]) for pk, row in changes.items() if row.prepares_id in at)
    enablers = ChangeEnabler.objects.active().values_list("initiative", "change")
    yield from ((Node(Layer.ENABLER, work), at[change]) for work, change in enablers if change in at)
    effects = ChangeBenefit.objects.active().values_list("change", "benefit")
    yield from ((at[change], Node(Layer.BENEFIT, benefit)) for change, benefit in effects if change in at)
    direct = BenefitLink.objects.active().filter(strength__gt=0).values_list("initiative", "benefit")
    yield from ((Node(Layer.ENABLER, work), Node(Layer.BENEFIT, benefit)) for work, benefit in direct)
    aims = BenefitObjective.objects.active().values_list("benefit", "objective")
    yield from ((Node(Layer.BENEFIT, benefit), Node(Layer.OBJECTIVE, aim)) for benefit, aim in aims)


def _facts(tables: _Tables, today: date) -> NetworkFacts:
    return NetworkFacts(
        enablers=tuple(Enabler(pk, not row.is_exempt_on(today)) for pk, row in tables.initiatives.items()),
        changes=tuple(_change(row) for row in tables.changes.values()),
        benefits=tuple(_gain(row) for row in tables.benefits.values()),
        objectives=tuple(tables.objectives),
        edges=tables.edges,
    )


def _change(row: BusinessChange) -> ChangeFact:
    unit = row.owner.unit if row.owner else None
    return ChangeFact(
        row.pk, row.is_enabling, row.owner is not None, unit is not None and unit.kind == UnitKind.IT
    )


def _gain(row: Benefit) -> GainFact:
    is_observed = row.explicitness == Explicitness.OBSERVABLE
    return GainFact(
        id=row.pk,
        has_owner=row.owner_id is not None,
        has_measure=is_observed or row.metric_id is not None,
        has_baseline=is_observed or row.baseline_value is not None,
        has_due_date=row.target_date is not None,
    )


def _owing(tables: _Tables, today: date) -> Iterator[Node]:
    for pk, row in tables.initiatives.items():
        if not row.is_exempt_on(today):
            yield Node(Layer.ENABLER, pk)


def _placed(tables: _Tables) -> Iterator[tuple[Node, Record, int]]:
    """Every record with its place and the unit it belongs to."""
    for pk, row in tables.initiatives.items():
        yield Node(Layer.ENABLER, pk), row, row.unit_id
    for pk, row in tables.changes.items():
        yield Node(_layer(row), pk), row, row.unit_id
    for pk, row in tables.benefits.items():
        yield Node(Layer.BENEFIT, pk), row, row.unit_id
    for pk, row in tables.objectives.items():
        yield Node(Layer.OBJECTIVE, pk), row, row.strategy.unit_id


def _may_read(readable: Readable, node: Node, unit: int) -> bool:
    return unit in (readable.directions if node.layer is Layer.OBJECTIVE else readable.units)


def _near(seen: Mapping[Node, Record], edges: Iterable[Edge], units: set[int]) -> dict[Node, Record]:
    """What belongs to some units, with everything that leads to it or that it leads to."""
    onward, back = defaultdict(list), defaultdict(list)
    for source, target in edges:
        onward[source].append(target)
        back[target].append(source)
    own = {node for node, record in seen.items() if getattr(record, "unit_id", None) in units}
    kept = _reached(onward, own) | _reached(back, own)
    return {node: record for node, record in seen.items() if node in kept}


def _reached(ways: Mapping[Node, list[Node]], starts: Iterable[Node]) -> set[Node]:
    waiting = list(starts)
    found = set(waiting)
    while waiting:
        nearer = [node for node in ways.get(waiting.pop(), ()) if node not in found]
        found.update(nearer)
        waiting += nearer
    return found
