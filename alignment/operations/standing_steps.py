"""The sides of touched records, found station by station from the kept sides of their neighbors.

A side changes only where a link of the record, or the side of a neighbor beyond, does. So it is enough to look again at
what was touched, and to go on from there for as long as something changes: upwards from results, downwards from intent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alignment.choices import Hop
from alignment.engine.chains import (
    DOWN_STEPS,
    DOWNWARD,
    UP_STEPS,
    UPWARD,
    Side,
    benefit_side,
    ended_sides,
    graded_links,
    joined,
    link_hop,
    objective_side,
)
from alignment.engine.facts import Id, InitiativeFact, ObjectiveFact
from alignment.engine.packing import unpacked
from alignment.models import ChainStanding
from alignment.operations.standing_touch import Touched
from alignment.queries.facts import strategy_fact
from alignment.queries.links import LINKS
from alignment.queries.standing_facts import (
    DIRECTION,
    benefits,
    direction,
    initiatives,
    linked,
    links,
    needs,
)

FIELD = {Hop.OBJECTIVE: "objective", Hop.ELEMENT: "element", Hop.NEED: "need", Hop.INITIATIVE: "initiative"}
"""How links name the record of a station."""
Key = tuple[str, Id]
"""Station and record."""
Found = dict[Id, Side | None]
"""Sides anew, by record; None where the record does not count any more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The two sides of one record that counts, up and down, and whether it is exempt."""

    hop: Hop
    key: Id
    sides: tuple[Side, Side]
    is_exempt: bool


class NotKept(Exception):
    """A neighbor has no standing although it counts: something was written past the doors, or too much is touched."""


@dataclass(slots=True)
class Steps:
    """What has been found so far about touched records as of ``today``. ``at_most`` limits the records of one station."""

    today: date
    at_most: int
    kept: dict[Hop, dict[Id, ChainStanding]] = field(default_factory=dict)
    up: dict[Hop, Found] = field(default_factory=dict)
    down: dict[Hop, Found] = field(default_factory=dict)
    work: dict[Id, InitiativeFact] = field(default_factory=dict)
    """The initiatives looked at that count, for their exemptions."""
    _asked: dict[Hop, set[Id]] = field(default_factory=dict)

    def follow(self, touched: Touched) -> None:
        """Find every side that may have changed. Raises ``NotKept``; then everything has to be computed."""
        order = (Hop.OBJECTIVE, *(here for here, _ in UP_STEPS))
        for place, hop in enumerate(order):
            below = order[place + 1] if hop is not Hop.INITIATIVE else None
            self._look(hop, touched, self.up, touched.up, below)
        onward = [here for here, _ in DOWN_STEPS]
        for place, hop in enumerate(onward):
            above = onward[place + 1] if hop is not Hop.OBJECTIVE else None
            self._look(hop, touched, self.down, touched.down, above)

    def looked_at(self) -> set[Key]:
        """Every record of which a side was found anew, whether it still counts or not."""
        return {
            (hop.value, key) for way in (self.up, self.down) for hop, found in way.items() for key in found
        }

    def kept_rows(self) -> dict[Key, ChainStanding]:
        """The standings read on the way."""
        return {(hop.value, key): row for hop, rows in self.kept.items() for key, row in rows.items()}

    def settled(self) -> Iterator[Settled]:
        """Both sides of what was looked at and counts: found anew, or kept. Raises ``NotKept``."""
        for name, key in self.looked_at():
            hop = Hop(name)
            up, down = (self._side(hop, key, is_up=is_up) for is_up in (True, False))
            if up is not None and down is not None:
                work = self.work.get(key) if hop is Hop.INITIATIVE else None
                yield Settled(hop, key, (up, down), work is not None and work.is_exempt(self.today))

    def _side(self, hop: Hop, key: Id, *, is_up: bool) -> Side | None:
        """The side of a record that was looked at; None where it does not count."""
        this, other = (self.up, self.down) if is_up else (self.down, self.up)
        if key in this.get(hop, {}):
            return this[hop][key]
        found = self._kept_side(hop, key, is_up=is_up)
        if found is None and other[hop][key] is not None:
            raise NotKept
        return found

    def _look(
        self,
        hop: Hop,
        touched: Touched,
        found: dict[Hop, Found],
        asked: dict[Hop, set[Id]],
        beyond: Hop | None,
    ) -> None:
        """Find one side of the records of a station, and pass on what changes to the station ``beyond``."""
        is_up = found is self.up
        moved = touched.moved.get(hop, set())
        ids = asked.get(hop, set()) | moved
        if not ids:
            return
        if len(ids) > self.at_most:
            raise NotKept
        self._read(hop, ids)
        sides = self._up(hop, ids) if is_up else self._down(hop, ids)
        found[hop] = {key: sides.get(key) for key in ids}
        changed = moved | {key for key in ids if self._kept_side(hop, key, is_up=is_up) != sides.get(key)}
        if beyond is not None and changed:
            neighbors = linked(link_hop(beyond, hop), FIELD[hop], FIELD[beyond], changed)
            asked.setdefault(beyond, set()).update(neighbors)

    def _up(self, hop: Hop, ids: set[Id]) -> dict[Id, Side]:
        if hop is Hop.OBJECTIVE:
            rows, _ = direction(hop, ids, self.today)
            return {
                row.pk: objective_side(
                    ObjectiveFact(row.pk, row.strategy_id, ""),
                    {row.strategy_id} if strategy_fact(row.strategy, self.today).in_force else (),
                )
                for row in rows
            }
        there = next(there for here, there in UP_STEPS if here is hop)
        return self._joined(hop, there, self._counting(hop, ids), is_up=True)

    def _down(self, hop: Hop, ids: set[Id]) -> dict[Id, Side]:
        there = next(there for here, there in DOWN_STEPS if here is hop)
        return self._joined(hop, there, self._counting(hop, ids), is_up=False)

    def _counting(self, hop: Hop, ids: set[Id]) -> set[Id]:
        """Those that have a chain at all."""
        if hop is Hop.NEED:
            return needs(ids)
        if hop is Hop.INITIATIVE:
            self.work |= {fact.id: fact for fact in initiatives(ids)}
            return ids & self.work.keys()
        return {row.pk for row in direction(hop, ids, self.today)[0]}

    def _joined(self, here: Hop, there: Hop, ids: set[Id], *, is_up: bool) -> dict[Id, Side]:
        hop = link_hop(here, there)
        between = links(hop, FIELD[here], ids) if ids else []
        far = {link.target if LINKS[hop][1] == FIELD[here] else link.source for link in between}
        beyond = self._beyond(there, far, is_up=is_up)
        return joined(here, there, ids, graded_links(between, self.today)[hop], beyond)

    def _beyond(self, there: Hop, far: set[Id], *, is_up: bool) -> dict[Id, Side]:
        """The sides of neighbors: found just now, kept, or of what has ended. Raises ``NotKept``."""
        if not far:
            return {}
        if there is Hop.BENEFIT:
            return {fact.id: benefit_side(fact) for fact in benefits(far)}
        anew = (self.up if is_up else self.down).get(there, {})
        self._read(there, far - anew.keys())
        known = {key: anew[key] if key in anew else self._kept_side(there, key, is_up=is_up) for key in far}
        sides = {key: side for key, side in known.items() if side is not None}
        missing = far - sides.keys()
        if missing and there in DIRECTION:
            _, ended = direction(there, missing, self.today)
            sides |= ended_sides(there, ended, UPWARD if is_up else DOWNWARD)
        if far - sides.keys():
            raise NotKept
        return sides

    def _kept_side(self, hop: Hop, key: Id, *, is_up: bool) -> Side | None:
        row = self.kept.get(hop, {}).get(key)
        return unpacked(row.up if is_up else row.down) if row else None

    def _read(self, hop: Hop, ids: Iterable[Any]) -> None:
        """Read the standings of some records that have not been asked for yet. At most one query."""
        asked = self._asked.setdefault(hop, set())
        missing = set(ids) - asked
        if missing:
            asked |= missing
            rows = ChainStanding.objects.at(hop, missing)
            self.kept.setdefault(hop, {}).update({row.record: row for row in rows})
