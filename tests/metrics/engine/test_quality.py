"""The grade of a figure: the worst of what is known, and worse data never gives a better one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.choices import Dimension, Grade
from metrics.engine.quality import Part, filled, grade_of, in_time, quality

ORDER = list(Grade)
parts = st.integers(0, 200).flatmap(
    lambda expected: st.builds(Part, st.integers(0, expected), st.just(expected))
)


@pytest.mark.parametrize(
    ("known", "grade"),
    [
        (100, Grade.A), (98, Grade.A), (97, Grade.B), (90, Grade.B), (89, Grade.C), (75, Grade.C), (74, Grade.D),
        (50, Grade.D), (49, Grade.E), (0, Grade.E),
    ],
)  # fmt: skip
def test_thresholds_belong_to_the_better_grade(known: int, grade: Grade) -> None:
    assert grade_of(Part(known, 100)) == grade


def test_the_worst_dimension_is_the_grade() -> None:
    found = quality({Dimension.COMPLETENESS: Part(12, 12), Dimension.VALIDITY: Part(8, 10)})
    assert (found.grade, found.dimensions[Dimension.COMPLETENESS][1]) == (Grade.C, Grade.A)


def test_what_is_not_known_is_neither_good_nor_bad() -> None:
    assert quality({Dimension.COVERAGE: Part(0, 0)}).grade is None
    assert quality({}).grade is None
    assert quality({Dimension.COVERAGE: Part(0, 0), Dimension.VALIDITY: Part(1, 1)}).grade == Grade.A


@given(st.dictionaries(st.sampled_from(Dimension), parts), st.sampled_from(Dimension), st.integers(1, 50))
def test_worse_data_never_has_a_better_grade(
    known: dict[Dimension, Part], which: Dimension, lost: int
) -> None:
    before = quality(known).grade
    if which not in known or before is None:
        return
    part = known[which]
    after = quality({**known, which: Part(max(part.known - lost, 0), part.expected)}).grade
    assert after is not None
    assert ORDER.index(after) >= ORDER.index(before)


def test_periods_count_from_the_first_with_a_value() -> None:
    assert filled([None, None, 1.0, None, 2.0]) == Part(2, 3)
    assert filled([None]) == filled([]) == Part(0, 0)


@pytest.mark.parametrize(("late", "known"), [(0, 30), (10, 20), (30, 0), (400, 0)])
def test_a_value_that_is_late_by_its_own_span_is_not_in_time_at_all(late: int, known: int) -> None:
    assert in_time(late, 30) == Part(known, 30)
