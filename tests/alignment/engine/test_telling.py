"""What is published: rounded to tenths, and still adding up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from alignment.choices import IndexFactor, StepKind
from alignment.engine.index import Known, judge
from alignment.engine.telling import causes_of, tenths, told_score
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


def test_a_step_too_small_to_be_seen_is_not_told() -> None:
    steps = (
        Step(LINKED, StepKind.LINKED, Fraction(0)),
        Step(LINKED, StepKind.TOO_MANY, Fraction(-1, 100), (1, 2), 30),
    )
    told = told_score(Waterfall(steps, {LINKED: Fraction(100)}, ()), {LINKED: "As the board heard"})
    assert [step["kind"] for step in told["steps"]] == ["linked"]
    assert told["factors"][0]["evidence"] == "As the board heard"
