"""Where the money of initiatives goes: to needs and, through them, to elements, objectives and disciplines.

An initiative's amount divides among its needs by stated share, else by strength; what reaches a need divides
among its elements by strength, and each element's part among its objectives by strength. It divides among the
initiative's benefits by stated share, else by strength, too. Every division preserves the sum to the cent.
Money that reaches no objective of a strategy in force reaches no discipline. A missing amount stays missing
and is counted.

Where some of the elements of a need belong to a strategy in force, its amount divides among those alone, and likewise
an element's part among its objectives: the next version of a strategy takes nothing from the present one while it
waits, and gets everything from its first day on. Where none does, the amount divides among all, so that a first
strategy can be seen before it binds.

Two measures can be divided. Spend is stated for each initiative. Value is stated for each benefit (what
reaching the target is worth a year): it divides among the initiatives that bring it about by strength, and an
initiative's value is the sum of its parts.

Parts to elements and parts to objectives are both divided from what reached the need, so each adds up to it;
they may differ from one another by a cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alignment.choices import Hop, Measure
from alignment.engine.facts import BenefitFact, ElementFact, Facts, Id, LinkFact, ObjectiveFact, order
from alignment.engine.shares import Weights, by_strength, divide, known_sum, stated_first, whole

Parts = dict[tuple[Id, Id | None], Decimal | None]
Part = tuple[tuple[Id, Id | None], Decimal | None]
"""One amount on its way: ((source, target), amount)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Amounts from one station to the next by (source, target); target None is what goes no further."""

    parts: Mapping[tuple[Id, Id | None], Decimal | None]

    def received(self) -> dict[Id, Decimal | None]:
        """What reaches each target; None where every amount that does is unknown."""
        return received(self.parts.items())

    def arrived(self) -> Decimal:
        """Everything known that reaches a target."""
        return arrived(self.parts.items())


def received(parts: Iterable[Part]) -> dict[Id, Decimal | None]:
    """What reaches each target; None where every amount that does is unknown."""
    arriving: defaultdict[Id, list[Decimal | None]] = defaultdict(list)
    for (_, target), amount in parts:
        if target is not None:
            arriving[target].append(amount)
    return {target: known_sum(amounts) for target, amounts in arriving.items()}


def arrived(parts: Iterable[Part]) -> Decimal:
    """Everything known that reaches a target."""
    return known_sum(amount for (_, target), amount in parts if target is not None) or Decimal()


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
    toward: Mapping[Id, Mapping[Id | None, Fraction]]


class _Links:
    """Links whose both ends are among the facts, by station and source."""

    def __init__(self, facts: Facts) -> None:
        known = {hop: {record.id for record in facts.at(hop)} for hop in Hop}
        self.needs = _by_source(facts.links_to(Hop.NEED), known[Hop.INITIATIVE], known[Hop.NEED])
        self.benefits = _by_source(facts.links_to(Hop.BENEFIT), known[Hop.INITIATIVE], known[Hop.BENEFIT])
        elements = _by_source(facts.links_to(Hop.ELEMENT), known[Hop.NEED], known[Hop.ELEMENT])
        objectives = _by_source(facts.links_to(Hop.OBJECTIVE), known[Hop.ELEMENT], known[Hop.OBJECTIVE])
        in_force = {fact.id for fact in facts.strategies if fact.in_force}
        self.elements = _binding_first(elements, _stated_by(facts.elements, in_force))
        self.objectives = _binding_first(objectives, _stated_by(facts.objectives, in_force))


def _by_source(links: Iterable[LinkFact], sources: set[Id], targets: set[Id]) -> dict[Id, list[LinkFact]]:
    found: dict[Id, list[LinkFact]] = {}
    for link in links:
        if link.target in targets and link.source in sources:
            found.setdefault(link.source, []).append(link)
    return found


def _stated_by(records: Iterable[ElementFact | ObjectiveFact], strategies: Collection[Id]) -> set[Id]:
    return {fact.id for fact in records if fact.strategy in strategies}


def _binding_first(links: Mapping[Id, list[LinkFact]], binding: Collection[Id]) -> dict[Id, list[LinkFact]]:
    """Of each source only the links to targets that are ``binding``; all where it has none."""
    return {
        source: [link for link in known if link.strength > 0 and link.target in binding] or known
        for source, known in links.items()
    }


def allocate(
    facts: Facts, measure: Measure = Measure.SPEND, only: Collection[Id] | None = None
) -> Allocation:
    """Divide the amounts of all initiatives in ``facts``, or of those named by ``only``.

    What is left out changes nothing about the parts of the others.
    """
    links = _Links(facts)
    amounts, benefits = _measured(facts, links, measure)
    if only is not None:
        amounts = {key: amount for key, amount in amounts.items() if key in only}
        benefits = Flow({key: part for key, part in benefits.parts.items() if key[0] in only})
    to_needs: Parts = {}
    overcommitted = [
        initiative
        for initiative, amount in amounts.items()
        if _send(to_needs, initiative, amount, links.needs.get(initiative, ()))
    ]
    needs = Flow(to_needs)
    elements, objectives, toward = _upward(needs.received(), facts, links)
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
        toward=toward,
    )


def disciplines(objectives: Mapping[Id, Decimal | None], facts: Facts) -> dict[str, Decimal]:
    """What reaches each discipline: the money at its ``objectives`` whose strategy is in force."""
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for fact in facts.objectives:
        if fact.strategy in in_force:
            totals[fact.discipline] += objectives.get(fact.id) or 0
    return {discipline: total for discipline, total in totals.items() if total}


def _measured(facts: Facts, links: _Links, measure: Measure) -> tuple[dict[Id, Decimal | None], Flow]:
    """The amount of each initiative, and its parts by benefit."""
    parts: Parts = {}
    if measure is Measure.SPEND:
        for fact in facts.initiatives:
            _send(parts, fact.id, fact.spend, links.benefits.get(fact.id, ()))
        return {fact.id: fact.spend for fact in facts.initiatives}, Flow(parts)
    promises: defaultdict[Id, list[LinkFact]] = defaultdict(list)
    for fact in facts.initiatives:
        for link in links.benefits.get(fact.id, ()):
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


def _upward(
    reached: Mapping[Id, Decimal | None], facts: Facts, links: _Links
) -> tuple[Flow, Flow, dict[Id, dict[Id | None, Fraction]]]:
    """What reaches needs, divided among elements and, through those, among objectives."""
    elements: Parts = {}
    objectives: Parts = {}
    toward = {}
    for fact in facts.needs:
        weights = by_strength(links.elements.get(fact.id, ()))
        toward[fact.id] = _onward(weights, links)
        if fact.id in reached:
            elements |= _sent(fact.id, reached[fact.id], weights)
            objectives |= _sent(fact.id, reached[fact.id], toward[fact.id])
    return Flow(elements), Flow(objectives), toward


def _onward(weights: Mapping[Id | None, int], links: _Links) -> dict[Id | None, Fraction]:
    """Weights of objectives, given those of the elements on the way."""
    onward: defaultdict[Id | None, Fraction] = defaultdict(Fraction)
    for element, weight in weights.items():
        beyond = by_strength(links.objectives.get(element, ()) if element is not None else ())
        total = sum(beyond.values())
        for objective, part in beyond.items():
            onward[objective] += Fraction(weight * part, total)
    return dict(onward)


def _send(parts: Parts, initiative: Id, amount: Decimal | None, links: Sequence[LinkFact]) -> bool:
    """Add the parts of an initiative's amount by target; whether its stated shares exceed 100 percent."""
    if not links:
        parts[initiative, None] = whole(amount)
        return False
    if len(links) == 1 and links[0].share is None:
        # Most initiatives serve one need: the whole goes there, which needs no dividing.
        parts[initiative, links[0].target if links[0].strength > 0 else None] = whole(amount)
        return False
    shares, exceeds = stated_first(links)
    parts |= _sent(initiative, amount, shares)
    return exceeds


def _sent(source: Id, amount: Decimal | None, weights: Weights) -> Parts:
    return {(source, target): part for target, part in divide(amount, weights).items()}
