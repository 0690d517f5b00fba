"""Cronbach's alpha: a published case, an identity, and what must hold for any answers."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.reliability import cronbach_alpha, variance

LSAT = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip
"""People of each answer pattern 00000 to 11111, section 6 of the test."""

tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, 5), min_size=width, max_size=width), min_size=2, max_size=12
    )
)


def test_a_thousand_people_and_five_questions() -> None:
    """R. D. Bock and M. Lieberman, Psychometrika 35 (1970), 179-197; the R package ltm prints alpha = 0.295."""
    patterns = [[int(digit) for digit in f"{number:05b}"] for number in range(32)]
    rows = [pattern for pattern, people in zip(patterns, LSAT, strict=True) for _ in range(people)]

    assert len(rows) == 1000
    assert cronbach_alpha(rows) == pytest.approx(0.295, abs=0.0005)


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[1], [2], [3]], [[1, 4], [4, 1]], [[2, 2], [2, 2]]])
def test_where_alpha_says_nothing_it_is_not_there(rows: list[list[int]]) -> None:
    assert cronbach_alpha(rows) is None


def test_statements_that_contradict_each_other_are_below_zero() -> None:
    found = cronbach_alpha([[1, 5], [2, 4], [5, 2]])
    assert found is not None
    assert found < 0


@given(tables)
def test_alpha_is_at_most_1(rows: list[list[int]]) -> None:
    found = cronbach_alpha(rows)
    assert found is None or found <= 1


@given(st.lists(st.integers(1, 5), min_size=2, max_size=10), st.integers(2, 6))
def test_statements_that_say_the_same_reach_1(answers: list[int], statements: int) -> None:
    found = cronbach_alpha([[answer] * statements for answer in answers])
    assert found == (None if len(set(answers)) == 1 else 1)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_people_and_statements_does_not_matter(rows: list[list[int]], random: Random) -> None:
    columns = list(zip(*rows, strict=True))
    random.shuffle(columns)
    turned = [list(row) for row in zip(*columns, strict=True)]
    random.shuffle(turned)
    assert cronbach_alpha(turned) == cronbach_alpha(rows)


def test_the_variance_is_that_of_a_sample() -> None:
    assert variance([2, 4, 4, 4, 5, 5, 7, 9]) * 7 == 32
    with pytest.raises(ValueError, match="fewer than two"):
        variance([3])
