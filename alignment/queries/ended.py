"""What belongs to strategies that have ended: no figure counts it, but lines that stop there name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from alignment.choices import Hop
from alignment.engine.facts import EndedFact, Ref
from alignment.models import StrategyElement
from strategies.models import Objective, Strategy


@dataclass(frozen=True, slots=True)
class Direction:
    """Strategies with their objectives and elements, by primary key."""

    strategies: Mapping[int, Strategy] = field(default_factory=dict)
    objectives: Mapping[int, Objective] = field(default_factory=dict)
    elements: Mapping[int, StrategyElement] = field(default_factory=dict)

    def of(self, strategies: Mapping[int, Strategy]) -> Direction:
        """The part that some of its strategies state."""
        return Direction(
            strategies,
            {pk: row for pk, row in self.objectives.items() if row.strategy_id in strategies},
            {pk: row for pk, row in self.elements.items() if row.strategy_id in strategies},
        )

    def facts(self) -> tuple[EndedFact, ...]:
        """All objectives and elements as the engine is told of those that have ended."""
        objectives = (
            EndedFact(Ref(Hop.OBJECTIVE, pk), row.strategy_id) for pk, row in self.objectives.items()
        )
        elements = (EndedFact(Ref(Hop.ELEMENT, pk), row.strategy_id) for pk, row in self.elements.items())
        return (*objectives, *elements)


def parted(
    strategies: Iterable[Strategy],
    objectives: Iterable[Objective],
    elements: Iterable[StrategyElement],
    today: date,
) -> tuple[Direction, Direction]:
    """What counts on ``today``, and what has ended; what belongs to none of ``strategies`` is neither."""
    everything = Direction(
        {row.pk: row for row in strategies},
        {row.pk: row for row in objectives},
        {row.pk: row for row in elements},
    )
    known = everything.strategies.items()
    return (
        everything.of({pk: row for pk, row in known if not row.has_ended_by(today)}),
        everything.of({pk: row for pk, row in known if row.has_ended_by(today)}),
    )
