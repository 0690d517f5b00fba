"""What a score rests on: wherever the digest is the same, so are score, steps and advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Hop, IndexFactor
from alignment.engine.basis import digest
from alignment.engine.counterfactual import Acts
from alignment.engine.facts import (
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
from alignment.engine.judging import SHIPPED, Said, Weights
from alignment.engine.waterfall import waterfall
from tests.alignment.engine.graphs import TODAY
from tests.alignment.engine.judgments import weights, worlds


def acts_of(known: Known, chosen: Weights = SHIPPED) -> Acts:
    return Acts.of(judge(known, chosen), known.facts)


def digests(known: Known, chosen: Weights = SHIPPED) -> dict[Id, str]:
    acts = acts_of(known, chosen)
    return {key: digest(acts, key) for key in acts.judgment.judged}


def worked_out(acts: Acts, key: Id) -> Any:
    judgment = acts.judgment
    found = judgment.judged[key]
    return found.score, waterfall(found.work, judgment.world, judgment.weights), acts.gains(key)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Known, Known]:
    """A world, and the same with one thing other: a link, an amount, an answer, a course, a strategy, a word of others."""
    known, other = draw(worlds()), draw(worlds())
    name = draw(
        st.sampled_from(
            (
                "needs",
                "initiatives",
                "benefits",
                "links",
                "strategies",
                "moving",
                "track",
                "followed",
                "said",
                "day",
            )
        )
    )
    if name == "day":
        return known, replace(known, today=TODAY + timedelta(days=draw(st.integers(1, 400))))
    if name == "said":
        return known, replace(known, said={IndexFactor.DECISIONS: {1: Said(draw(st.fractions(0, 1)))}})
    if name in ("moving", "track", "followed"):
        return known, replace(known, **{name: getattr(other, name)})
    mine, theirs = getattr(known.facts, name), getattr(other.facts, name)
    if name != "links" or not mine:
        return known, replace(known, facts=replace(known.facts, **{name: theirs}))
    at = draw(st.integers(0, len(mine) - 1))
    changed = mine[at]._replace(
        strength=draw(st.integers(0, 3)),
        has_evidence=draw(st.booleans()),
        share=draw(st.none() | st.just(Decimal(40))),
    )
    return known, replace(known, facts=replace(known.facts, links=(*mine[:at], changed, *mine[at + 1 :])))


@given(changes(), weights)
def test_the_same_digest_is_the_same_score_steps_and_advice(
    pair: tuple[Known, Known], chosen: Weights
) -> None:
    before, after = (acts_of(known, chosen) for known in pair)
    for key in before.judgment.judged.keys() & after.judgment.judged.keys():
        if digest(before, key) == digest(after, key):
            assert worked_out(before, key) == worked_out(after, key)


@given(worlds(), weights, weights)
def test_other_weights_are_another_basis(known: Known, some: Weights, others: Weights) -> None:
    if dict(some) != dict(others):
        assert not digests(known, some).items() & digests(known, others).items()


def world(share: int, *spends: int | None) -> Known:
    """One initiative for each amount, all serving one need that leads to a discipline which is to get ``share`` percent."""
    fresh: dict[str, Any] = {"has_evidence": True, "evidence_date": TODAY}
    strategy = StrategyFact(1, True, "a", (("a", Decimal(share)), ("b", Decimal(100 - share))))
    facts = Facts(
        strategies=(strategy,),
        objectives=(ObjectiveFact(1, 1, "a"),),
        elements=(ElementFact(1, 1),),
        needs=(NeedFact(1, importance=Decimal(8)),),
        initiatives=tuple(
            InitiativeFact(key, 1, spend=None if spend is None else Decimal(spend))
            for key, spend in enumerate(spends)
        ),
        links=(
            LinkFact(Hop.OBJECTIVE, 1, 1, **fresh),
            LinkFact(Hop.ELEMENT, 1, 1, **fresh),
            *(LinkFact(Hop.NEED, key, 1, **fresh) for key in range(len(spends))),
        ),
    )
    return Known(facts, TODAY, followed={1: strategy})


def without(known: Known, source: int) -> Known:
    """The same with one initiative's link gone."""
    links = tuple(link for link in known.facts.links if (link.hop, link.source) != (Hop.NEED, source))
    return replace(known, facts=replace(known.facts, links=links))


def differing(known: Known, other: Known) -> set[Id]:
    first, second = digests(known), digests(other)
    return {key for key in first if first[key] != second[key]}


def test_with_ample_room_the_money_of_others_does_not_matter() -> None:
    known = without(without(world(90, 10, 10, 80, 900), 2), 3)
    assert differing(known, without(known, 1)) & {0, 1} == {1}


def test_where_room_is_short_it_does() -> None:
    known = world(50, 30, 30, 40)
    assert differing(known, without(known, 1)) == {0, 1, 2}


def test_where_nothing_is_intended_it_does_not() -> None:
    known = world(0, 30, 30)
    assert differing(known, without(known, 1)) == {1}


def test_without_an_amount_it_matters_by_what_fits() -> None:
    known = world(100, None, 30, 30)
    assert differing(known, without(known, 1)) & {0, 1} == {1}
    short = world(50, None, 30, 30)
    assert 0 in differing(short, without(short, 1))


def test_a_course_and_what_is_said_are_part_of_it() -> None:
    known = world(50, 10, 10)
    said: dict[IndexFactor, dict[Id, Said]] = {
        IndexFactor.DECISIONS: {0: Said(Fraction(1, 2), "Decided in time")}
    }
    assert differing(known, replace(known, said=said)) == {0}
