"""The nodes and edges of a drawing, from records in their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from alignment.engine.allocation import received
from alignment.engine.chains import Chains
from alignment.engine.facts import Id, order
from alignment.engine.grouping import Fold
from alignment.engine.placing import Placing, leading_objective, shared_home
from alignment.engine.shapes import Edge, Key, Kind, Node
from alignment.engine.shares import known_sum

Intended = Mapping[str, Decimal]
"""Percent of spend the strategy means for each discipline."""


def rank(discipline: str, intended: Intended) -> tuple[bool, Decimal, str]:
    """Sort key: the larger intended share first, then by name; what is not in force last."""
    return (not discipline, -intended.get(discipline, Decimal()), discipline)


def key_order(key: Key) -> tuple[str, tuple[int, int, str]]:
    """Sort key of nodes without another order."""
    return (key.kind, order(key.id))


def edges(place: Placing) -> tuple[Edge, ...]:
    """Every line between neighboring columns; lines of the same ends are one."""
    lines: dict[tuple[Key, Key, str], list[Decimal | None]] = {}
    objectives, needs = place.objectives.keys, place.shown_needs.keys
    items, benefits = place.items.keys, place.benefits.keys
    for (need, objective), amount in place.to_objectives.items():
        ends = (objectives[objective], needs[need], place.discipline_of.get(objective, ""))
        lines.setdefault(ends, []).append(amount)
    for (initiative, need), amount in place.to_needs.items():
        ends = (needs[need], items[initiative], place.discipline(need))
        lines.setdefault(ends, []).append(amount)
    for (initiative, benefit), amount in place.to_benefits.items():
        if initiative in place.need_of:
            discipline = place.discipline(place.need_of[initiative])
            ends = (items[initiative], benefits[benefit], discipline)
            lines.setdefault(ends, []).append(amount)
    drawn = [Edge(source, target, known_sum(parts), of) for (source, target, of), parts in lines.items()]
    return tuple(
        sorted(drawn, key=lambda edge: (key_order(edge.source), key_order(edge.target), edge.discipline))
    )


def nodes(
    chains: Chains, place: Placing, amounts: Mapping[Id, Decimal | None], intended: Intended
) -> tuple[Node, ...]:
    """All columns from left to right, each from top to bottom: bands follow their homes.

    Objectives go by intended share of their discipline, needs by objective, initiatives by need and amount.
    """
    objectives = sorted(
        _objectives(chains, place),
        key=lambda node: (*rank(node.discipline, intended), key_order(node.key)),
    )
    at: dict[Key | None, int] = {node.key: position for position, node in enumerate(objectives)}
    needs = sorted(_needs(chains, place), key=lambda node: (at.get(node.home, len(at)), key_order(node.key)))
    at = {node.key: position for position, node in enumerate(needs)}
    items = sorted(
        _items(chains, place, amounts),
        key=lambda node: (at[node.home], -(node.amount or 0), key_order(node.key)),
    )
    return (*objectives, *needs, *items, *sorted(_benefits(place), key=lambda node: key_order(node.key)))


def _objectives(chains: Chains, place: Placing) -> Iterator[Node]:
    amounts = received(place.to_objectives.items())
    serving: defaultdict[Id, set[Id]] = defaultdict(set)
    for initiative, need in place.to_needs:
        serving[need].add(initiative)
    behind: defaultdict[Key, set[Id]] = defaultdict(set)
    for need, objective in place.to_objectives:
        behind[place.objectives.keys[objective]] |= serving[need]
    for key, inside in _members(place.objectives).items():
        yield Node(
            key=key,
            amount=known_sum(amounts.get(objective) for objective in inside),
            count=len(behind[key]),
            discipline=place.discipline_of.get(inside[0], ""),  # the same for all of a group
            state=chains.objectives.state(inside[0]) if key.kind is Kind.OBJECTIVE else None,
            size=len(inside),
            inside=place.objectives.inside.get(key),
        )


def _needs(chains: Chains, place: Placing) -> Iterator[Node]:
    amounts = received(place.to_needs.items())
    serving: defaultdict[Key, set[Id]] = defaultdict(set)
    for initiative, need in place.to_needs:
        serving[place.shown_needs.keys[need]].add(initiative)
    for key, inside in _members(place.shown_needs).items():
        objective = leading_objective(inside, place, amounts)
        yield Node(
            key=key,
            amount=known_sum(amounts.get(need) for need in inside),
            count=len(serving[key]),
            discipline=_only({place.discipline(need) for need in inside if need in place.objective_of}),
            home=None if objective is None else place.objectives.keys[objective],
            state=chains.needs.state(inside[0]) if key.kind is Kind.NEED else None,
            size=len(inside),
            inside=place.shown_needs.inside.get(key),
        )


def _only(disciplines: Collection[str]) -> str:
    """The discipline of a group, which has none of its own where its members differ."""
    return next(iter(disciplines)) if len(disciplines) == 1 else ""


def _items(chains: Chains, place: Placing, amounts: Mapping[Id, Decimal | None]) -> Iterator[Node]:
    for key, inside in _members(place.items).items():
        home = shared_home(inside, place)
        yield Node(
            key=key,
            amount=known_sum(amounts[initiative] for initiative in inside),
            count=len(inside),
            discipline=place.discipline(home),
            home=place.shown_needs.keys[home],
            state=chains.initiatives.state(inside[0]) if key.kind is Kind.INITIATIVE else None,
            size=len(inside),
            inside=place.items.inside.get(key),
        )


def _benefits(place: Placing) -> Iterator[Node]:
    amounts: defaultdict[Key, list[Decimal | None]] = defaultdict(list)
    paying: defaultdict[Key, set[Id]] = defaultdict(set)
    for (initiative, benefit), amount in place.to_benefits.items():
        if initiative in place.need_of:
            amounts[place.benefits.keys[benefit]].append(amount)
            paying[place.benefits.keys[benefit]].add(initiative)
    for key, inside in _members(place.benefits).items():
        within = place.benefits.inside.get(key)
        yield Node(key, known_sum(amounts[key]), len(paying[key]), size=len(inside), inside=within)


def _members(fold: Fold) -> dict[Key, list[Id]]:
    """The records behind each node."""
    found: dict[Key, list[Id]] = {}
    for record, key in fold.keys.items():
        found.setdefault(key, []).append(record)
    return found
