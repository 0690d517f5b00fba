"""Chain states: worked examples, then properties against brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.chains import Chain, chains
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    Ref,
    StrategyFact,
)
from alignment.engine.findings import Finding
from tests.alignment.engine.graphs import TODAY, facts, shuffled

FRESH = TODAY - timedelta(days=30)
OLD = date(2024, 1, 31)


def sound(hop: Hop, source: int = 1, target: int = 1) -> LinkFact:
    return LinkFact(
        hop, source, target, 2, has_evidence=True, evidence_date=FRESH, id=f"{hop}-{source}-{target}"
    )


NEED, ELEMENT, OBJECTIVE, BENEFIT = (
    sound(hop) for hop in (Hop.NEED, Hop.ELEMENT, Hop.OBJECTIVE, Hop.BENEFIT)
)


def line(*links: LinkFact, in_force: bool = True, benefit: BenefitFact | None = None) -> Facts:
    """One record per station, joined by ``links``."""
    return Facts(
        strategies=(StrategyFact(1, in_force),),
        objectives=(ObjectiveFact(1, 1, "customer_intimacy"),),
        elements=(ElementFact(1),),
        needs=(NeedFact(1),),
        initiatives=(InitiativeFact(1),),
        benefits=(benefit or BenefitFact(1, 1, has_baseline=True, has_target=True),),
        links=links,
    )


WHOLE = line(NEED, ELEMENT, OBJECTIVE, BENEFIT)


def initiative(given_facts: Facts, today: date = TODAY) -> Chain:
    return chains(given_facts, today).initiatives[1]


def test_a_whole_line_is_complete_for_every_record_on_it() -> None:
    result = chains(WHOLE, TODAY)
    assert [(chain.ref.hop, chain.state) for chain in result.everything()] == [
        (Hop.OBJECTIVE, ChainState.COMPLETE),
        (Hop.ELEMENT, ChainState.COMPLETE),
        (Hop.NEED, ChainState.COMPLETE),
        (Hop.INITIATIVE, ChainState.COMPLETE),
    ]
    path = tuple(
        Ref(hop, 1)
        for hop in (
            Hop.STRATEGY,
            Hop.OBJECTIVE,
            Hop.ELEMENT,
            Hop.NEED,
            Hop.INITIATIVE,
            Hop.BENEFIT,
            Hop.METRIC,
        )
    )
    assert {chain.path for chain in result.everything()} == {path}
    assert result.initiatives[1].action is None


@pytest.mark.parametrize(
    ("given_facts", "missing", "action"),
    [
        (line(ELEMENT, OBJECTIVE, BENEFIT), (Hop.NEED,), Action.LINK_NEED),
        (line(NEED, OBJECTIVE, BENEFIT), (Hop.ELEMENT,), Action.LINK_ELEMENT),
        (line(NEED, ELEMENT, BENEFIT), (Hop.OBJECTIVE,), Action.LINK_OBJECTIVE),
        (replace(WHOLE, strategies=(StrategyFact(1, False),)), (Hop.STRATEGY,), Action.PUT_IN_FORCE),
        (replace(WHOLE, strategies=()), (Hop.STRATEGY,), Action.PUT_IN_FORCE),
        (line(NEED, ELEMENT, OBJECTIVE), (Hop.BENEFIT,), Action.LINK_BENEFIT),
        (
            replace(WHOLE, benefits=(BenefitFact(1, None, has_baseline=True, has_target=True),)),
            (Hop.METRIC,),
            Action.SET_METRIC,
        ),
        (line(), (Hop.NEED, Hop.BENEFIT), Action.LINK_NEED),
    ],
)
def test_a_broken_chain_names_what_is_missing_on_each_side(
    given_facts: Facts, missing: tuple[Hop, ...], action: Action
) -> None:
    chain = initiative(given_facts)
    assert (chain.state, chain.missing, chain.action) == (ChainState.BROKEN, missing, action)


@pytest.mark.parametrize(
    ("link", "state", "reasons", "action"),
    [
        (NEED._replace(strength=1), ChainState.WEAK, [Reason.LOW_STRENGTH], Action.RAISE_STRENGTH),
        (NEED._replace(has_evidence=False), ChainState.WEAK, [Reason.NO_EVIDENCE], Action.ADD_EVIDENCE),
        (NEED._replace(evidence_date=OLD), ChainState.STALE, [Reason.EVIDENCE_OLD], Action.RENEW_EVIDENCE),
        (
            NEED._replace(evidence_date=None),
            ChainState.STALE,
            [Reason.EVIDENCE_UNDATED],
            Action.RENEW_EVIDENCE,
        ),
        (
            NEED._replace(strength=1, evidence_date=OLD),
            ChainState.WEAK,
            [Reason.LOW_STRENGTH, Reason.EVIDENCE_OLD],
            Action.RAISE_STRENGTH,
        ),
    ],
)
def test_a_doubtful_link_is_weak_or_stale(
    link: LinkFact, state: ChainState, reasons: list[Reason], action: Action
) -> None:
    chain = initiative(line(link, ELEMENT, OBJECTIVE, BENEFIT))
    assert (chain.state, chain.action, chain.missing) == (state, action, ())
    assert [finding.reason for finding in chain.findings] == reasons
    finding = chain.findings[0]
    assert (finding.near, finding.far, finding.link) == (
        Ref(Hop.INITIATIVE, 1),
        Ref(Hop.NEED, 1),
        "need-1-1",
    )


def test_a_link_of_strength_nothing_is_no_link() -> None:
    assert initiative(line(NEED._replace(strength=0), ELEMENT, OBJECTIVE, BENEFIT)).missing == (Hop.NEED,)


def test_a_link_to_a_record_that_is_not_there_is_no_link() -> None:
    assert initiative(line(NEED._replace(target=9), ELEMENT, OBJECTIVE, BENEFIT)).missing == (Hop.NEED,)


@pytest.mark.parametrize(
    ("benefit", "expected"),
    [
        (BenefitFact(1, 7, has_baseline=False, has_target=True), [(Reason.NO_BASELINE, Action.SET_BASELINE)]),
        (BenefitFact(1, 7, has_baseline=True, has_target=False), [(Reason.NO_TARGET, Action.SET_TARGET)]),
        (
            BenefitFact(1, 7, has_baseline=False, has_target=False),
            [(Reason.NO_BASELINE, Action.SET_BASELINE), (Reason.NO_TARGET, Action.SET_TARGET)],
        ),
    ],
)
def test_a_benefit_without_start_or_goal_is_weak(
    benefit: BenefitFact, expected: list[tuple[Reason, Action]]
) -> None:
    chain = initiative(line(NEED, ELEMENT, OBJECTIVE, BENEFIT, benefit=benefit))
    assert chain.state is ChainState.WEAK
    assert [(finding.reason, finding.action) for finding in chain.findings] == expected
    assert not benefit.is_measured


def test_evidence_holds_through_the_last_day_of_its_review_period() -> None:
    link = NEED._replace(evidence_date=date(2025, 3, 31), review_months=12)
    given_facts = line(link, ELEMENT, OBJECTIVE, BENEFIT)
    assert initiative(given_facts, date(2026, 3, 31)).state is ChainState.COMPLETE
    assert initiative(given_facts, date(2026, 4, 1)).state is ChainState.STALE


def test_an_exemption_counts_through_its_last_day_and_is_no_gap() -> None:
    given_facts = replace(line(), initiatives=(InitiativeFact(1, exempt_until=TODAY),))
    chain = initiative(given_facts)
    assert (chain.state, chain.missing, chain.findings, chain.action) == (ChainState.EXEMPT, (), (), None)
    assert initiative(given_facts, TODAY + timedelta(days=1)).state is ChainState.BROKEN


def test_needs_elements_and_objectives_look_both_ways() -> None:
    result = chains(line(), TODAY)
    assert result.needs[1].missing == (Hop.ELEMENT, Hop.INITIATIVE)
    assert result.elements[1].missing == (Hop.OBJECTIVE, Hop.NEED)
    assert result.objectives[1].missing == (Hop.ELEMENT,)
    assert (result.objectives[1].up, result.objectives[1].down) == (ChainState.COMPLETE, ChainState.BROKEN)
    assert [finding.action for finding in result.needs[1].findings] == [
        Action.LINK_ELEMENT,
        Action.LINK_INITIATIVE,
    ]


def two_needs(*links: LinkFact) -> Facts:
    return replace(line(ELEMENT, OBJECTIVE, BENEFIT, *links), needs=(NeedFact(1), NeedFact(2)))


def test_the_best_path_wins() -> None:
    given_facts = two_needs(NEED, sound(Hop.NEED, 1, 2))
    assert initiative(given_facts).state is ChainState.COMPLETE
    assert Ref(Hop.NEED, 1) in initiative(given_facts).path


def test_among_broken_paths_the_farther_reaching_explains_the_break() -> None:
    given_facts = replace(
        two_needs(NEED._replace(strength=1), sound(Hop.NEED, 1, 2)), strategies=(StrategyFact(1, False),)
    )
    chain = initiative(given_facts)
    assert chain.missing == (Hop.STRATEGY,)
    assert chain.findings == (
        Finding(
            Hop.STRATEGY,
            ChainState.BROKEN,
            Reason.NOT_IN_FORCE,
            Action.PUT_IN_FORCE,
            Ref(Hop.OBJECTIVE, 1),
            Ref(Hop.STRATEGY, 1),
        ),
        Finding(
            Hop.NEED,
            ChainState.WEAK,
            Reason.LOW_STRENGTH,
            Action.RAISE_STRENGTH,
            Ref(Hop.INITIATIVE, 1),
            Ref(Hop.NEED, 1),
            "need-1-1",
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ({"strength": 2}, {"strength": 3}, 2),
        ({"evidence_date": FRESH}, {"evidence_date": FRESH + timedelta(days=1)}, 2),
        ({}, {}, 1),
    ],
)
def test_ties_go_to_strength_then_newer_evidence_then_the_smaller_id(
    first: dict[str, object], second: dict[str, object], chosen: int
) -> None:
    links = (
        NEED._replace(**first),  # type: ignore[arg-type]
        sound(Hop.NEED, 1, 2)._replace(**second),  # type: ignore[arg-type]
        sound(Hop.ELEMENT, 2, 1),
    )
    for given_links in (links, links[::-1]):
        assert Ref(Hop.NEED, chosen) in initiative(two_needs(*given_links)).path


# ---------- properties ----------

ORDER = [ChainState.BROKEN, ChainState.WEAK, ChainState.STALE, ChainState.COMPLETE]


def link_state(link: LinkFact) -> ChainState:
    if link.strength == 1 or not link.has_evidence:
        return ChainState.WEAK
    if link.evidence_date is None or link.is_overdue(TODAY):
        return ChainState.STALE
    return ChainState.COMPLETE


def worst(states: list[ChainState]) -> ChainState:
    return min(states, key=ORDER.index)


def best(states: list[ChainState]) -> ChainState:
    return max(states, key=ORDER.index, default=ChainState.BROKEN)


def brute_force(given_facts: Facts, start: int) -> ChainState:
    """An initiative's state by trying every combination of links, without sharing any work."""
    by_hop = {
        hop: [link for link in given_facts.links if link.hop is hop and link.strength]
        for hop in (Hop.NEED, Hop.ELEMENT, Hop.OBJECTIVE, Hop.BENEFIT)
    }
    in_force = {fact.id for fact in given_facts.strategies if fact.in_force}
    founded = {fact.id for fact in given_facts.objectives if fact.strategy in in_force}
    elements = {fact.id for fact in given_facts.elements}
    benefits = {fact.id: fact for fact in given_facts.benefits}
    ups = [
        worst([link_state(link) for link in path])
        for path in product(by_hop[Hop.NEED], by_hop[Hop.ELEMENT], by_hop[Hop.OBJECTIVE])
        if path[0].source == start
        and path[0].target == path[1].source
        and path[1].target == path[2].source
        and path[1].target in elements
        and path[2].target in founded
    ]
    downs = []
    for link in by_hop[Hop.BENEFIT]:
        benefit = benefits[link.target]
        if link.source == start and benefit.metric is not None:
            measured = ChainState.COMPLETE if benefit.is_measured else ChainState.WEAK
            downs.append(worst([link_state(link), measured]))
    return worst([best(ups), best(downs)])


