"""What serves each strategy element: the needs it asks for, and the initiatives that serve those.

A link of strength 0 is no link. Needs and initiatives come strongest first, then by id, so that input order never
matters. An element is served as soon as one of its needs is, as a chain holds as soon as one path does; what else
is missing is still a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from alignment.choices import Hop
from alignment.engine.facts import Facts, Id, order


class CoverageGap(Enum):
    """Why an element is not covered as it should be."""

    NO_NEED = "no_need"
    """Nobody has said which customer need it is about."""
    UNSERVED = "unserved"
    """A need it asks for has no initiative."""


@dataclass(frozen=True, slots=True)
class Server:
    """A record that serves another, and how much (1 to 3)."""

    id: Id
    strength: int


@dataclass(frozen=True, slots=True)
class NeedServed:
    """A need an element asks for, how much it is about it, and what serves it, strongest first."""

    need: Id
    strength: int
    initiatives: tuple[Server, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One element with everything below it."""

    element: Id
    needs: tuple[NeedServed, ...]

    @property
    def is_served(self) -> bool:
        return any(need.initiatives for need in self.needs)

    @property
    def gap(self) -> CoverageGap | None:
        if not self.needs:
            return CoverageGap.NO_NEED
        return None if all(need.initiatives for need in self.needs) else CoverageGap.UNSERVED


def coverage(facts: Facts, elements: Iterable[Id]) -> tuple[Coverage, ...]:
    """The coverage of each of ``elements``, in their order. Records that ``facts`` leaves out do not count."""
    needs = {fact.id for fact in facts.needs}
    initiatives = {fact.id for fact in facts.initiatives}
    serving, asking = defaultdict(list), defaultdict(list)
    for link in facts.links:
        if not link.strength:
            continue
        if link.hop is Hop.NEED and link.source in initiatives:
            serving[link.target].append(Server(link.source, link.strength))
        elif link.hop is Hop.ELEMENT and link.source in needs:
            asking[link.target].append(Server(link.source, link.strength))
    return tuple(
        Coverage(
            element,
            tuple(
                NeedServed(need.id, need.strength, _ranked(serving[need.id]))
                for need in _ranked(asking[element])
            ),
        )
        for element in elements
    )


def _ranked(servers: Iterable[Server]) -> tuple[Server, ...]:
    return tuple(sorted(servers, key=lambda server: (-server.strength, order(server.id))))
