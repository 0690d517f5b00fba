"""Which initiatives and needs a reader asked to see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from alignment.choices import ChainState, Hop
from alignment.engine.chains import Chains
from alignment.engine.facts import Facts, Id, InitiativeFact, NeedFact


@dataclass(frozen=True, slots=True)
class Found:
    """What the words looked for were found in."""

    initiatives: frozenset[Id]
    needs: frozenset[Id]


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters; None or empty means all. Units and segments are given with everything below them.

    ``initiatives`` names what the reader may see at all; None means everything. With words looked for, ``found`` says
    where they are: an initiative passes that has them or serves a need that does.
    """

    units: frozenset[Id] | None = None
    segments: frozenset[Id] | None = None
    status: str = ""
    state: str = ""
    initiatives: frozenset[Id] | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What passed: ids of initiatives, of needs, and of initiatives by need."""

    initiatives: frozenset[Id]
    needs: frozenset[Id]


def chosen(facts: Facts, chains: Chains, selection: Selection) -> Chosen:
    """Initiatives that pass every filter, and the needs to show with them.

    With a segment chosen, only its needs count, and only initiatives that serve one of them. A need that no
    initiative serves at all belongs to no unit or status; it is shown unless such a filter is set.
    """
    needs = {fact.id for fact in facts.needs if _in_segment(fact, selection)}
    serving: dict[Id, set[Id]] = {}
    for link in facts.links_to(Hop.NEED):
        if link.strength and link.target in needs:
            serving.setdefault(link.source, set()).add(link.target)
    initiatives = frozenset(
        fact.id
        for fact in facts.initiatives
        if _passes(fact, chains, selection)
        and (selection.segments is None or fact.id in serving)
        and _has_words(fact.id, serving, selection)
    )
    reached = {need for initiative in initiatives for need in serving.get(initiative, ())}
    if selection.units is None and not selection.status:
        loose = needs - reached if selection.found is None else needs & selection.found.needs - reached
        reached |= {need for need in loose if _unserved(chains, need, selection)}
    return Chosen(initiatives, frozenset(reached))


def _in_segment(fact: NeedFact, selection: Selection) -> bool:
    return selection.segments is None or fact.segment in selection.segments


def _passes(fact: InitiativeFact, chains: Chains, selection: Selection) -> bool:
    return (
        (selection.initiatives is None or fact.id in selection.initiatives)
        and (selection.units is None or fact.unit in selection.units)
        and (not selection.status or fact.status == selection.status)
        and (not selection.state or chains.initiatives.state(fact.id) == selection.state)
    )


def _has_words(initiative: Id, serving: Mapping[Id, Collection[Id]], selection: Selection) -> bool:
    """Whether the words looked for are in it or in a need it serves."""
    found = selection.found
    return (
        found is None
        or initiative in found.initiatives
        or not found.needs.isdisjoint(serving.get(initiative, ()))
    )


def _unserved(chains: Chains, need: Id, selection: Selection) -> bool:
    chain = chains.needs[need]
    return Hop.INITIATIVE in chain.missing and (not selection.state or selection.state == ChainState.BROKEN)


def tree(parents: Mapping[Id, Id | None], root: Id) -> frozenset[Id]:
    """``root`` and everything below it, given the parent of each."""
    children: dict[Id | None, list[Id]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found: set[Id] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += children.get(node, ())
    return frozenset(found)
