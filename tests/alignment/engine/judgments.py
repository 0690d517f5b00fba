"""Small random worlds for the alignment index, and the index by its definition: one path after another, no short cuts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from alignment.choices import Hop, IndexFactor, Reason
from alignment.engine.facts import Facts, Id, InitiativeFact, LinkFact, StrategyFact
from alignment.engine.findings import link_flaws
from alignment.engine.index import Known
from alignment.engine.judging import Said, Weights
from tests.alignment.engine.graphs import DISCIPLINES, SIZE, TODAY, facts, ids

WEIGHTS: Weights = {
    IndexFactor.LINKED: 30,
    IndexFactor.MATCH: 20,
    IndexFactor.NEEDS: 25,
    IndexFactor.BENEFITS: 25,
    IndexFactor.DECISIONS: 0,
}
scores = st.none() | st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)
money = st.none() | st.integers(0, 9).map(Decimal)
weights = st.fixed_dictionaries({factor: st.integers(0, 4) for factor in IndexFactor})


@st.composite
def worlds(draw: st.DrawFn) -> Known:
    """Up to three records of each station with every fact of the index known or not."""
    given = draw(facts())
    shares = st.sampled_from(((), (50, 30, 20), (100, 0, 0)))
    strategies = tuple(
        replace(fact, shares=tuple(zip(DISCIPLINES, map(Decimal, draw(shares)), strict=False)))
        for fact in given.strategies
    )
    given = replace(
        given,
        strategies=strategies,
        needs=tuple(replace(fact, importance=draw(scores)) for fact in given.needs),
        initiatives=tuple(
            fact._replace(unit=draw(st.none() | ids), spend=draw(money)) for fact in given.initiatives
        ),
    )
    return Known(
        facts=given,
        today=TODAY,
        followed=draw(st.dictionaries(ids, st.sampled_from(strategies))),
        moving=draw(st.dictionaries(ids, st.booleans())),
        track=draw(st.dictionaries(ids, st.fractions(0, 1, max_denominator=4))),
    )


def belief(link: LinkFact) -> Fraction:
    """How much a link is believed."""
    reasons = {flaw.reason for flaw in link_flaws(link, TODAY)}
    if link.strength == 0 or Reason.NO_EVIDENCE in reasons:
        return Fraction(0)
    old = bool(reasons & {Reason.EVIDENCE_OLD, Reason.EVIDENCE_UNDATED})
    return Fraction(1, 2 ** (old + (Reason.LOW_STRENGTH in reasons)))


def live(given: Facts, hop: Hop, source: Id) -> list[LinkFact]:
    known = {fact.id for fact in given.at(hop)}
    return [
        link
        for link in given.links_to(hop)
        if link.source == source and link.strength and link.target in known
    ]


def shares(links: list[LinkFact]) -> dict[Id, Fraction]:
    """Parts of the money: what is stated, scaled down to a whole, then the rest by strength."""
    stated = {link.target: Fraction(link.share) / 100 for link in links if link.share is not None}
    total = sum(stated.values())
    if total >= 1:
        stated = {key: share / total for key, share in stated.items()}
    rest = max(Fraction(1 - total), Fraction(0))
    strengths = {link.target: link.strength for link in links if link.share is None}
    by_strength = {key: rest * strength / sum(strengths.values()) for key, strength in strengths.items()}
    return {**stated, **by_strength}


def spread(linked: int, there: int) -> Fraction:
    return Fraction(1) if linked <= 1 or there <= 1 else 1 - Fraction(linked - 1, there - 1) ** 2


def credited(given: Facts, initiative: Id, discipline: str) -> Fraction:
    """The part of an initiative's money that reaches a discipline, path by path."""
    in_force = {fact.id for fact in given.strategies if fact.in_force}
    goals = {
        fact.id for fact in given.objectives if fact.discipline == discipline and fact.strategy in in_force
    }
    needs = live(given, Hop.NEED, initiative)
    parts = shares(needs)
    found = Fraction(0)
    for first in needs:
        elements = live(given, Hop.ELEMENT, first.target)
        for second in elements:
            objectives = live(given, Hop.OBJECTIVE, second.target)
            for third in objectives:
                if third.target in goals:
                    found += (
                        parts[first.target]
                        * Fraction(second.strength, sum(link.strength for link in elements))
                        * Fraction(third.strength, sum(link.strength for link in objectives))
                        * belief(first)
                        * belief(second)
                        * belief(third)
                    )
    return found * spread(len(needs), len(given.needs))


