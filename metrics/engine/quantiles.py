"""Medians and percentiles of every place and period at once, exactly, from each single value.

The same as ``formulas.quantile``, which says where it comes from and is the oracle of tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.engine.layout import SCALE, Floats, Integers, Records
from metrics.engine.rolling import Tree, rolled_up

WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Quantiles:
    """What single values come to, [periods, places]: how many there are, their sum, and the quantile; NaN without any."""

    n: Integers
    numerator: Integers
    values: Floats

    def put_into(self, records: Records) -> Floats:
        """Put counts and sums into records, which have no interval; the values."""
        records["n"], records["numerator"] = self.n, self.numerator
        records["low"] = records["high"] = np.nan
        return self.values


def quantiles(
    periods: Integers,
    places: Integers,
    figures: Integers,
    *,
    shape: tuple[int, int],
    tree: Tree,
    percent: int,
) -> Quantiles:
    """Of ``figures``, whole numbers as they are kept, each in a period (index) and a place (position) of its own.

    A place has its own figures and those of all places below it. ``shape`` is (periods, places). Raises ``TooLarge``.
    """
    own_n, own_sum = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(own_n, (periods, places), 1)
    np.add.at(own_sum, (periods, places), figures)
    n, numerator = rolled_up(own_n, tree), rolled_up(own_sum, tree)
    ordered = _ordered(periods * shape[1] + places, figures, places, np.asarray(tree.parents))
    count = n.reshape(-1)
    first, has = np.cumsum(count) - count, count > 0
    rank, rest = np.divmod(percent * (count[has] - 1), WHOLE_PERCENT)
    below = ordered[first[has] + rank]
    above = ordered[first[has] + np.minimum(rank + 1, count[has] - 1)]
    found = np.full(count.shape, np.nan)
    found[has] = (below + (above - below) * (rest / WHOLE_PERCENT)) / SCALE
    return Quantiles(n, numerator, found.reshape(shape))


def _ordered(groups: Integers, figures: Integers, places: Integers, parents: Integers) -> Integers:
    """The figures of each period and place one after the other, in order; those of a place again in all it is part of."""
    told = [(groups, figures)]
    while len(places):
        above = parents[places]
        inside = above >= 0
        groups = (groups - places + above)[inside]
        places, figures = above[inside], figures[inside]
        told.append((groups, figures))
    every = [np.concatenate(each) for each in zip(*told, strict=True)]
    return np.asarray(every[1][np.lexsort((every[1], every[0]))])
