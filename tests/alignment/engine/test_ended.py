"""Lines that stop at what belongs to a strategy that has ended: broken, and to be re-mapped."""

from __future__ import annotations

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.chains import Chains, chains
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    EndedFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    Ref,
    StrategyFact,
)
from alignment.engine.findings import Finding
from tests.alignment.engine.graphs import TODAY

OBJECTIVE, ELEMENT = Ref(Hop.OBJECTIVE, 1), Ref(Hop.ELEMENT, 1)
HOPS = (Hop.NEED, Hop.BENEFIT, Hop.OBJECTIVE, Hop.ELEMENT)
FORMER = 9


def line(*over: Ref, strength: int = 3) -> Chains:
    """One whole line, of which some records belong to a strategy that has ended."""
    links = (LinkFact(hop, 1, 1, strength, has_evidence=True, evidence_date=TODAY) for hop in HOPS)
    given_facts = Facts(
        strategies=(StrategyFact(1, True),),
        objectives=() if OBJECTIVE in over else (ObjectiveFact(1, 1, "customer_intimacy"),),
        elements=() if ELEMENT in over else (ElementFact(1, 1),),
        needs=(NeedFact(1),),
        initiatives=(InitiativeFact(1),),
        benefits=(BenefitFact(1, 1, True, True),),
        links=tuple(links),
        ended=tuple(EndedFact(ref, FORMER) for ref in over),
    )
    return chains(given_facts, TODAY)


def re_map(ref: Ref) -> Finding:
    return Finding(ref.hop, ChainState.BROKEN, Reason.ENDED, Action.REMAP, ref, Ref(Hop.STRATEGY, FORMER))


def test_a_line_that_stops_at_an_ended_element_is_to_be_re_mapped() -> None:
    found = line(OBJECTIVE, ELEMENT)
    for chain in (found.initiatives[1], found.needs[1]):
        assert (chain.state, chain.missing, chain.action) == (
            ChainState.BROKEN,
            (Hop.ELEMENT,),
            Action.REMAP,
        )
        assert chain.findings == (re_map(ELEMENT),)
        assert chain.path[:3] == (Ref(Hop.STRATEGY, FORMER), ELEMENT, Ref(Hop.NEED, 1))
    assert (list(found.objectives), list(found.elements)) == ([], [])


def test_what_is_doubtful_about_the_link_to_it_is_not_told() -> None:
    """The link is to be replaced, not mended; those that stay are still doubtful."""
    chain = line(ELEMENT, strength=1).needs[1]
    near = [finding for finding in chain.findings if ELEMENT in (finding.far, finding.near)]
    assert near == [re_map(ELEMENT)]


def test_objectives_and_elements_stop_at_what_has_ended_too() -> None:
    bare, unserved = line(OBJECTIVE).elements[1], line(ELEMENT).objectives[1]
    assert (bare.missing, bare.findings) == ((Hop.OBJECTIVE,), (re_map(OBJECTIVE),))
    assert (unserved.missing, unserved.findings) == ((Hop.ELEMENT,), (re_map(ELEMENT),))


def test_another_path_is_better_than_one_that_has_ended() -> None:
    assert line().initiatives[1].state is ChainState.COMPLETE
