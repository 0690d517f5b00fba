"""Scores, maturity and outcomes: stated cases, and what must hold for any answers."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.engine.maturity import level, overall
from assessments.engine.outcome import WHOLE, outcome, parts_of
from assessments.engine.scoring import Item, Scale, Sheet, missing, own_mean, own_whole, score

FIVE = Scale(1, 5)
ITEMS = (
    Item("a", "Culture", "ci", weight=3),
    Item("b", "Culture", "oe"),
    Item("c", "Structure", "ci", is_reversed=True),
    Item("d", "Structure", "oe"),
)

sheets = st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5)), min_size=1, max_size=10)


def test_one_person_s_weighted_mean() -> None:
    assert own_mean(ITEMS[:2], {"a": 5, "b": 1}, FIVE) == 4
    assert own_mean(ITEMS[:2], {"b": 1}, FIVE) == 1
    assert own_mean(ITEMS[:2], {"c": 1}, FIVE) is None


def test_a_reversed_statement_counts_from_the_other_end() -> None:
    assert own_mean([ITEMS[2]], {"c": 5}, FIVE) == 1
    assert own_mean([ITEMS[2]], {"c": 5}, Scale(0, 10)) == 5


def test_a_score_says_what_it_rests_on() -> None:
    people: list[Sheet] = [{"a": 5, "b": 5}, {"a": 3}, {}]
    means = [mean for sheet in people if (mean := own_mean(ITEMS[:2], sheet, FIVE)) is not None]
    found = score(means, FIVE, missing(ITEMS[:2], people))

    assert found is not None
    assert (found.mean, found.hundred, found.deviation, found.n, found.left_out) == (4, 75, 1, 2, 3)
    assert score([], FIVE) is None


def test_a_scale_has_width() -> None:
    with pytest.raises(ValueError, match="no width"):
        Scale(3, 3)


def test_in_the_whole_each_group_counts_the_same() -> None:
    groups = [ITEMS[:2], ITEMS[2:]]
    assert own_whole(groups, {"a": 5, "b": 5, "d": 1}, FIVE) == 3
    assert own_whole(groups, {}, FIVE) is None


# ── maturity ─────────────────────────────────────────────────────────────────────────────────────
def test_six_criteria_come_to_level_three() -> None:
    """The stated case: 2, 3, 3, 4, 2, 3 is 17/6, which is level 3."""
    found = overall([2, 3, 3, 4, 2, 3])
    assert found == Fraction(17, 6)
    assert level(found) == 3
    assert overall([]) is None


@pytest.mark.parametrize(
    ("value", "expected"), [(1, 1), (2.49, 2), (2.5, 3), (Fraction(7, 2), 4), (4.99, 5), (5, 5)]
)
def test_half_a_level_counts_upward(value: float, expected: int) -> None:
    assert level(value) == expected


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────
def test_the_parts_of_an_instrument() -> None:
    parts = {part: "".join(item.key for item in items) for part, items in parts_of(ITEMS).items()}
    assert parts == {
        ("", ""): "abcd", ("Culture", ""): "ab", ("Structure", ""): "cd", ("", "ci"): "ac", ("", "oe"): "bd",
        ("Culture", "ci"): "a", ("Culture", "oe"): "b", ("Structure", "ci"): "c", ("Structure", "oe"): "d",
    }  # fmt: skip


def test_a_group_may_leave_out_a_subject() -> None:
    parts = parts_of([Item("a", "Culture", "ci"), Item("b", "Structure", "oe")])
    assert list(parts) == [
        ("", ""), ("Culture", ""), ("Structure", ""), ("", "ci"), ("", "oe"), ("Culture", "ci"), ("Structure", "oe"),
    ]  # fmt: skip


def test_an_outcome_of_two_people() -> None:
    found = outcome(ITEMS, [{"a": 5, "b": 3, "c": 1, "d": 1}, {"a": 1, "b": 1, "c": 1}], FIVE, 2)

    assert {part: value.mean for part, value in found.scores.items()} == {
        ("", ""): pytest.approx((3.75 + 3) / 2), ("Culture", ""): 2.75, ("Structure", ""): 4, ("", "ci"): 3.5,
        ("", "oe"): 1.5, ("Culture", "ci"): 3, ("Culture", "oe"): 2, ("Structure", "ci"): 5, ("Structure", "oe"): 1,
    }  # fmt: skip
    assert found.statements["d"].left_out == 1
    assert found.level == 3
    assert found.reliability == {("", "ci"): 0, ("", "oe"): None}
    assert found.concordance == 1


def test_too_few_whole_answers_say_nothing_about_reliability_and_agreement() -> None:
    people: list[Sheet] = [{"a": 5, "b": 3, "c": 1, "d": 1}, {"a": 1, "b": 1, "c": 1, "d": 4}]
    found = outcome(ITEMS, people, FIVE, 3)
    assert (set(found.reliability.values()), found.concordance) == ({None}, None)


def test_nobody_says_nothing() -> None:
    found = outcome(ITEMS, [{}], FIVE, 1)
    assert (found.scores, found.statements, found.level) == ({}, {}, None)


def test_without_subjects_the_groups_are_compared() -> None:
    items = [Item("a", "Culture"), Item("b", "Culture"), Item("c", "Structure"), Item("d", "Structure")]
    found = outcome(items, [{"a": 1, "b": 2, "c": 3, "d": 4}, {"a": 2, "b": 2, "c": 5, "d": 5}], FIVE, 2)
    assert set(found.reliability) == {("Culture", ""), ("Structure", "")}
    assert found.concordance == 1


@given(sheets)
def test_scores_stay_on_their_scales(people: list[Sheet]) -> None:
    for value in outcome(ITEMS, people, FIVE, 1).scores.values():
        assert 1 <= value.mean <= 5
        assert 0 <= value.hundred <= 100
        assert 0 <= value.deviation <= 2
        assert 1 <= value.n <= len(people)


@given(sheets, st.randoms(use_true_random=False))
def test_the_order_of_people_and_statements_does_not_matter(people: list[Sheet], random: Random) -> None:
    items, turned = list(ITEMS), list(people)
    random.shuffle(items)
    random.shuffle(turned)
    before, after = outcome(ITEMS, people, FIVE, 1), outcome(items, turned, FIVE, 1)
    assert dict(after.scores) == dict(before.scores)
    assert (after.concordance, dict(after.reliability)) == (before.concordance, dict(before.reliability))


@given(sheets, st.integers(0, 9), st.sampled_from(ITEMS))
def test_a_better_answer_never_lowers_a_score(people: list[Sheet], chosen: int, item: Item) -> None:
    sheet = people[chosen % len(people)]
    if item.key not in sheet:
        return
    better = max(1, sheet[item.key] - 1) if item.is_reversed else min(5, sheet[item.key] + 1)
    raised = [{**other, item.key: better} if other is sheet else other for other in people]
    before, after = outcome(ITEMS, people, FIVE, 1).scores, outcome(ITEMS, raised, FIVE, 1).scores
    assert after.keys() == before.keys()
    assert all(after[part].mean >= before[part].mean for part in before)


@given(sheets)
def test_somebody_who_says_nothing_changes_no_mean(people: list[Sheet]) -> None:
    before, after = outcome(ITEMS, people, FIVE, 1).scores, outcome(ITEMS, [*people, {}], FIVE, 1).scores
    assert {part: value.mean for part, value in after.items()} == {
        part: value.mean for part, value in before.items()
    }
    if WHOLE in before:
        assert after[WHOLE].left_out == before[WHOLE].left_out + 4
