"""Where the money of initiatives goes: to needs and, through them, to elements, objectives and disciplines.

An initiative's amount divides among its needs by stated share, else by strength; what reaches a need divides
among its elements by strength, and each element's part among its objectives by strength. It divides among the
initiative's benefits by stated share, else by strength, too. Every division preserves the sum to the cent.
Money that reaches no objective of a strategy in force reaches no discipline. A missing amount stays missing
and is counted.

Two measures can be divided. Spend is stated for each initiative. Value is stated for each benefit (what
reaching the target is worth a year): it divides among the initiatives that bring it about by strength, and an
initiative's value is the sum of its parts.

Parts to elements and parts to objectives are both divided from what reached the need, so each adds up to it;
they may differ from one another by a cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alignment.choices import Hop, Measure
from alignment.engine.facts import BenefitFact, Facts, Id, LinkFact, order
from alignment.engine.shares import Weights, by_strength, divide, known_sum, stated_first

Parts = dict[tuple[Id, Id | None], Decimal | None]


@dataclass(frozen=True, slots=True)
class Flow:
    """Amounts from one station to the next by (source, target); target None is what goes no further."""

    parts: Mapping[tuple[Id, Id | None], Decimal | None]

    def received(self) -> dict[Id, Decimal | None]:
        """What reaches each target; None where every amount that does is unknown."""
        arriving: defaultdict[Id, list[Decimal | None]] = defaultdict(list)
        for (_, target), amount in self.parts.items():
            if target is not None:
                arriving[target].append(amount)
        return {target: known_sum(amounts) for target, amounts in arriving.items()}

    def arrived(self) -> Decimal:
        """Everything known that reaches a target."""
        reaching = (amount for (_, target), amount in self.parts.items() if target is not None)
        return known_sum(reaching) or Decimal()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where the amounts of a set of initiatives go.

    ``total`` adds up the known ``amounts``, ``linked`` the part that reaches needs. ``without_amount`` names
    the initiatives whose amount is missing, ``overcommitted`` those whose stated shares exceed 100 percent.
    """

    amounts: Mapping[Id, Decimal | None]
    needs: Flow
    elements: Flow
    objectives: Flow
    benefits: Flow
    total: Decimal
    linked: Decimal
    without_amount: tuple[Id, ...]
    overcommitted: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class _Links:
    """Links whose both ends are among the facts, by station and source."""

    by_source: defaultdict[tuple[Hop, Id], list[LinkFact]]

    @classmethod
    def of(cls, facts: Facts) -> _Links:
        known = {hop: {record.id for record in facts.at(hop)} for hop in Hop}
        origin = {
            Hop.NEED: known[Hop.INITIATIVE],
            Hop.BENEFIT: known[Hop.INITIATIVE],
            Hop.ELEMENT: known[Hop.NEED],
            Hop.OBJECTIVE: known[Hop.ELEMENT],
        }
        by_source = defaultdict(list)
        for link in facts.links:
            if link.target in known[link.hop] and link.source in origin[link.hop]:
                by_source[link.hop, link.source].append(link)
        return cls(by_source)

    def to(self, hop: Hop, source: Id) -> list[LinkFact]:
        return self.by_source.get((hop, source), [])


def allocate(facts: Facts, measure: Measure = Measure.SPEND) -> Allocation:
    """Divide the amounts of all initiatives in ``facts``."""
    links = _Links.of(facts)
    amounts, benefits = _measured(facts, links, measure)
    to_needs: Parts = {}
    overcommitted = []
    for initiative, amount in amounts.items():
        shares, exceeds = stated_first(links.to(Hop.NEED, initiative))
        to_needs |= _sent(initiative, amount, shares)
        if exceeds:
            overcommitted.append(initiative)
    needs = Flow(to_needs)
    elements, objectives = _upward(needs.received(), links)
    return Allocation(
        amounts=amounts,
        needs=needs,
        elements=elements,
        objectives=objectives,
        benefits=benefits,
        total=known_sum(amounts.values()) or Decimal(),
        linked=needs.arrived(),
        without_amount=tuple(sorted((key for key in amounts if amounts[key] is None), key=order)),
        overcommitted=tuple(sorted(overcommitted, key=order)),
    )


def disciplines(objectives: Flow, facts: Facts) -> dict[str, Decimal]:
    """What reaches each discipline: the money at its objectives whose strategy is in force."""
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    reached = objectives.received()
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for fact in facts.objectives:
        if fact.strategy in in_force:
            totals[fact.discipline] += reached.get(fact.id) or 0
    return {discipline: total for discipline, total in totals.items() if total}


def _measured(facts: Facts, links: _Links, measure: Measure) -> tuple[dict[Id, Decimal | None], Flow]:
    """The amount of each initiative, and its parts by benefit."""
    parts: Parts = {}
    if measure is Measure.SPEND:
        for fact in facts.initiatives:
            parts |= _sent(fact.id, fact.spend, stated_first(links.to(Hop.BENEFIT, fact.id))[0])
        return {fact.id: fact.spend for fact in facts.initiatives}, Flow(parts)
    promises: defaultdict[Id, list[LinkFact]] = defaultdict(list)
    for fact in facts.initiatives:
        for link in links.to(Hop.BENEFIT, fact.id):
            promises[link.target].append(link)
    amounts: defaultdict[Id, list[Decimal | None]] = defaultdict(list)
    for benefit in facts.benefits:
        for initiative, part in _promised(benefit, promises[benefit.id]).items():
            parts[initiative, benefit.id] = part
            amounts[initiative].append(part)
    return {fact.id: known_sum(amounts[fact.id]) for fact in facts.initiatives}, Flow(parts)


def _promised(benefit: BenefitFact, links: list[LinkFact]) -> dict[Id, Decimal | None]:
    """What a benefit is worth, divided among the initiatives that bring it about."""
    parts = divide(benefit.value, by_strength(links, backwards=True))
    return {initiative: part for initiative, part in parts.items() if initiative is not None}


def _upward(reached: Mapping[Id, Decimal | None], links: _Links) -> tuple[Flow, Flow]:
    """What reaches needs, divided among elements and, through those, among objectives."""
    elements: Parts = {}
    objectives: Parts = {}
    for need, amount in reached.items():
        weights = by_strength(links.to(Hop.ELEMENT, need))
        onward: defaultdict[Id | None, Fraction] = defaultdict(Fraction)
        for element, weight in weights.items():
            beyond = by_strength(links.to(Hop.OBJECTIVE, element) if element is not None else ())
            total = sum(beyond.values())
            for objective, part in beyond.items():
                onward[objective] += Fraction(weight * part, total)
        elements |= _sent(need, amount, weights)
        objectives |= _sent(need, amount, onward)
    return Flow(elements), Flow(objectives)


def _sent(source: Id, amount: Decimal | None, weights: Weights) -> Parts:
    return {(source, target): part for target, part in divide(amount, weights).items()}
