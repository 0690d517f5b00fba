"""Whether a benefits network holds: what keeps an initiative from reaching an objective. Pure functions on keys.

Source: the benefits dependency network of J. Ward and E. Daniel, told right to left: objectives, benefits, business
changes, enabling changes, enablers (J. Peppard, J. Ward and E. Daniel, MIS Quarterly Executive 6(1), 2007). The findings
and their order are our own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from alignment.choices import Layer, NetworkFault
from alignment.engine.facts import Id, order

ALONE = Fraction(1)
"""The place of what leads to nothing: below everything that does."""
LEVEL = {layer: level for level, layer in enumerate(Layer)}


class Node(NamedTuple):
    """One record of the network."""

    layer: Layer
    id: Id


@dataclass(frozen=True, slots=True)
class Enabler:
    """An initiative; one that is exempt, or whose work has been stopped, owes no benefit."""

    id: Id
    owes: bool = True


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """A change; ``is_led_by_it`` of a person in an IT unit."""

    id: Id
    is_enabling: bool = False
    has_owner: bool = True
    is_led_by_it: bool = False

    @property
    def node(self) -> Node:
        return Node(Layer.ENABLING if self.is_enabling else Layer.BUSINESS, self.id)


@dataclass(frozen=True, slots=True)
class GainFact:
    """A benefit, and what of its contract is stated. What can only be observed needs neither measure nor baseline."""

    id: Id
    has_owner: bool = True
    has_measure: bool = True
    has_baseline: bool = True
    has_due_date: bool = True


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """The records of a network and what leads to what, in any order."""

    enablers: tuple[Enabler, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    benefits: tuple[GainFact, ...] = ()
    objectives: tuple[Id, ...] = ()
    edges: tuple[tuple[Node, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkFinding:
    """One thing to mend: what it is about, and where a wrong link leads."""

    fault: NetworkFault
    node: Node
    far: Node | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """``reaching`` are the records from which an objective is reached; ``edges`` those that keep the order."""

    reaching: frozenset[Node]
    edges: tuple[tuple[Node, Node], ...]
    findings: tuple[NetworkFinding, ...]


def network(facts: NetworkFacts) -> Network:
    """What holds and what does not. A link to a record that is not there is left out.

    A link must lead to a later layer; one that does not is told and counts as none. Each way that ends before an
    objective is told once, at the record where it ends.
    """
    nodes = _nodes(facts)
    edges = sorted({edge for edge in facts.edges if set(edge) <= nodes}, key=_rank)
    sound = tuple(edge for edge in edges if LEVEL[edge[0].layer] < LEVEL[edge[1].layer])
    onward, kept = {source for source, _target in sound}, set(sound)
    against = [NetworkFinding(NetworkFault.AGAINST_LAYERS, *edge) for edge in edges if edge not in kept]
    found = [*against, *_of_enablers(facts, onward), *_of_changes(facts, onward), *_of_benefits(facts, sound)]
    ranks = {fault: rank for rank, fault in enumerate(NetworkFault)}
    found.sort(key=lambda one: (ranks[one.fault], *_place(one.node), *(_place(one.far) if one.far else ())))
    return Network(_reaching(sound, facts.objectives), sound, tuple(found))


def arranged(nodes: Iterable[Node], edges: Iterable[tuple[Node, Node]]) -> tuple[Node, ...]:
    """The nodes layer by layer, each near what it leads to: by the mean place of that, from objectives backward.

    So that most lines run nearly flat. Within a layer the given order stays among equals.
    """
    onward: dict[Node, list[Node]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
    given = list(nodes)
    place: dict[Node, Fraction] = {}
    rows: dict[Layer, list[Node]] = {}
    for layer in reversed(Layer):
        own = [node for node in given if node.layer is layer]
        ahead = {node: [place[one] for one in onward.get(node, ()) if one in place] for node in own}
        mean = {
            node: sum(places, Fraction()) / len(places) if places else ALONE for node, places in ahead.items()
        }
        rows[layer] = sorted(own, key=mean.__getitem__)
        place |= {node: Fraction(2 * at + 1, 2 * len(own)) for at, node in enumerate(rows[layer])}
    return tuple(node for layer in Layer for node in rows[layer])


def _nodes(facts: NetworkFacts) -> set[Node]:
    return {
        *(Node(Layer.ENABLER, one.id) for one in facts.enablers),
        *(one.node for one in facts.changes),
        *(Node(Layer.BENEFIT, one.id) for one in facts.benefits),
        *(Node(Layer.OBJECTIVE, key) for key in facts.objectives),
    }


def _reaching(edges: Iterable[tuple[Node, Node]], objectives: Iterable[Id]) -> frozenset[Node]:
    """Everything from which one goes to an objective, and the objectives themselves."""
    sources: dict[Node, list[Node]] = {}
    for source, target in edges:
        sources.setdefault(target, []).append(source)
    waiting = [Node(Layer.OBJECTIVE, key) for key in objectives]
    found = set(waiting)
    while waiting:
        nearer = [node for node in sources.get(waiting.pop(), ()) if node not in found]
        found.update(nearer)
        waiting += nearer
    return frozenset(found)


def _of_enablers(facts: NetworkFacts, onward: set[Node]) -> Iterator[NetworkFinding]:
    for one in facts.enablers:
        node = Node(Layer.ENABLER, one.id)
        if one.owes and node not in onward:
            yield NetworkFinding(NetworkFault.ENABLER_NOWHERE, node)


def _of_changes(facts: NetworkFacts, onward: set[Node]) -> Iterator[NetworkFinding]:
    for one in facts.changes:
        if one.node not in onward:
            yield NetworkFinding(NetworkFault.CHANGE_NOWHERE, one.node)
        if one.is_enabling:
            continue
        if not one.has_owner:
            yield NetworkFinding(NetworkFault.CHANGE_NO_OWNER, one.node)
        elif one.is_led_by_it:
            yield NetworkFinding(NetworkFault.CHANGE_OWNER_IN_IT, one.node)


def _of_benefits(facts: NetworkFacts, edges: Iterable[tuple[Node, Node]]) -> Iterator[NetworkFinding]:
    kept = list(edges)
    changed = {target for source, target in kept if source.layer is Layer.BUSINESS}
    onward = {source for source, _target in kept}
    for one in facts.benefits:
        node = Node(Layer.BENEFIT, one.id)
        stated = (
            (node in changed, NetworkFault.BENEFIT_NO_CHANGE),
            (one.has_owner, NetworkFault.BENEFIT_NO_OWNER),
            (one.has_measure, NetworkFault.BENEFIT_NO_MEASURE),
            (one.has_baseline or not one.has_measure, NetworkFault.BENEFIT_NO_BASELINE),
            (one.has_due_date, NetworkFault.BENEFIT_NO_DUE_DATE),
            (node in onward, NetworkFault.BENEFIT_NOWHERE),
        )
        yield from (NetworkFinding(fault, node) for is_stated, fault in stated if not is_stated)


def _place(node: Node) -> tuple[int, tuple[int, int, str]]:
    return LEVEL[node.layer], order(node.id)


def _rank(edge: tuple[Node, Node]) -> tuple[object, ...]:
    return (*_place(edge[0]), *_place(edge[1]))
