"""Published and made-up answers; the published ones are Ulwick's, on a scale from 0 to 10."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.choices import OpportunityBand
from customers.engine.opportunity import Answers, band, is_few, on_ten, opportunity

tenths = st.integers(0, 40).map(lambda n: Decimal(n) / 10 + 1)
"""Answers from 1 to 5 in tenths."""


def asked(
    importance: str | None, satisfaction: str | None, low: int | None = 0, high: int | None = 10
) -> Answers:
    return Answers(
        None if importance is None else Decimal(importance),
        None if satisfaction is None else Decimal(satisfaction),
        low,
        high,
    )


@pytest.mark.parametrize(
    ("importance", "satisfaction", "score"),
    [("9.5", "3.2", "15.8"), ("8", "8", "8"), ("5", "9", "5"), ("10", "0", "20"), ("0", "10", "0")],
)
def test_opportunity_counts_the_gap_once_more_and_never_punishes(
    importance: str, satisfaction: str, score: str
) -> None:
    assert opportunity(asked(importance, satisfaction)) == Decimal(score)


def test_answers_on_another_scale_become_ten() -> None:
    assert on_ten(Decimal("4.7"), 1, 5) == Decimal("9.25")
    assert opportunity(asked("4.7", "3.1", 1, 5)) == Decimal("13.25")


@pytest.mark.parametrize(
    "answers",
    [asked(None, "5"), asked("5", None), asked("5", "5", None, 10), asked("5", "5", 0, None)],
)
def test_a_missing_answer_stays_missing(answers: Answers) -> None:
    assert opportunity(answers) is None


def test_a_scale_without_width_is_an_error() -> None:
    with pytest.raises(ValueError, match="a scale from 3 to 3 has no width"):
        on_ten(Decimal(3), 3, 3)


@given(tenths, tenths)
def test_opportunity_lies_between_importance_and_its_double(
    importance: Decimal, satisfaction: Decimal
) -> None:
    score = opportunity(Answers(importance, satisfaction, 1, 5))
    on_scale = on_ten(importance, 1, 5)
    assert score is not None
    assert on_scale is not None
    assert 0 <= on_scale <= score <= 2 * on_scale


@given(tenths, tenths, tenths)
def test_more_important_is_never_less_of_an_opportunity(
    one: Decimal, other: Decimal, satisfaction: Decimal
) -> None:
    low, high = sorted((one, other))
    less = opportunity(Answers(low, satisfaction, 1, 5))
    more = opportunity(Answers(high, satisfaction, 1, 5))
    assert less is not None
    assert more is not None
    assert less <= more


@given(tenths, tenths, tenths)
def test_better_satisfied_is_never_more_of_an_opportunity(
    importance: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    worse = opportunity(Answers(importance, low, 1, 5))
    better = opportunity(Answers(importance, high, 1, 5))
    assert worse is not None
    assert better is not None
    assert better <= worse


@given(tenths, st.integers(-3, 3))
def test_moving_the_scale_with_its_answers_changes_nothing(answer: Decimal, by: int) -> None:
    assert on_ten(answer + by, 1 + by, 5 + by) == on_ten(answer, 1, 5)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("20", OpportunityBand.EXTREME),
        ("15.0001", OpportunityBand.EXTREME),
        ("15.00004", OpportunityBand.STRONG),
        ("15", OpportunityBand.STRONG),
        ("12", OpportunityBand.STRONG),
        ("11.99995", OpportunityBand.STRONG),
        ("11.9999", OpportunityBand.CONSIDER),
        ("10", OpportunityBand.CONSIDER),
        ("9.9999", OpportunityBand.LOW),
        ("0", OpportunityBand.LOW),
    ],
)
def test_a_boundary_belongs_to_one_band(score: str, expected: OpportunityBand) -> None:
    assert band(Decimal(score)) is expected


def test_no_score_has_no_band() -> None:
    assert band(None) is None


@given(st.decimals(0, 20, places=4), st.decimals(0, 20, places=4))
def test_a_larger_score_is_never_in_a_lower_band(one: Decimal, other: Decimal) -> None:
    order = [OpportunityBand.LOW, OpportunityBand.CONSIDER, OpportunityBand.STRONG, OpportunityBand.EXTREME]
    low, high = (band(score) for score in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert order.index(low) <= order.index(high)


@pytest.mark.parametrize(("count", "expected"), [(None, False), (0, True), (29, True), (30, False)])
def test_thirty_answers_are_not_few(count: int | None, expected: bool) -> None:
    assert is_few(count) is expected