def base(known: Known) -> list[InitiativeFact]:
    return [fact for fact in known.facts.initiatives if not fact.is_exempt(TODAY)]


def followers(known: Known, strategy: StrategyFact) -> list[InitiativeFact]:
    """Initiatives of known money whose unit follows a strategy."""
    return [
        fact
        for fact in base(known)
        if fact.spend is not None
        and fact.unit is not None
        and fact.unit in known.followed
        and known.followed[fact.unit].id == strategy.id
    ]


def fit(known: Known, strategy: StrategyFact, discipline: str) -> Fraction:
    group = followers(known, strategy)
    wanted = (
        Fraction(dict(strategy.shares).get(discipline, 0))
        / 100
        * sum((Fraction(fact.spend or 0) for fact in group), Fraction(0))
    )
    reached = sum(Fraction(fact.spend or 0) * credited(known.facts, fact.id, discipline) for fact in group)
    if not reached:
        return Fraction(wanted > 0)
    return min(Fraction(1), wanted / reached)


def value(known: Known, fact: InitiativeFact, factor: IndexFactor) -> Fraction | None:
    """One factor of one initiative, as docs/calculations.md defines it."""
    return {
        IndexFactor.LINKED: linked,
        IndexFactor.MATCH: matching,
        IndexFactor.NEEDS: serving,
        IndexFactor.BENEFITS: gaining,
    }[factor](known, fact)


def linked(known: Known, fact: InitiativeFact) -> Fraction:
    links = live(known.facts, Hop.NEED, fact.id)
    parts = shares(links)
    whole = sum((parts[link.target] * belief(link) for link in links), Fraction(0))
    return whole * spread(len(links), len(known.facts.needs))


def matching(known: Known, fact: InitiativeFact) -> Fraction | None:
    strategy = known.followed.get(fact.unit) if fact.unit is not None else None
    if strategy is None or not strategy.shares or not sum(f.spend or 0 for f in followers(known, strategy)):
        return None
    return sum(
        (credited(known.facts, fact.id, name) * fit(known, strategy, name) for name in DISCIPLINES),
        Fraction(0),
    )


def motion(known: Known, need: Id) -> Fraction:
    return Fraction(1 + known.moving[need], 2) if need in known.moving else Fraction(1)


def serving(known: Known, fact: InitiativeFact) -> Fraction | None:
    importance = {need.id: need.importance for need in known.facts.needs}
    links = live(known.facts, Hop.NEED, fact.id)
    evidenced = [link for link in links if belief(link)]
    if evidenced and all(importance[link.target] is None for link in evidenced):
        return None
    found = [
        belief(link) * Fraction(importance[link.target] or 0) / 10 * motion(known, link.target)
        for link in evidenced
    ]
    return max(found, default=Fraction(0)) * spread(len(links), len(known.facts.needs))


def gaining(known: Known, fact: InitiativeFact) -> Fraction:
    measured = {benefit.id for benefit in known.facts.benefits if benefit.is_measured}
    links = live(known.facts, Hop.BENEFIT, fact.id)
    parts = shares(links)
    found = sum(
        (
            parts[link.target] * belief(link) * (1 + known.track.get(link.target, Fraction(1))) / 2
            for link in links
            if link.target in measured
        ),
        Fraction(0),
    )
    return found * spread(len(links), len(known.facts.benefits))


