"""Quantiles of every place and period at once: those of single values, of which a place has its own and all below it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine import formulas
from metrics.engine.layout import RECORD, SCALE
from metrics.engine.quantiles import quantiles
from metrics.engine.rolling import Tree

TREE = Tree((-1, 0, 1, 1, 0))
BELOW = {0: {0, 1, 2, 3, 4}, 1: {1, 2, 3}, 2: {2}, 3: {3}, 4: {4}}
told = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 4), st.integers(-(10**12), 10**12)), max_size=30)


@given(rows=told, percent=st.integers(1, 99))
def test_a_place_has_the_values_of_all_below_it(rows: list[tuple[int, int, int]], percent: int) -> None:
    given = np.array(rows, dtype=np.int64).reshape(-1, 3)
    found = quantiles(*given.T, shape=(2, 5), tree=TREE, percent=percent)

    for period in range(2):
        for place, below in BELOW.items():
            own = [figure for at, where, figure in rows if at == period and where in below]
            expected = formulas.quantile([Fraction(each, SCALE) for each in own], percent)
            assert (found.n[period, place], found.numerator[period, place]) == (len(own), sum(own))
            if expected is None:
                assert np.isnan(found.values[period, place])
            else:
                assert found.values[period, place] == pytest.approx(float(expected), rel=1e-12, abs=1e-12)


def test_what_values_come_to_has_no_interval() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    found = quantiles(nothing, nothing, nothing, shape=(1, 2), tree=Tree((-1, 0)), percent=50)
    records = np.zeros((1, 2), dtype=RECORD)
    records["n"] = 7

    values = found.put_into(records)

    assert np.isnan(values).all()
    assert records["n"].tolist() == [[0, 0]]
    assert np.isnan(records["low"]).all()
