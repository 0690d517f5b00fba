"""The benefits network: each thing it can leave open, and that no way ends without being told."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Layer, NetworkFault
from alignment.engine.network import (
    LEVEL,
    ChangeFact,
    Enabler,
    GainFact,
    Network,
    NetworkFacts,
    NetworkFinding,
    Node,
    arranged,
    network,
)

WORK, TRAINING, DOING = Node(Layer.ENABLER, 1), Node(Layer.ENABLING, 1), Node(Layer.BUSINESS, 2)
"""Keys of changes differ, because they are of one table."""
GAIN, AIM = Node(Layer.BENEFIT, 1), Node(Layer.OBJECTIVE, 1)
CHAIN = tuple(pairwise((WORK, TRAINING, DOING, GAIN, AIM)))
"""A whole way."""
CHANGES = (ChangeFact(1, is_enabling=True), ChangeFact(2))


def facts(
    edges: Iterable[tuple[Node, Node]] = CHAIN,
    *,
    changes: tuple[ChangeFact, ...] = CHANGES,
    gain: GainFact = GainFact(1),  # noqa: B008 — frozen
    owes: bool = True,
) -> NetworkFacts:
    return NetworkFacts((Enabler(1, owes),), changes, (gain,), (1,), tuple(edges))


def faults(found: Network) -> list[tuple[NetworkFault, Node]]:
    return [(one.fault, one.node) for one in found.findings]


def test_a_whole_way_leaves_nothing_open() -> None:
    found = network(facts())
    assert found == Network(frozenset({WORK, TRAINING, DOING, GAIN, AIM}), CHAIN, ())


@pytest.mark.parametrize(
    ("missing", "fault", "node", "reaching"),
    [
        (0, NetworkFault.ENABLER_NOWHERE, WORK, {TRAINING, DOING, GAIN, AIM}),
        (1, NetworkFault.CHANGE_NOWHERE, TRAINING, {DOING, GAIN, AIM}),
        (3, NetworkFault.BENEFIT_NOWHERE, GAIN, {AIM}),
    ],
)
def test_a_way_that_ends_is_told_once_where_it_ends(
    missing: int, fault: NetworkFault, node: Node, reaching: set[Node]
) -> None:
    found = network(facts(edge for edge in CHAIN if edge != CHAIN[missing]))
    assert faults(found) == [(fault, node)]
    assert set(found.reaching) == reaching


def test_a_benefit_nobody_changes_anything_for_is_told_on_both_sides() -> None:
    found = network(facts([CHAIN[0], CHAIN[1], (WORK, GAIN), CHAIN[3]]))
    assert faults(found) == [
        (NetworkFault.CHANGE_NOWHERE, DOING),
        (NetworkFault.BENEFIT_NO_CHANGE, GAIN),
    ]
    assert found.reaching == {WORK, GAIN, AIM}


def test_exempt_work_owes_nothing() -> None:
    assert faults(network(facts(CHAIN[1:], owes=False))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((ChangeFact(2, has_owner=False),), [(NetworkFault.CHANGE_NO_OWNER, DOING)]),
        ((ChangeFact(2, is_led_by_it=True),), [(NetworkFault.CHANGE_OWNER_IN_IT, DOING)]),
        ((ChangeFact(2), ChangeFact(1, True, has_owner=False)), []),
        ((ChangeFact(2), ChangeFact(1, True, is_led_by_it=True)), []),
    ],
)
def test_a_business_change_is_led_by_somebody_outside_it(
    changes: tuple[ChangeFact, ...], expected: list[tuple[NetworkFault, Node]]
) -> None:
    edges = CHAIN if len(changes) > 1 else ((WORK, DOING), *CHAIN[2:])
    assert faults(network(facts(edges, changes=changes))) == expected


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        (GainFact(1, has_owner=False), [NetworkFault.BENEFIT_NO_OWNER]),
        (GainFact(1, has_measure=False, has_baseline=False), [NetworkFault.BENEFIT_NO_MEASURE]),
        (GainFact(1, has_baseline=False), [NetworkFault.BENEFIT_NO_BASELINE]),
        (GainFact(1, has_due_date=False), [NetworkFault.BENEFIT_NO_DUE_DATE]),
    ],
)
def test_each_benefit_has_owner_measure_baseline_and_due_date(
    gain: GainFact, expected: list[NetworkFault]
) -> None:
    assert faults(network(facts(gain=gain))) == [(fault, GAIN) for fault in expected]


def test_a_link_against_the_order_counts_as_none_and_is_told_with_its_end() -> None:
    back, other = (GAIN, DOING), ChangeFact(3)
    aside = (DOING, Node(Layer.BUSINESS, 3))
    found = network(facts([*CHAIN, back, aside], changes=(*CHANGES, other)))
    assert found.findings == (
        NetworkFinding(NetworkFault.AGAINST_LAYERS, *aside),
        NetworkFinding(NetworkFault.AGAINST_LAYERS, *back),
        NetworkFinding(NetworkFault.CHANGE_NOWHERE, Node(Layer.BUSINESS, 3)),
    )
    assert found.edges == CHAIN


def test_a_link_to_what_is_not_there_is_left_out() -> None:
    assert network(facts([*CHAIN, (WORK, Node(Layer.BENEFIT, 9))])) == network(facts())


def test_nothing_is_nothing() -> None:
    assert network(NetworkFacts()) == Network(frozenset(), (), ())


def test_each_stands_near_what_it_leads_to() -> None:
    aims = [Node(Layer.OBJECTIVE, key) for key in (1, 2, 3)]
    gains = [Node(Layer.BENEFIT, key) for key in (1, 2, 3, 4)]
    edges = [(gains[0], aims[2]), (gains[1], aims[0]), (gains[2], aims[0]), (gains[2], aims[2])]
    assert arranged([*gains, *aims], edges) == (gains[1], gains[2], gains[0], gains[3], *aims)
    assert arranged([], []) == ()


keys = st.integers(1, 3)
nodes = st.builds(Node, st.sampled_from(list(Layer)), keys)
changes_ = st.lists(
    st.builds(ChangeFact, keys, st.booleans(), st.booleans(), st.booleans()),
    max_size=3,
    unique_by=lambda one: one.id,
)
worlds = st.builds(
    NetworkFacts,
    st.lists(st.builds(Enabler, keys), max_size=3, unique_by=lambda one: one.id).map(tuple),
    changes_.map(tuple),
    st.lists(st.builds(GainFact, keys), max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(keys, max_size=3, unique=True).map(tuple),
    st.lists(st.tuples(nodes, nodes), max_size=14).map(tuple),
)


def reached(start: Node, edges: Iterable[tuple[Node, Node]]) -> set[Node]:
    """Everything one comes to by following links, the start included: found by trying each link again and again."""
    found, known = {start}, list(edges)
    for _ in known:
        found |= {target for source, target in known if source in found}
    return found


@given(worlds, st.randoms())
def test_no_way_ends_without_being_told(world: NetworkFacts, chance: object) -> None:
    found = network(world)
    told = {one.node for one in found.findings}
    objectives = {Node(Layer.OBJECTIVE, key) for key in world.objectives}
    assert all(LEVEL[source.layer] < LEVEL[target.layer] for source, target in found.edges)
    ends = {node for edge in found.edges for node in edge}
    assert set(arranged(ends, found.edges)) == ends
    for one in world.enablers:
        ways = reached(Node(Layer.ENABLER, one.id), found.edges)
        assert (Node(Layer.ENABLER, one.id) in found.reaching) is bool(ways & objectives)
        assert ways & objectives or ways & told
    edges = list(world.edges)
    chance.shuffle(edges)  # type: ignore[attr-defined]
    turned = NetworkFacts(
        world.enablers[::-1], world.changes[::-1], world.benefits[::-1], world.objectives[::-1], tuple(edges)
    )
    assert network(turned) == found
