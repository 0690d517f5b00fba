"""The first gate of initiatives: which strategies are behind each, and whether one of them binds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Unit
from accounts.rules import lineage
from alignment.engine.gate import Behind, Gate, Standing, gate
from alignment.models import ElementNeed, Initiative, NeedLink
from strategies.choices import StrategyState
from strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class Gated:
    """The gates of initiatives by primary key, and the strategies they name, with their units."""

    gates: Mapping[int, Gate]
    strategies: Mapping[int, Strategy]

    def closing(self, initiative: int) -> list[Strategy]:
        """The strategies that close the gate of an initiative; none where it is open."""
        return [self.strategies[int(key)] for key in self.gates[initiative].closed_by]


def first_gates(initiatives: Collection[Initiative], today: date) -> Gated:
    """The first gate of each initiative as its links and its unit stand. Four queries.

    An initiative that is exempt on ``today`` is carried by no strategy: its gate is open.
    """
    strategies = {row.pk: row for row in Strategy.objects.active().select_related("unit")}
    standing = {pk: _standing(row, today) for pk, row in strategies.items()}
    linked = _linked([row.pk for row in initiatives])
    units = {row.unit_id for row in initiatives}
    paths = dict(Unit.objects.filter(pk__in=units).values_list("pk", "path"))
    by_path: defaultdict[str, list[Behind]] = defaultdict(list)
    for row in strategies.values():
        by_path[row.unit.path].append(standing[row.pk])
    gates = {
        row.pk: Gate()
        if row.is_exempt_on(today)
        else gate(
            [standing[pk] for pk in linked.get(row.pk, ())],
            [one for path in lineage(paths.get(row.unit_id, "")) for one in by_path[path]],
        )
        for row in initiatives
    }
    return Gated(gates, strategies)


def _standing(row: Strategy, today: date) -> Behind:
    if row.state == StrategyState.DRAFT:
        return Behind(row.pk, Standing.DRAFT)
    return Behind(row.pk, Standing.ENDED if row.has_ended_by(today) else Standing.BINDS)


def _linked(initiatives: Iterable[int]) -> Mapping[int, set[int]]:
    """Strategies to which the needs of each initiative lead, over links that count. Two queries."""
    served: defaultdict[int, set[int]] = defaultdict(set)
    links = NeedLink.objects.active().filter(
        initiative__in=list(initiatives), strength__gt=0, need__archived_at=None
    )
    for initiative, need in links.values_list("initiative_id", "need_id"):
        served[need].add(initiative)
    found: defaultdict[int, set[int]] = defaultdict(set)
    asked = ElementNeed.objects.active().filter(
        need__in=list(served),
        strength__gt=0,
        element__archived_at=None,
        element__strategy__archived_at=None,
    )
    for need, strategy in asked.values_list("need_id", "element__strategy_id"):
        for initiative in served[need]:
            found[initiative].add(strategy)
    return found
