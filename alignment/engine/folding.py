"""How the columns of a drawing are grouped: initiatives as the reader chose, the others so that bands stay together.

A crowd of needs is grouped by the objective they lean towards and then by its discipline, so that each group keeps its
band and its hue. Where the reader asked for objectives or segments, needs are grouped by those as initiatives are. Objectives are grouped by discipline. Benefits are grouped
by the unit that gains them, then by those above.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from alignment.choices import Grouping
from alignment.engine.facts import BenefitFact, Id, InitiativeFact
from alignment.engine.grouping import Fold, Names, Parents, Room, above, fold
from alignment.engine.shapes import Key, Kind

READABLE = 60
"""Initiatives one drawing can show by name."""
TALL = 40
"""Needs, objectives and benefits: their rows have two lines."""
Weights = Mapping[Id, Decimal | None]
Place = tuple[Id | None, Id | None]


@dataclass(frozen=True, slots=True)
class Folding:
    """How the reader wants columns grouped, and how many names there is room for.

    ``names`` is how many records of an open group stand by name, where that is not as many as a column has room for.
    """

    by: Grouping = Grouping.AUTOMATIC
    opened: frozenset[Key] = frozenset()
    readable: int = READABLE
    tall: int = TALL
    names: int = 0
    units: Parents = field(default_factory=dict)
    """The parent of each unit."""
    segments: Parents = field(default_factory=dict)
    """The parent of each segment."""

    @property
    def _wide(self) -> Room:
        return Room(self.readable, max(self.readable, self.names), self.opened)

    @property
    def _high(self) -> Room:
        room = min(self.readable, self.tall)
        return Room(room, max(room, self.names), self.opened)

    def objectives(self, found: Collection[Id], disciplines: Mapping[Id, str]) -> Fold:
        """Objectives, by discipline."""
        places = {objective: disciplines.get(objective, "") for objective in found}
        return fold(Kind.OBJECTIVE, places, _of_discipline, self._high, {})

    def needs(
        self,
        homes: Mapping[Id, Id | None],
        disciplines: Mapping[Id, str],
        segments: Parents,
        weights: Weights,
    ) -> Fold:
        """Needs, by objective or by segment; ``homes`` has the objective of each, or None."""
        if self.by is Grouping.SEGMENT:
            stands: dict[Id, Id | None] = {need: segments.get(need) for need in homes}
            groups = above(Kind.SEGMENT_NEEDS, set(stands.values()), self.segments)
            return fold(Kind.NEED, stands, groups.__getitem__, self._high, weights, always=True)
        names = _by_objective(Kind.OBJECTIVE_NEEDS, Kind.DISCIPLINE_NEEDS, disciplines)
        always = self.by is Grouping.OBJECTIVE
        return fold(Kind.NEED, dict(homes), names, self._high, weights, always=always)

    def initiatives(
        self,
        facts: Iterable[InitiativeFact],
        goals: Parents,
        segments: Parents,
        disciplines: Mapping[Id, str],
        weights: Weights,
    ) -> Fold:
        """Initiatives, each with the objective (``goals``) and the segment of the need it serves most."""
        known = list(facts)
        places, names = self._of_initiatives(known, goals, segments, disciplines)
        return fold(
            Kind.INITIATIVE, places, names, self._wide, weights, always=self.by is not Grouping.AUTOMATIC
        )

    def _of_initiatives(
        self, facts: list[InitiativeFact], goals: Parents, segments: Parents, disciplines: Mapping[Id, str]
    ) -> tuple[dict[Id, Place], Callable[[Place], Names]]:
        """Where each stands, and the groups of such a place."""
        if self.by is Grouping.OBJECTIVE:
            of_goal = _by_objective(Kind.OBJECTIVE_ITEMS, Kind.DISCIPLINE_ITEMS, disciplines)
            return {fact.id: (goals.get(fact.id), None) for fact in facts}, lambda place: of_goal(place[0])
        if self.by is Grouping.SEGMENT:
            stands: dict[Id, Place] = {fact.id: (segments.get(fact.id), None) for fact in facts}
            below = above(Kind.SEGMENT_ITEMS, {place[0] for place in stands.values()}, self.segments)
            return stands, lambda place: below[place[0]]
        units = above(Kind.UNIT, {fact.unit for fact in facts}, self.units)
        if self.by is Grouping.UNIT:
            return {fact.id: (fact.unit, None) for fact in facts}, lambda place: units[place[0]]

        def of_program(place: Place) -> Names:
            unit, program = place
            first = units[unit][0] if program is None else Key(Kind.PROGRAM, program)
            return (first, *units[unit])

        return {fact.id: (fact.unit, fact.program) for fact in facts}, of_program

    def benefits(self, facts: Collection[BenefitFact], weights: Weights) -> Fold:
        """Benefits, by unit."""
        places = {fact.id: fact.unit for fact in facts}
        groups = above(Kind.UNIT_BENEFITS, set(places.values()), self.units)
        return fold(Kind.BENEFIT, places, groups.__getitem__, self._high, weights)


def _of_discipline(discipline: str) -> Names:
    return (Key(Kind.DISCIPLINE, discipline),)


def _by_objective(near: Kind, far: Kind, disciplines: Mapping[Id, str]) -> Callable[[Id | None], Names]:
    """Groups by objective, then by its discipline; what reaches none in force has no discipline."""

    def names(objective: Id | None) -> Names:
        return (
            Key(near, objective),
            Key(far, disciplines.get(objective, "") if objective is not None else ""),
        )

    return names
