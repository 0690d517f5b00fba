"""What would raise a score most: each act is worth what doing it turns out to be worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from alignment.choices import Act, Hop
from alignment.engine.counterfactual import BEST, NEW, Acts, Gain
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.index import Known, judge
from alignment.engine.judging import Weights
from tests.alignment.engine.graphs import TODAY
from tests.alignment.engine.judgments import WEIGHTS, pair, weights, with_links, worlds


def gains(known: Known, initiative: Id, chosen: Weights = WEIGHTS) -> tuple[Gain, ...]:
    return Acts.of(judge(known, chosen), known.facts).gains(initiative)


def done(known: Known, initiative: Id, gain: Gain) -> Known:
    """The world after an act, written down without the engine's help."""
    key = int(initiative)
    if gain.act in (Act.BRING_ON_TRACK, Act.STATE_MEASURE):
        benefits = tuple(
            fact._replace(metric=1, has_baseline=True, has_target=True) if fact.id == gain.target else fact
            for fact in known.facts.benefits
        )
        track = {benefit: course for benefit, course in known.track.items() if benefit != gain.target}
        return replace(known, facts=replace(known.facts, benefits=benefits), track=track)
    if gain.target == NEW:
        made = BenefitFact(99, 1, True, True)
        known = replace(known, facts=replace(known.facts, benefits=(*known.facts.benefits, made)))
        return with_links(known, LinkFact(Hop.BENEFIT, key, 99, 2, None, True, TODAY))
    present = pair(known, gain.hop, key, int(gain.target))
    if gain.act is Act.LINK_NEED:
        return with_links(known, LinkFact(Hop.NEED, key, gain.target, 2, None, True, TODAY))
    assert present is not None
    if gain.act is Act.DROP_LINK:
        return with_links(known, present._replace(strength=0))
    return with_links(known, present._replace(has_evidence=True, evidence_date=TODAY))


@given(worlds(), weights)
def test_an_act_is_worth_what_doing_it_adds_to_the_score(known: Known, chosen: Weights) -> None:
    judgment = judge(known, chosen)
    acts = Acts.of(judgment, known.facts)
    for key, found in judgment.judged.items():
        best = acts.gains(key)
        points = [gain.points for gain in best]
        assert points == sorted(points, reverse=True)
        assert all(each > 0 for each in points)
        assert len(best) <= BEST
        assert sum(gain.act is Act.DROP_LINK for gain in best) <= 1
        for gain in best:
            after = judge(done(known, key, gain), chosen).judged[key]
            assert (after.score or 0) - (found.score or 0) == gain.points


def world(*links: LinkFact, benefits: tuple[BenefitFact, ...] = ()) -> Known:
    """Three needs of falling importance, the last unknown, and one initiative."""
    importance = (Decimal(9), Decimal(6), None)
    return Known(
        Facts(
            needs=tuple(NeedFact(n, importance=each) for n, each in enumerate(importance, 1)),
            initiatives=(InitiativeFact(1, spend=Decimal(1)), InitiativeFact(2)),
            benefits=benefits,
            links=links,
        ),
        TODAY,
    )


def link(hop: Hop, source: int, target: int, age: int | None = 0, strength: int = 2) -> LinkFact:
    day = None if age is None else TODAY - timedelta(days=age)
    return LinkFact(hop, source, target, strength, None, age is not None, day)


def test_work_that_serves_nothing_is_told_the_most_important_need_nobody_serves() -> None:
    known = world(link(Hop.NEED, 2, 1))
    assert [(gain.act, gain.target) for gain in gains(known, 1)] == [
        (Act.LINK_NEED, 2),
        (Act.LINK_BENEFIT, NEW),
    ]
    assert gains(known, 1)[1].points == Fraction(2500, 80)


def test_missing_evidence_old_evidence_and_what_is_not_measured_are_told_with_their_worth() -> None:
    known = world(
        link(Hop.NEED, 1, 1, None),
        link(Hop.BENEFIT, 1, 1, 800),
        link(Hop.BENEFIT, 2, 2),
        benefits=(BenefitFact(1, 1, True, True), BenefitFact(2, None, False, False)),
    )
    assert gains(known, 1) == (
        Gain(Act.GIVE_EVIDENCE, Hop.NEED, 1, Fraction(5250, 80)),
        Gain(Act.LINK_NEED, Hop.NEED, 2, Fraction(2250, 80)),
        Gain(Act.RENEW_EVIDENCE, Hop.BENEFIT, 1, Fraction(1250, 80)),
    )
    assert gains(known, 2) == (
        Gain(Act.LINK_NEED, Hop.NEED, 1, Fraction(5250, 80)),
        Gain(Act.STATE_MEASURE, Hop.BENEFIT, 2, Fraction(2500, 80)),
    )


def test_a_benefit_behind_its_plan_could_be_brought_on_track() -> None:
    known = replace(
        world(link(Hop.NEED, 1, 1), link(Hop.BENEFIT, 1, 1), benefits=(BenefitFact(1, 1, True, True),)),
        track={1: Fraction(0)},
    )
    assert gains(known, 1) == (Gain(Act.BRING_ON_TRACK, Hop.BENEFIT, 1, Fraction(1250, 80)),)


@pytest.mark.parametrize("share", [0, 40, 100])
def test_what_a_strategy_has_room_for_is_that_after_the_act(share: int) -> None:
    """Initiative 1 has 100, 2 has 300; need 1 leads to discipline a, which is to get ``share``, need 2 to b."""
    strategy = StrategyFact(1, True, "a", (("a", Decimal(share)), ("b", Decimal(100 - share))))
    known = world(
        link(Hop.OBJECTIVE, 1, 1), link(Hop.OBJECTIVE, 2, 2), link(Hop.ELEMENT, 1, 1), link(Hop.ELEMENT, 2, 2),
        link(Hop.NEED, 1, 1), link(Hop.NEED, 2, 1, None), link(Hop.NEED, 2, 2),
    )  # fmt: skip
    facts = replace(
        known.facts,
        strategies=(strategy,),
        objectives=(ObjectiveFact(1, 1, "a"), ObjectiveFact(2, 1, "b")),
        elements=(ElementFact(1), ElementFact(2)),
        initiatives=(InitiativeFact(1, 1, spend=Decimal(100)), InitiativeFact(2, 1, spend=Decimal(300))),
    )
    known = replace(known, facts=facts, followed={1: strategy})
    for key in (1, 2):
        for gain in gains(known, key):
            after, before = judge(done(known, key, gain), WEIGHTS), judge(known, WEIGHTS)
            assert (after.judged[key].score or 0) - (before.judged[key].score or 0) == gain.points
    fitting = Acts.of(judge(known, WEIGHTS), known.facts).fitting
    assert fitting == {1: {0: (2,), 40: (1, 2), 100: (1,)}[share]}


def test_without_weights_nothing_can_be_raised() -> None:
    assert gains(world(), 1, {}) == ()
