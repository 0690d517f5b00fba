"""How well the needs of segments are known: how many are stated, about how many customers were asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from customers.engine.tree import Parents, walk


@dataclass(frozen=True, slots=True)
class Coverage:
    """Needs of a segment: all, those with both answers, and those that are extreme opportunities."""

    needs: int = 0
    answered: int = 0
    extreme: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.needs + other.needs, self.answered + other.answered, self.extreme + other.extreme
        )

    @property
    def unanswered(self) -> int:
        """Needs about which customers have not been asked, or not in full."""
        return self.needs - self.answered


def with_below(parents: Parents, own: Mapping[int, Coverage]) -> dict[int, Coverage]:
    """The coverage of each segment together with everything below it."""
    found = {key: own.get(key, Coverage()) for key in parents}
    parent_of = {key: parent for key, parent in parents.items() if parent is not None}
    for key in reversed([key for key, depth in walk(parents) if depth]):
        found[parent_of[key]] += found[key]
    return found
