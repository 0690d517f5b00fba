"""Who belongs where in a drawing: what joins whom, and which neighbor is each record's home."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from alignment.choices import Hop
from alignment.engine.allocation import Allocation, Flow
from alignment.engine.facts import Facts, Id, InitiativeFact, LinkFact, order
from alignment.engine.grouping import Parents, benefit_keys, initiative_keys, need_keys
from alignment.engine.selection import Chosen
from alignment.engine.shapes import Key

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
    item_keys: Mapping[Id, Key]
    need_keys: Mapping[Id, Key]
    benefit_keys: Mapping[Id, Key]
    """What each initiative that serves a need, each need, and each benefit such initiatives bring is shown as."""
    is_grouped: bool
    """Whether groups stand for initiatives."""

    def discipline(self, need: Id | None) -> str:
        """The discipline of the objective a need leans towards; empty where it reaches none in force."""
        objective = None if need is None else self.objective_of.get(need)
        return "" if objective is None else self.discipline_of.get(objective, "")


def placing(
    facts: Facts,
    pick: Chosen,
    allocation: Allocation,
    *,
    readable: int,
    opened: Key | None,
    tall: int | None = None,
    units: Parents | None = None,
) -> Placing:
    """Join and place what was picked; groups stand for records of a column that has more than ``readable``.

    ``tall`` is the same for needs and benefits, whose rows are taller; ``readable`` where it is not given.
    """
    tall = readable if tall is None else tall
    units = units or {}
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    measured = {fact.id for fact in facts.benefits if fact.is_measured}
    objectives = {fact.id for fact in facts.objectives}
    to_needs = _joins(allocation.needs, pick.initiatives, pick.needs)
    to_benefits = _joins(allocation.benefits, pick.initiatives, measured)
    need_of = _homes(to_needs, facts.links_to(Hop.NEED))
    initiatives = {fact.id: fact for fact in facts.initiatives if fact.id in pick.initiatives}
    paid = {benefit for initiative, benefit in to_benefits if initiative in need_of}
    linked = [initiatives[key] for key in need_of]
    leanings = {need: _leaning(allocation.toward[need]) for need in pick.needs}
    homes = {need: objective for need, objective in leanings.items() if objective is not None}
    return Placing(
        initiatives=initiatives,
        needs=pick.needs,
        to_needs=to_needs,
        to_benefits=to_benefits,
        to_objectives=_joins(allocation.objectives, pick.needs, objectives),
        need_of=need_of,
        benefit_of=_homes(to_benefits, facts.links_to(Hop.BENEFIT)),
        objective_of=homes,
        discipline_of={fact.id: fact.discipline for fact in facts.objectives if fact.strategy in in_force},
        item_keys=initiative_keys(linked, units, readable, opened),
        need_keys=need_keys(pick.needs, homes, tall, opened),
        benefit_keys=benefit_keys([fact for fact in facts.benefits if fact.id in paid], units, tall, opened),
        is_grouped=len(need_of) > readable,
    )


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
    options: dict[Id, list[Id]] = {}
    for source, target in joins:
        options.setdefault(source, []).append(target)
    torn = {source for source, targets in options.items() if len(targets) > 1}
    strengths = {(link.source, link.target): link.strength for link in links if link.source in torn}

    def preference(source: Id, target: Id) -> tuple[object, ...]:
        return (-(joins[source, target] or 0), -strengths[source, target], order(target))

    return {
        source: min(targets, key=partial(preference, source)) if source in torn else targets[0]
        for source, targets in options.items()
    }


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
