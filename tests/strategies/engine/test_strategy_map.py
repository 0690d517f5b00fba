"""The checks of a strategy map against a brute force over every path of small graphs."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from strategies.choices import MapFault, Perspective
from strategies.engine.strategy_map import (
    LEVELS,
    Arrow,
    MapFinding,
    Node,
    arranged,
    findings,
    ring_through,
    rings,
)

LEARNING, PROCESS, CUSTOMER, FINANCIAL = Perspective.values
KEYS = range(5)
ends = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1])
graphs = st.lists(ends, max_size=9, unique=True).map(lambda pairs: [Arrow(*pair) for pair in pairs])
nodes = st.lists(st.sampled_from([*Perspective.values, ""]), min_size=5, max_size=5).map(
    lambda given_: [Node(key, perspective) for key, perspective in zip(KEYS, given_, strict=True)]
)


def all_paths(arrows: list[Arrow]) -> set[tuple[int, ...]]:
    """Every path without repetition, tried out one by one."""
    drawn = {(arrow.cause, arrow.outcome) for arrow in arrows}
    return {
        path
        for length in range(2, len(KEYS) + 1)
        for path in permutations(KEYS, length)
        if all(pair in drawn for pair in pairwise(path))
    }


def reaches(arrows: list[Arrow]) -> set[tuple[int, int]]:
    return {(path[0], path[-1]) for path in all_paths(arrows)}


def sound_map() -> tuple[list[Node], list[Arrow]]:
    levels = [LEARNING, PROCESS, CUSTOMER, FINANCIAL]
    return [Node(key, level) for key, level in enumerate(levels)], [Arrow(key, key + 1) for key in range(3)]


def test_a_map_that_leads_upward_to_money_holds() -> None:
    assert findings(*sound_map()) == ()


def test_a_same_level_arrow_is_allowed_and_a_downward_one_is_named() -> None:
    objectives, arrows = sound_map()
    objectives.append(Node(4, CUSTOMER))
    assert findings(objectives, [*arrows, Arrow(4, 2)]) == ()
    found = findings(objectives, [*arrows, Arrow(4, 2), Arrow(4, 0)])
    assert found == (MapFinding(MapFault.DOWNWARD, (4, 0)),)


def test_what_an_objective_lacks_is_named_once() -> None:
    objectives, arrows = sound_map()
    objectives += [Node(4, ""), Node(5, FINANCIAL), Node(6, CUSTOMER), Node(7, PROCESS)]
    found = findings(objectives, [*arrows, Arrow(7, 6)])
    assert found == (
        MapFinding(MapFault.UNPLACED, (4,)),
        MapFinding(MapFault.ALONE, (5,)),
        MapFinding(MapFault.STRANDED, (6,)),
        MapFinding(MapFault.STRANDED, (7,)),
    )


def test_without_a_financial_objective_that_one_thing_is_said() -> None:
    found = findings([Node(1, PROCESS), Node(2, CUSTOMER)], [Arrow(1, 2)])
    assert found == (MapFinding(MapFault.NO_MONEY, (1, 2)),)
    assert findings([], []) == ()


def test_a_ring_is_named_in_the_order_of_its_arrows_the_shortest_one() -> None:
    arrows = [Arrow(2, 3), Arrow(3, 4), Arrow(4, 2), Arrow(3, 2), Arrow(0, 1), Arrow(1, 0)]
    assert rings(arrows) == ((0, 1), (2, 3))
    assert rings([Arrow(1, 1)]) == ((1,),)
    assert ring_through([Arrow(0, 1), Arrow(1, 2)], Arrow(2, 0)) == (2, 0, 1)
    assert ring_through([Arrow(0, 1), Arrow(1, 2)], Arrow(0, 2)) == ()


@given(graphs)
def test_there_is_a_ring_exactly_where_something_reaches_itself(arrows: list[Arrow]) -> None:
    reached = reaches(arrows)
    knotted = {one for one, other in reached if (other, one) in reached}
    drawn = {(arrow.cause, arrow.outcome) for arrow in arrows}
    found = rings(arrows)
    for ring in found:
        assert all(pair in drawn for pair in zip(ring, (*ring[1:], ring[0]), strict=True))
        assert len(set(ring)) == len(ring)
        lengths = [len(p) for p in all_paths(arrows) if p[0] == ring[0] and (p[-1], ring[0]) in drawn]
        assert len(ring) == min(lengths)
    named = {key for ring in found for key in ring}
    knots = {frozenset(b for b in knotted if (a, b) in reached and (b, a) in reached) | {a} for a in knotted}
    assert named <= knotted
    assert [len(knot & {ring[0] for ring in found}) for knot in knots] == [1] * len(knots)


@given(nodes, graphs)
def test_the_findings_are_what_brute_force_finds(objectives: list[Node], arrows: list[Arrow]) -> None:
    found = findings(objectives, arrows)
    level = {node.key: node.perspective for node in objectives}
    money = {key for key in KEYS if level[key] == FINANCIAL}
    touched = {key for arrow in arrows for key in (arrow.cause, arrow.outcome)}
    paying = money | {one for one, other in reaches(arrows) if other in money}
    named = {fault: [f.objectives for f in found if f.fault == fault] for fault in MapFault}
    assert named[MapFault.DOWNWARD] == [
        (arrow.cause, arrow.outcome)
        for arrow in arrows
        if level[arrow.cause]
        and level[arrow.outcome]
        and LEVELS[level[arrow.cause]] > LEVELS[level[arrow.outcome]]
    ]
    assert named[MapFault.UNPLACED] == [(key,) for key in KEYS if not level[key]]
    assert named[MapFault.ALONE] == [(key,) for key in KEYS if level[key] and key not in touched]
    stranded = [(key,) for key in KEYS if level[key] and key in touched and key not in paying]
    assert named[MapFault.STRANDED] == (stranded if money else [])
    assert named[MapFault.NO_MONEY] == ([] if money else [tuple(KEYS)])
    assert [finding.fault for finding in found] == sorted(
        (finding.fault for finding in found), key=list(MapFault).index
    )


@given(nodes, graphs)
def test_every_objective_has_one_place_in_its_row(objectives: list[Node], arrows: list[Arrow]) -> None:
    rows = arranged(objectives, arrows)
    assert {key: sorted(row) for key, row in rows.items()} == {
        perspective: [node.key for node in objectives if node.perspective == perspective]
        for perspective in (*Perspective.values, "")
    }


def test_a_row_follows_the_one_above_it() -> None:
    objectives = [Node(1, FINANCIAL), Node(2, FINANCIAL), Node(3, CUSTOMER), Node(4, CUSTOMER)]
    assert arranged(objectives, [Arrow(3, 2), Arrow(4, 1)])[CUSTOMER] == (4, 3)
