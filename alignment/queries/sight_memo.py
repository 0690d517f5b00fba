"""What was calculated last, for as long as the facts are the same.

Most of what is written changes no fact of the line of sight: a description, a comment, an observation. The facts are
read again each time, and where they are equal to the last ones, so is everything that follows from them: the engine is
pure. Comparing tens of thousands of facts takes a small part of calculating with them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date

from alignment.engine.chains import Chains, chains
from alignment.engine.facts import Facts, StrategyFact
from alignment.engine.shapes import Sight
from alignment.engine.sight import View, sight

MOST = 8
"""Drawings of the same facts: for readers with other rights, and for other questions."""


@dataclass(frozen=True, slots=True)
class Calculated:
    """The chains of some facts as of a day, and the drawings that were asked for, the latest last."""

    facts: Facts
    today: date
    chains: Chains
    drawings: list[tuple[View, StrategyFact | None, Sight]] = field(default_factory=list)

    @classmethod
    def of(cls, facts: Facts, today: date) -> Calculated:
        """The last calculation, where it is of equal facts and the same day; else a new one."""
        for last in tuple(_latest):
            if last.today == today and last.facts == facts:
                return last
        found = cls(facts, today, chains(facts, today))
        _latest.append(found)
        return found

    def sight(self, view: View, stated: StrategyFact | None) -> Sight:
        """The drawing of a view, judged against a strategy."""
        known = (drawn for asked, against, drawn in self.drawings if (asked, against) == (view, stated))
        found = next(known, None)
        if found is None:
            found = sight(self.facts, self.chains, view, self.today, stated)
            self.drawings[:] = [*self.drawings[1 - MOST :], (view, stated, found)]
        return found


_latest: deque[Calculated] = deque(maxlen=1)
