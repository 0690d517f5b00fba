"""Adding up: from what was observed in each place to everything below a place, and from months to quarters and years.

Whole numbers, so that the order in which they are added never matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from metrics.choices import Grain
from metrics.engine.layout import Integers
from metrics.engine.periods import start_of

LARGEST = 2.0**63
"""What a sum may come to before it no longer fits; in figures about nine million million."""


class TooLarge(ArithmeticError):
    """A sum no longer fits into what it is kept in. The metric is to be told in a larger unit, such as thousands."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The places of a cut by position: ``parents[position]`` is the position a place is part of, -1 for the whole."""

    parents: tuple[int, ...]

    def grew_from(self, former: Tree) -> bool:
        """Whether places have been added at most: none hangs elsewhere than it did."""
        return self.parents[: len(former.parents)] == former.parents

    def levels(self) -> list[list[int]]:
        """Positions by how deep they lie, the deepest first; without those that are part of nothing."""
        depths = [0] * len(self.parents)
        for position in range(len(self.parents)):
            depths[position] = self._depth(position)
        below = sorted((p for p, parent in enumerate(self.parents) if parent >= 0), key=lambda p: -depths[p])
        return [list(level) for _depth, level in groupby(below, key=lambda p: depths[p])]

    def _depth(self, position: int) -> int:
        depth, seen = 0, {position}
        while (position := self.parents[position]) >= 0:
            if position in seen:
                raise ValueError(f"place {position} is part of itself")
            seen.add(position)
            depth += 1
        return depth


def rolled_up(own: Integers, tree: Tree) -> Integers:
    """For each place its own sums and those of all places below it; places run along the last axis. Raises ``TooLarge``."""
    if np.abs(own).sum(axis=-1, dtype=np.float64).max(initial=0.0) >= LARGEST:
        raise TooLarge
    total = own.copy()
    for level in tree.levels():
        for position in level:
            total[..., tree.parents[position]] += total[..., position]
    return total


def fitting(sums: Integers, added: Integers) -> Integers:
    """Both together. Raises ``TooLarge``."""
    reach = np.abs(sums.astype(np.float64)) + np.abs(added.astype(np.float64))
    if reach.max(initial=0.0) >= LARGEST:
        raise TooLarge
    return sums + added


def own_again(total: Integers, tree: Tree) -> Integers:
    """The other way round: what was observed in each place itself."""
    own = total.copy()
    for position, parent in enumerate(tree.parents):
        if parent >= 0:
            own[..., parent] -= total[..., position]
    return own


def coarser(months: Sequence[date], sums: Integers, grain: Grain) -> tuple[list[date], Integers]:
    """Quarters or years from months, which stand in order along the last axis but one; first days with the sums.

    Raises ``TooLarge``.
    """
    starts = [start_of(grain, month) for month in months]
    firsts = [index for index, start in enumerate(starts) if not index or starts[index - 1] != start]
    if not firsts:
        return [], sums
    if np.abs(sums).sum(axis=-2, dtype=np.float64).max(initial=0.0) >= LARGEST:
        raise TooLarge
    return [starts[index] for index in firsts], np.add.reduceat(sums, firsts, axis=-2)
