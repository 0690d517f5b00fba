"""Why an initiative scores what it does: steps that add up, and facts behind each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from alignment.choices import Hop, IndexFactor, StepKind
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.index import Known, judge
from alignment.engine.judging import Said, Weights
from alignment.engine.waterfall import Step, Waterfall, waterfall
from tests.alignment.engine.graphs import TODAY
from tests.alignment.engine.judgments import WEIGHTS, weights, worlds

FIRST = {
    IndexFactor.LINKED: StepKind.LINKED,
    IndexFactor.MATCH: StepKind.REACHED,
    IndexFactor.NEEDS: StepKind.IMPORTANT,
    IndexFactor.BENEFITS: StepKind.PROMISED,
}
OLD = TODAY - timedelta(days=800)


def falls(known: Known, chosen: Weights = WEIGHTS) -> dict[object, Waterfall]:
    judgment = judge(known, chosen)
    return {key: waterfall(found.work, judgment.world, chosen) for key, found in judgment.judged.items()}


@given(worlds(), weights)
def test_steps_add_up_to_the_score_and_each_factor_gains_once_and_then_loses(
    known: Known, chosen: Weights
) -> None:
    judgment = judge(known, chosen)
    for key, fall in falls(known, chosen).items():
        found = judgment.judged[key]  # type: ignore[index]
        assert sum((step.points for step in fall.steps), Fraction(0)) == (found.score or 0)
        assert fall.could.keys() == {f for f in found.values if chosen[f]}
        assert set(fall.left_out) == {f for f in IndexFactor if chosen[f]} - fall.could.keys()
        for factor, could in fall.could.items():
            first, *losses = [step for step in fall.steps if step.factor is factor]
            assert first.kind is FIRST[factor]
            assert 0 <= first.points <= could
            assert all(step.points < 0 and step.about for step in losses)


def link(hop: Hop, source: int, target: int, strength: int = 2, age: int | None = 0) -> LinkFact:
    day = None if age is None else TODAY - timedelta(days=age)
    return LinkFact(hop, source, target, strength, None, age is not None, day)


SHARES = (("a", Decimal(50)), ("b", Decimal(50)))


def story() -> Known:
    """One initiative of 100 that serves three of five needs: one well, one on old evidence, one on none.

    Everything reaches discipline a, which is to get half. The first need does not move. One benefit is behind, the
    other has no target.
    """
    strategy = StrategyFact(1, True, "a", SHARES)
    facts = Facts(
        strategies=(strategy,),
        objectives=(ObjectiveFact(1, 1, "a"),),
        elements=(ElementFact(1),),
        needs=tuple(NeedFact(n, importance=Decimal(10 - n)) for n in range(1, 6)),
        initiatives=(InitiativeFact(1, 1, spend=Decimal(100)),),
        benefits=(
            BenefitFact(1, 1, True, True),
            BenefitFact(2, 1, True, False),
            BenefitFact(3, 1, True, True),
        ),
        links=(
            link(Hop.OBJECTIVE, 1, 1),
            *(link(Hop.ELEMENT, n, 1) for n in range(1, 6)),
            link(Hop.NEED, 1, 1),
            link(Hop.NEED, 1, 2, age=800),
            link(Hop.NEED, 1, 3, age=None),
            link(Hop.BENEFIT, 1, 1, 1),
            link(Hop.BENEFIT, 1, 2, 1),
        ),
    )
    return Known(facts, TODAY, {1: strategy}, {1: False}, {1: Fraction(1, 2)})


def test_a_story_with_everything_in_it() -> None:
    fall = falls(
        story(),
        {
            **WEIGHTS,
            IndexFactor.LINKED: 36,
            IndexFactor.MATCH: 24,
            IndexFactor.NEEDS: 20,
            IndexFactor.BENEFITS: 20,
        },
    )[1]
    linked, match, needs, benefits = (
        IndexFactor.LINKED,
        IndexFactor.MATCH,
        IndexFactor.NEEDS,
        IndexFactor.BENEFITS,
    )
    assert fall.steps == (
        Step(linked, StepKind.LINKED, Fraction(36), (1, 2, 3)),
        Step(linked, StepKind.NO_EVIDENCE, Fraction(-12), (3,)),
        Step(linked, StepKind.OLD_EVIDENCE, Fraction(-6), (2,)),
        Step(linked, StepKind.TOO_MANY, Fraction(-18, 4), (1, 2, 3), 5),
        Step(match, StepKind.REACHED, Fraction(24), (1, 2, 3)),
        Step(match, StepKind.NO_EVIDENCE, Fraction(-8), (3,)),
        Step(match, StepKind.OLD_EVIDENCE, Fraction(-4), (2,)),
        Step(match, StepKind.TOO_MANY, Fraction(-3), (1, 2, 3), 5),
        Step(needs, StepKind.IMPORTANT, Fraction(18), (1,)),
        Step(needs, StepKind.TOO_MANY, Fraction(-9, 2), (1, 2, 3), 5),
        Step(needs, StepKind.NOT_MOVING, Fraction(-9, 2) - Fraction(9, 4), (1,)),
        Step(benefits, StepKind.PROMISED, Fraction(20), (1, 2)),
        Step(benefits, StepKind.NOT_MEASURED, Fraction(-10), (2,)),
        Step(benefits, StepKind.LITTLE_STRENGTH, Fraction(-5), (1, 2)),
        Step(benefits, StepKind.TOO_MANY, Fraction(-5, 4), (1, 2), 3),
        Step(benefits, StepKind.BEHIND_PLAN, Fraction(-15, 16), (1,)),
    )


def test_money_beyond_the_share_of_a_discipline_earns_nothing() -> None:
    known = story()
    kept = tuple(each for each in known.facts.links if each.hop is not Hop.NEED)
    whole = replace(known, facts=replace(known.facts, links=(*kept, link(Hop.NEED, 1, 1))))
    steps = [step for step in falls(whole)[1].steps if step.factor is IndexFactor.MATCH]
    assert [(step.kind, step.points, step.about) for step in steps] == [
        (StepKind.REACHED, Fraction(20), (1,)),
        (StepKind.OVER_SHARE, Fraction(-10), ("a",)),
    ]


def test_needs_that_reach_no_objective_are_not_named_as_if_they_did() -> None:
    known = story()
    for kept, about in (({1, 2}, (1, 2)), ((), ())):
        links = tuple(
            each for each in known.facts.links if each.hop is not Hop.ELEMENT or each.source in kept
        )
        fall = falls(replace(known, facts=replace(known.facts, links=links)))[1]
        reached = next(step for step in fall.steps if step.kind is StepKind.REACHED)
        assert (reached.about, reached.points > 0) == (about, bool(about))


def test_what_another_app_says_is_one_step() -> None:
    known = replace(story(), said={IndexFactor.DECISIONS: {1: Said(Fraction(1, 2))}})
    fall = falls(known, {IndexFactor.DECISIONS: 1})[1]
    assert fall.steps == (Step(IndexFactor.DECISIONS, StepKind.SAID, Fraction(50)),)


def test_what_nobody_knows_is_named() -> None:
    known = replace(story(), followed={})
    assert falls(known)[1].left_out == (IndexFactor.MATCH,)