@given(facts())
def test_states_equal_brute_force(given_facts: Facts) -> None:
    result = chains(given_facts, TODAY)
    for fact in given_facts.initiatives:
        expected = ChainState.EXEMPT if fact.is_exempt(TODAY) else brute_force(given_facts, int(fact.id))
        assert result.initiatives[fact.id].state is expected


@given(facts())
def test_every_state_agrees_with_its_explanation(given_facts: Facts) -> None:
    for chain in chains(given_facts, TODAY).everything():
        if chain.state is ChainState.EXEMPT:
            assert chain.findings == ()
            continue
        assert worst([finding.state for finding in chain.findings] or [ChainState.COMPLETE]) is chain.state
        assert bool(chain.missing) is (chain.state is ChainState.BROKEN)
        assert len(chain.missing) <= 2


@given(st.data(), facts())
def test_input_order_never_matters(data: st.DataObject, given_facts: Facts) -> None:
    other = data.draw(st.composite(shuffled)(given_facts))
    assert chains(other, TODAY) == chains(given_facts, TODAY)


@given(st.data(), facts().filter(lambda given_facts: given_facts.links))
def test_evidence_and_links_never_worsen_a_state(data: st.DataObject, given_facts: Facts) -> None:
    position = data.draw(st.integers(0, len(given_facts.links) - 1))
    links = list(given_facts.links)
    without = replace(given_facts, links=(*links[:position], *links[position + 1 :]))
    links[position] = links[position]._replace(has_evidence=True, evidence_date=TODAY)
    evidenced = replace(given_facts, links=tuple(links))
    steps = [
        [chain.state for chain in chains(version, TODAY).everything()]
        for version in (without, given_facts, evidenced)
    ]
    rank = [*ORDER, ChainState.EXEMPT].index
    for before, between, after in zip(*steps, strict=True):
        assert rank(before) <= rank(between) <= rank(after)
