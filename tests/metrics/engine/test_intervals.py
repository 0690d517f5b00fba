"""Intervals: figures that others print, what few answers do, and what holds for any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.intervals import Interval, adjusted_wald, wald, wilson


def near(low: float, high: float) -> object:
    return pytest.approx((low, high), abs=5e-4)


def bounds(found: Interval | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def test_the_interval_of_a_share_is_wilsons() -> None:
    """Of 10 asked 1 said yes; Agresti and Coull (1998) give such small cases."""
    assert bounds(wilson(1, 10)) == near(0.0179, 0.4042)
    assert bounds(wilson(0, 10)) == near(0.0, 0.2775)
    assert bounds(wilson(10, 10)) == near(0.7225, 1.0)


def test_three_more_answers_draw_a_score_to_the_middle() -> None:
    assert bounds(wald(50, 30, 100)) == near(2.9134, 37.0866)
    assert bounds(adjusted_wald(50, 30, 100)) == near(2.6531, 36.1819)


def test_all_promoters_are_no_certainty() -> None:
    assert bounds(wald(10, 0, 10)) == (100.0, 100.0)
    low, high = bounds(adjusted_wald(10, 0, 10))
    assert low < 70 < high < 100 + 1e-9


def test_nobody_asked_is_nothing_known() -> None:
    assert wilson(0, 0) is None
    assert adjusted_wald(0, 0, 0) is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_in_its_interval_and_more_answers_narrow_it(hits: int, more: int) -> None:
    of = hits + more
    low, high = bounds(wilson(hits, of))
    assert 0 <= low <= hits / of <= high <= 1
    closer, farther = bounds(wilson(4 * hits, 4 * of))
    assert farther - closer < high - low


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_interval_of_a_score_stays_on_its_scale_and_turns_with_it(
    promoters: int, detractors: int, passives: int
) -> None:
    asked = promoters + detractors + passives
    if not asked:
        return
    low, high = bounds(adjusted_wald(promoters, detractors, asked))
    assert -100 <= low < high <= 100
    assert bounds(adjusted_wald(detractors, promoters, asked)) == pytest.approx((-high, -low))
