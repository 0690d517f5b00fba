"""Who belongs where in a drawing: what joins whom, and which neighbor is each record's home."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from alignment.choices import Hop
from alignment.engine.allocation import Allocation, Flow, received
from alignment.engine.facts import Facts, Id, InitiativeFact, LinkFact, order
from alignment.engine.folding import Folding
from alignment.engine.grouping import Fold, Parents
from alignment.engine.selection import Chosen

Joins = Mapping[tuple[Id, Id], Decimal | None]
"""Amounts by (source, target), both shown."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Everything chosen, joined and placed.

    ``need_of``, ``benefit_of`` and ``objective_of`` name the home of each initiative and need that has one.
    """

    initiatives: Mapping[Id, InitiativeFact]
    needs: Collection[Id]
    to_needs: Joins
    to_benefits: Joins
    to_objectives: Joins
    need_of: Mapping[Id, Id]
    benefit_of: Mapping[Id, Id]
    objective_of: Mapping[Id, Id]
    discipline_of: Mapping[Id, str]
    """Of objectives whose strategy is in force."""
    objectives: Fold
    """What each objective that is reached is shown as."""
    shown_needs: Fold
    items: Fold
    benefits: Fold
    """Likewise each need, each initiative that serves one, and each benefit such initiatives bring."""

    def discipline(self, need: Id | None) -> str:
        """The discipline of the objective a need leans towards; empty where it reaches none in force."""
        objective = None if need is None else self.objective_of.get(need)
        return "" if objective is None else self.discipline_of.get(objective, "")


def placing(facts: Facts, pick: Chosen, allocation: Allocation, folding: Folding) -> Placing:
    """Join and place what was picked; groups stand for records as ``folding`` says."""
    measured = {fact.id for fact in facts.benefits if fact.is_measured}
    objectives = {fact.id for fact in facts.objectives}
    to_needs = _joins(allocation.needs, pick.initiatives, pick.needs)
    to_benefits = _joins(allocation.benefits, pick.initiatives, measured)
    to_objectives = _joins(allocation.objectives, pick.needs, objectives)
    need_of = _homes(to_needs, facts.links_to(Hop.NEED))
    leanings = {need: _leaning(allocation.toward[need]) for need in pick.needs}
    homes = {need: objective for need, objective in leanings.items() if objective is not None}
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    disciplines = {fact.id: fact.discipline for fact in facts.objectives if fact.strategy in in_force}
    initiatives = {fact.id: fact for fact in facts.initiatives if fact.id in pick.initiatives}
    segments = {fact.id: fact.segment for fact in facts.needs}
    linked = [initiatives[key] for key in need_of]
    paid = {pair: amount for pair, amount in to_benefits.items() if pair[0] in need_of}
    earned = received(paid.items())
    return Placing(
        initiatives=initiatives,
        needs=pick.needs,
        to_needs=to_needs,
        to_benefits=to_benefits,
        to_objectives=to_objectives,
        need_of=need_of,
        benefit_of=_homes(to_benefits, facts.links_to(Hop.BENEFIT)),
        objective_of=homes,
        discipline_of=disciplines,
        objectives=folding.objectives(
            {*homes.values(), *(objective for _, objective in to_objectives)}, disciplines
        ),
        shown_needs=folding.needs(leanings, disciplines, segments, received(to_needs.items())),
        items=folding.initiatives(
            linked, _through(need_of, leanings), _through(need_of, segments), disciplines, allocation.amounts
        ),
        benefits=folding.benefits([fact for fact in facts.benefits if fact.id in earned], earned),
    )


def _through(first: Mapping[Id, Id], then: Parents) -> dict[Id, Id | None]:
    """Two steps made one."""
    return {start: then.get(middle) for start, middle in first.items()}


def _joins(
    flow: Flow, sources: Collection[Id], targets: Collection[Id]
) -> dict[tuple[Id, Id], Decimal | None]:
    """The parts of a flow between ``sources`` and ``targets``."""
    return {
        (source, target): amount
        for (source, target), amount in flow.parts.items()
        if target is not None and source in sources and target in targets
    }


def _homes(joins: Joins, links: Iterable[LinkFact]) -> dict[Id, Id]:
    """The target of each source that gets most of it, then the strongest, then the smallest id."""
    homes: dict[Id, Id] = {}
    most: dict[Id, Decimal | int] = {}
    torn: defaultdict[Id, set[Id]] = defaultdict(set)
    for (source, target), amount in joins.items():
        known, gets = most.get(source), amount or 0
        if known is None or gets > known:
            homes[source], most[source] = target, gets
            torn.pop(source, None)
        elif gets == known:
            torn[source] |= {homes[source], target}
    strengths = {(link.source, link.target): link.strength for link in links if link.source in torn}

    def preference(source: Id, target: Id) -> tuple[object, ...]:
        return (-strengths[source, target], order(target))

    return homes | {source: min(equal, key=partial(preference, source)) for source, equal in torn.items()}


def _leaning(toward: Mapping[Id | None, Fraction]) -> Id | None:
    """The objective a need leans towards most; None where it reaches none."""
    weights = {objective: weight for objective, weight in toward.items() if objective is not None}
    return min(weights, key=lambda objective: (-weights[objective], order(objective)), default=None)


def shared_home(members: Collection[Id], place: Placing) -> Id:
    """The home of a group: the need that gets most from its members' homes, then the home of most of them."""
    amounts: defaultdict[Id, Decimal] = defaultdict(Decimal)
    for initiative in members:
        home = place.need_of[initiative]
        amounts[home] += place.to_needs[initiative, home] or 0
    counts = Counter(place.need_of[initiative] for initiative in members)
    return min(amounts, key=lambda need: (-amounts[need], -counts[need], order(need)))


def leading_objective(
    members: Collection[Id], place: Placing, amounts: Mapping[Id, Decimal | None]
) -> Id | None:
    """The home of a group of needs: the objective whose needs get most, then that of most of them; None for none."""
    counts: Counter[Id] = Counter()
    weights: defaultdict[Id, Decimal] = defaultdict(Decimal)
    for need in members:
        home = place.objective_of.get(need)
        if home is not None:
            counts[home] += 1
            weights[home] += amounts.get(need) or 0
    return min(weights, key=lambda home: (-weights[home], -counts[home], order(home)), default=None)
