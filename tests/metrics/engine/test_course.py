"""The course of a metric: what is kept of limits and signals says the same as the behavior it was made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import RuleSet
from metrics.engine.behavior import behavior
from metrics.engine.course import course, unpacked

NAN = float("nan")
LIMITS = ("centre", "lower", "upper")
series = st.lists(st.one_of(st.none(), st.integers(0, 4), st.integers(20, 24)), min_size=30, max_size=30)
stepping = st.tuples(st.integers(0, 3), st.integers(9, 12)).map(
    lambda given: (
        [5 + (index + given[0]) % 2 for index in range(15)]
        + [given[1] + 90 + index % 3 for index in range(15)]
    )
)


@given(rows=st.lists(st.one_of(series, stepping), min_size=1, max_size=3), rules=st.sampled_from(RuleSet))
def test_it_is_the_behavior_again(rows: list[list[int | None]], rules: RuleSet) -> None:
    values = np.array([[NAN if each is None else float(each) for each in row] for row in rows])
    found = behavior(values, rules.rules)

    kept = course(found)
    again = unpacked(*kept.packed(), kept.periods)

    for place in range(len(rows)):
        limits, signals = again.limits_of(place), again.signals_of(place)
        has = found.points[place] > 0
        for name in LIMITS:
            assert limits[name][has] == pytest.approx(getattr(found, name)[place][has], rel=0, abs=0)
        assert limits["points"][has].tolist() == found.points[place][has].tolist()
        assert (limits["begins"][has] == np.nonzero(has)[0])[1:].tolist() == found.begins[place][has][
            1:
        ].tolist()
        assert signals["above"].tolist() == found.above[place].tolist()
        assert signals["below"].tolist() == found.below[place].tolist()


def test_before_there_are_limits_there_are_none() -> None:
    found = course(behavior(np.array([[NAN, 3.0, 5.0], [NAN, NAN, 4.0]]), ()))

    assert found.limits_of(0)["points"].tolist() == [0, 2, 2]
    assert np.isnan(found.limits_of(0)["centre"][0])
    assert found.limits_of(0)["centre"][1:].tolist() == [4.0, 4.0]
    assert found.limits_of(1)["points"].tolist() == [0, 0, 0]
    assert not found.signals_of(7)["above"].any()