def whole(known: Known, factor: IndexFactor) -> Fraction | None:
    """One factor of the index of everything."""
    if not base(known):
        return None
    if factor is IndexFactor.NEEDS:
        return covering(known)
    pairs = [
        (Fraction(fact.spend), value(known, fact, factor)) for fact in base(known) if fact.spend is not None
    ]
    counted = [(amount, found) for amount, found in pairs if found is not None]
    total = sum(amount for amount, _ in counted)
    return sum((amount * found for amount, found in counted), Fraction(0)) / total if total else None


def covering(known: Known) -> Fraction | None:
    weighed = [need for need in known.facts.needs if need.importance is not None]
    total = sum((Fraction(need.importance or 0) for need in weighed), Fraction(0))
    earned = Fraction(0)
    for need in weighed:
        covers = [Fraction(0)]
        for fact in base(known):
            links = live(known.facts, Hop.NEED, fact.id)
            specific = spread(len(links), len(known.facts.needs))
            covers += [specific * belief(link) for link in links if link.target == need.id]
        earned += Fraction(need.importance or 0) * max(covers) * motion(known, need.id)
    return earned / total if total else None


def weighted(found: dict[IndexFactor, Fraction | None], given: Weights) -> Fraction | None:
    counted = {factor: each for factor, each in found.items() if each is not None and given[factor]}
    total = sum(given[factor] for factor in counted)
    return (
        sum((100 * given[factor] * each for factor, each in counted.items()), Fraction(0)) / total
        if total
        else None
    )


OWN = (IndexFactor.LINKED, IndexFactor.MATCH, IndexFactor.NEEDS, IndexFactor.BENEFITS)


def with_links(known: Known, *links: LinkFact) -> Known:
    """The same world with some links in place of those between the same records."""
    pairs = {(link.hop, link.source, link.target) for link in links}
    kept = (link for link in known.facts.links if (link.hop, link.source, link.target) not in pairs)
    return replace(known, facts=replace(known.facts, links=(*kept, *links)))


def pair(known: Known, hop: Hop, source: Id, target: Id) -> LinkFact | None:
    found = (
        link for link in known.facts.links if (link.hop, link.source, link.target) == (hop, source, target)
    )
    return next(found, None)


def everything(known: Known, *, with_evidence: bool) -> Known:
    """Every record linked to every one of the next station, clearly."""
    sources = {
        Hop.NEED: Hop.INITIATIVE,
        Hop.BENEFIT: Hop.INITIATIVE,
        Hop.ELEMENT: Hop.NEED,
        Hop.OBJECTIVE: Hop.ELEMENT,
    }
    links = [
        LinkFact(hop, source.id, target.id, 3, None, with_evidence, TODAY)
        for hop, before in sources.items()
        for source in known.facts.at(before)
        for target in known.facts.at(hop)
    ]
    return with_links(known, *links)


def split(known: Known, initiative: InitiativeFact, part: Fraction) -> Known:
    """An initiative divided in two, with the same links and its money divided."""
    twin = SIZE + 1
    whole_amount = initiative.spend
    first = None if whole_amount is None else whole_amount * part.numerator / part.denominator
    second = None if whole_amount is None or first is None else whole_amount - first
    halves = (initiative._replace(spend=first), initiative._replace(id=twin, spend=second))
    others = tuple(fact for fact in known.facts.initiatives if fact.id != initiative.id)
    copies = tuple(
        link._replace(source=twin)
        for link in known.facts.links
        if link.hop in (Hop.NEED, Hop.BENEFIT) and link.source == initiative.id
    )
    given = replace(known.facts, initiatives=(*others, *halves), links=(*known.facts.links, *copies))
    return replace(known, facts=given)


def without(known: Known, initiative: Id) -> Known:
    kept = tuple(fact for fact in known.facts.initiatives if fact.id != initiative)
    return replace(known, facts=replace(known.facts, initiatives=kept))


def said(known: Known, values: dict[int, Fraction]) -> Known:
    """With what an app above says about decisions."""
    return replace(known, said={IndexFactor.DECISIONS: {key: Said(each) for key, each in values.items()}})
