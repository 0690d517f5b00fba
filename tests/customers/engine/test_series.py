"""Answers over time: in the order of their days, with changes that add up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from customers.engine.series import Answer, Point, series

FIRST = date(2024, 3, 1)
figures = st.none() | st.decimals(0, 10, places=2)
answers = st.lists(
    st.builds(Answer, st.integers(0, 900).map(lambda days: FIRST + timedelta(days)), figures, figures),
    unique_by=lambda answer: answer.day,
    max_size=6,
)


def on(year: int, importance: str | None = None, satisfaction: str | None = None) -> Answer:
    values = [None if text is None else Decimal(text) for text in (importance, satisfaction)]
    return Answer(date(year, 3, 1), importance=values[0], satisfaction=values[1])


def test_a_change_is_since_the_last_time_the_figure_was_known() -> None:
    first, second, third = on(2024, "8", "5"), on(2025, "9"), on(2026, "8.5", "4.2")
    assert series([third, first, second]) == (
        Point(first),
        Point(second, importance_change=Decimal(1)),
        Point(third, importance_change=Decimal("-0.5"), satisfaction_change=Decimal("-0.8")),
    )


def test_no_answers_are_no_series() -> None:
    assert series([]) == ()


@given(answers, st.randoms())
def test_the_order_in_which_answers_come_does_not_matter(told: list[Answer], chance: Any) -> None:
    mixed = [*told]
    chance.shuffle(mixed)
    assert series(mixed) == series(told)


@given(answers)
def test_changes_add_up_to_the_way_from_first_to_last(told: list[Answer]) -> None:
    points = series(told)
    known = [point.answer.importance for point in points if point.answer.importance is not None]
    changes = [point.importance_change for point in points if point.importance_change is not None]
    assert len(changes) == max(len(known) - 1, 0)
    assert sum(changes, Decimal(0)) == (known[-1] - known[0] if known else 0)
