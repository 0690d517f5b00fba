"""What is published: rounded to tenths, and still adding up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Act, Hop, IndexFactor, ScoreChange, StepKind
from alignment.engine.counterfactual import NEW, Gain
from alignment.engine.index import Index, Known, judge
from alignment.engine.judging import Said
from alignment.engine.tallies import Coverage
from alignment.engine.telling import (
    apportioned,
    causes_of,
    running,
    tenths,
    told_gains,
    told_index,
    told_score,
    turned,
)
from alignment.engine.waterfall import Step, Waterfall, waterfall
from tests.alignment.engine.judgments import WEIGHTS, worlds

LINKED = IndexFactor.LINKED


@given(worlds())
def test_steps_and_factors_add_up_to_the_published_score(known: Known) -> None:
    judgment = judge(known, WEIGHTS)
    for found in judgment.judged.values():
        told = told_score(waterfall(found.work, judgment.world, WEIGHTS), {})
        published = tenths(found.score or Fraction(0))
        ends = [0.0, *(step["end"] for step in told["steps"])]
        assert [step["start"] for step in told["steps"]] == ends[:-1]
        assert ends[-1] == published
        assert round(sum(part["won"] for part in told["factors"]), 1) == published
        assert round(sum(part["could"] for part in told["factors"]), 1) == 100
        assert causes_of(told, told) == []


@given(st.lists(st.fractions(0, 30, max_denominator=997), max_size=6))
def test_parts_of_an_index_add_up_and_lie_within_a_tenth(points: list[Fraction]) -> None:
    parts = apportioned(points)
    assert round(sum(parts), 1) == tenths(sum(points, Fraction(0)))
    assert all(
        abs(Fraction(str(part)) - exact) < Fraction(1, 10) for part, exact in zip(parts, points, strict=True)
    )


def test_a_part_of_an_index_does_not_move_because_another_does() -> None:
    """Rounded along the sum, the third read 16.1 here and 16.0 before, though nothing about it had changed."""
    before = [Fraction("24.577"), Fraction("15.0302"), Fraction("16.0265"), Fraction("18.5854")]
    after = [Fraction("24.5897"), Fraction("15.0381"), *before[2:]]
    assert apportioned(before) == apportioned(after) == [24.6, 15.0, 16.0, 18.6]
    assert running(after) == [24.6, 15.0, 16.1, 18.5]


def test_equal_losses_are_settled_by_place() -> None:
    assert apportioned([Fraction("0.05")] * 4) == [0.1, 0.1, 0.0, 0.0]
    assert apportioned([]) == []


def test_a_step_too_small_to_be_seen_is_not_told() -> None:
    steps = (
        Step(LINKED, StepKind.LINKED, Fraction(0)),
        Step(LINKED, StepKind.TOO_MANY, Fraction(-1, 100), (1, 2), 30),
    )
    told = told_score(Waterfall(steps, {LINKED: Fraction(100)}, ()), {LINKED: "As the board heard"})
    assert [step["kind"] for step in told["steps"]] == ["linked"]
    assert told["factors"][0]["evidence"] == "As the board heard"


def test_an_act_that_would_win_less_than_a_tenth_is_not_told() -> None:
    gains = [
        Gain(Act.LINK_NEED, Hop.NEED, 7, Fraction(25, 2)),
        Gain(Act.LINK_BENEFIT, Hop.BENEFIT, NEW, Fraction(1, 3)),
        Gain(Act.GIVE_EVIDENCE, Hop.NEED, 8, Fraction(1, 25)),
    ]
    assert told_gains(gains) == [
        {"act": "link_need", "hop": "need", "target": 7, "points": 12.5},
        {"act": "link_benefit", "hop": "benefit", "target": None, "points": 0.3},
    ]


def test_an_index_is_told_with_what_it_rests_on() -> None:
    coverage = Coverage(
        initiatives=4, with_money=3, money=Fraction(1000, 3), compared=Fraction(250), needs=5, weighed=4,
        covered=2, told=2, moving=1, benefits=3, measured=2, followed=1, on_track=0,
    )  # fmt: skip
    index = Index(
        Fraction(50),
        {LINKED: Fraction(3, 4), IndexFactor.DECISIONS: Fraction(0)},
        {LINKED: Fraction(200, 3), IndexFactor.DECISIONS: Fraction(100, 3)},
        coverage,
    )
    decisions = {IndexFactor.DECISIONS: Said(Fraction(0), "None of 4 in time")}
    assert told_index(index, [IndexFactor.NEEDS], decisions) == {
        "factors": [
            {"factor": "linked", "could": 66.7, "won": 50.0},
            {"factor": "decisions", "could": 33.3, "won": 0.0, "evidence": "None of 4 in time"},
        ],
        "left_out": ["needs"],
        "values": {"linked": 0.75, "decisions": 0.0},
        "coverage": {
            "initiatives": 4, "with_money": 3, "money": "333.33", "compared": "250.00", "needs": 5, "weighed": 4,
            "covered": 2, "told": 2, "moving": 1, "benefits": 3, "measured": 2, "followed": 1, "on_track": 0,
        },
    }  # fmt: skip


def fall(**ends: tuple[float, float]) -> dict[str, Any]:
    """A published waterfall of one factor, by the start and end of each step."""
    steps = [
        {"factor": "linked", "kind": kind, "start": start, "end": end, "about": [kind]}
        for kind, (start, end) in ends.items()
    ]
    return {"steps": steps}


@pytest.mark.parametrize(
    ("before", "after", "causes"),
    [
        ({}, fall(linked=(0, 30)), [("linked", 30.0)]),
        (fall(linked=(0, 30)), {}, [("linked", -30.0)]),
        (
            fall(linked=(0, 30), no_evidence=(30, 10)),
            fall(linked=(0, 40), old_evidence=(40, 35)),
            [("no_evidence", 20.0), ("linked", 10.0), ("old_evidence", -5.0)],
        ),
        # The largest three; as large ones by name.
        (
            fall(linked=(0, 30)),
            fall(linked=(0, 31), no_evidence=(31, 29), old_evidence=(29, 27), too_many=(27, 24)),
            [("too_many", -3.0), ("no_evidence", -2.0), ("old_evidence", -2.0)],
        ),
    ],
)
def test_the_causes_are_the_steps_that_differ_most(
    before: dict[str, Any], after: dict[str, Any], causes: list[tuple[str, float]]
) -> None:
    found = causes_of(before, after)
    assert [(cause["kind"], cause["points"]) for cause in found] == causes
    assert [cause["about"] for cause in found] == [[cause["kind"]] for cause in found]


def test_a_score_that_comes_or_goes_has_a_cause_that_is_no_step() -> None:
    for turn in ScoreChange:
        assert turned(turn) == [{"factor": "", "kind": turn.value, "points": 0.0, "about": []}]
