"""The line of sight of a crowd: grouped until it can be read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from alignment.choices import Grouping, Hop
from alignment.engine.facts import BenefitFact, Id, InitiativeFact
from alignment.engine.selection import tree
from alignment.engine.shapes import COLUMN_OF, Edge, Key, Kind, Node, Sight
from tests.alignment.engine.portfolio import CI, OE, PORTFOLIO, b, i, link, n, o, seen

CROWD = replace(
    PORTFOLIO,
    initiatives=(*PORTFOLIO.initiatives[:2], InitiativeFact(3, unit=1, spend=Decimal(60))),
    needs=PORTFOLIO.needs[:2],
    links=(*PORTFOLIO.links, link(Hop.NEED, 3, 2)),
)
"""Three initiatives serve two needs: one of a program, two of a unit."""
UNIT, PROGRAM = Key(Kind.UNIT, 1), Key(Kind.PROGRAM, 5)


def items(result: Sight) -> list[Key]:
    return [node.key for node in result.nodes if COLUMN_OF[node.key.kind] == 2]


def test_many_initiatives_are_grouped_by_program_else_by_unit() -> None:
    result = seen(CROWD, readable=2)
    assert result.is_grouped
    assert [node for node in result.nodes if node.key.kind in (Kind.PROGRAM, Kind.UNIT)] == [
        Node(UNIT, Decimal(100), 2, CI, n(2), size=2),
        Node(PROGRAM, Decimal(100), 1, OE, n(1)),
    ]


def test_an_open_group_shows_its_initiatives() -> None:
    assert items(seen(CROWD, readable=2, opened=PROGRAM)) == [UNIT, i(1)]
    assert items(seen(CROWD, readable=2, opened=UNIT)) == [i(3), i(2), PROGRAM]


def test_too_many_groups_are_grouped_by_unit_then_by_the_units_above() -> None:
    spread_out = replace(CROWD, initiatives=tuple(fact._replace(unit=fact.id) for fact in CROWD.initiatives))
    above = {1: 9, 2: 9, 3: 9}
    assert items(seen(CROWD, readable=1)) == [UNIT]
    assert items(seen(spread_out, readable=2)) == [Key(Kind.UNIT, 3), Key(Kind.UNIT, 2), UNIT]
    assert items(seen(spread_out, readable=2, units=above)) == [Key(Kind.UNIT, 9)]


def test_an_open_group_that_is_still_a_crowd_shows_the_next_finer_groups() -> None:
    """Units 1 to 4 stand under 8, 7 and 6, and those under 9 and 5."""
    spread_out = replace(
        CROWD,
        initiatives=tuple(InitiativeFact(at, unit=at, spend=Decimal(10 * at)) for at in range(1, 5)),
        links=(*CROWD.links, link(Hop.NEED, 4, 2)),
    )
    above = {1: 8, 2: 8, 3: 7, 4: 6, 8: 9, 7: 9, 6: 5}
    unit = {at: Key(Kind.UNIT, at) for at in range(1, 10)}

    def shown(*opened: int) -> Sight:
        asked = frozenset(unit[at] for at in opened)
        return seen(spread_out, readable=2, tall=9, units=above, by=Grouping.UNIT, opened=asked)

    assert items(shown()) == [unit[9], unit[5]]
    assert items(shown(9)) == [unit[5], unit[7], unit[8]]
    assert items(shown(9, 8)) == [unit[5], unit[7], i(2), i(1)]
    assert (shown(9).nesting, shown(9, 8).nesting) == ({}, {unit[8]: unit[9]})
    assert {node.key: node.inside for node in shown(9, 8).nodes if node.inside} == {
        unit[7]: unit[9],
        i(1): unit[8],
        i(2): unit[8],
    }
    assert items(seen(CROWD, readable=1, opened=PROGRAM)) == [UNIT, i(1)]


def test_what_an_open_group_has_no_room_to_name_stays_one_group() -> None:
    """Neither its finer groups nor its names have room: the largest stands by name."""
    result = seen(CROWD, readable=1, opened=UNIT)
    assert items(result) == [UNIT, i(1)]
    rest = next(node for node in result.nodes if node.key == UNIT)
    assert (rest.is_rest, rest.size, rest.amount) == (True, 2, Decimal(100))
    assert items(seen(CROWD, readable=1, opened=UNIT, names=2)) == [i(3), i(2), i(1)]
    assert items(seen(CROWD, readable=1)) == [UNIT]
    assert not any(node.is_rest for node in seen(CROWD, readable=1).nodes)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (Grouping.PROGRAM, [UNIT, PROGRAM]),
        (Grouping.UNIT, [UNIT]),
        (Grouping.OBJECTIVE, [Key(Kind.OBJECTIVE_ITEMS, 2), Key(Kind.OBJECTIVE_ITEMS, 1)]),
        (Grouping.SEGMENT, [Key(Kind.SEGMENT_ITEMS, 10)]),
        (Grouping.AUTOMATIC, [i(3), i(2), i(1)]),
    ],
)
def test_a_chosen_grouping_groups_however_few_there_are(by: Grouping, groups: list[Key]) -> None:
    assert items(seen(CROWD, by=by)) == groups


def test_groups_by_objective_are_grouped_by_discipline_where_they_are_many() -> None:
    result = seen(readable=1, by=Grouping.OBJECTIVE)
    assert [node.key for node in result.nodes] == [
        Key(Kind.DISCIPLINE, CI),
        Key(Kind.DISCIPLINE, OE),
        Key(Kind.DISCIPLINE_NEEDS, CI),
        Key(Kind.DISCIPLINE_NEEDS, OE),
        Key(Kind.DISCIPLINE_NEEDS, ""),
        Key(Kind.DISCIPLINE_ITEMS, CI),
        Key(Kind.DISCIPLINE_ITEMS, OE),
        b(1),
    ]
    opened = seen(readable=1, by=Grouping.OBJECTIVE, opened=Key(Kind.DISCIPLINE, CI))
    assert [node.key for node in opened.nodes][:2] == [o(2), Key(Kind.DISCIPLINE, OE)]


def test_needs_are_grouped_by_segment_and_the_segments_above() -> None:
    by_segment: dict[str, Any] = {"by": Grouping.SEGMENT, "readable": 1}
    result = seen(**by_segment, segments={10: 12, 11: 12})
    group = Key(Kind.SEGMENT_NEEDS, 12)
    assert [node for node in result.nodes if node.key == group] == [
        Node(group, Decimal(140), 2, "", Key(Kind.DISCIPLINE, OE), size=4)
    ]
    assert items(seen(**by_segment, segments={}))[-1].kind is Kind.SEGMENT_ITEMS


def test_many_needs_are_grouped_by_the_objective_they_lean_towards() -> None:
    result = seen(readable=3)
    groups = {number: Key(Kind.OBJECTIVE_NEEDS, number) for number in (1, 2, None)}
    assert [node for node in result.nodes if node.key in groups.values()] == [
        Node(groups[2], Decimal(55), 2, CI, o(2)),
        Node(groups[1], Decimal(75), 1, OE, o(1)),
        Node(groups[None], Decimal(10), 1, size=2),
    ]
    opened = seen(readable=3, opened=groups[None])
    needs = (Kind.NEED, Kind.OBJECTIVE_NEEDS)
    shown = [node.key for node in opened.nodes if node.key.kind in needs]
    assert shown == [groups[2], groups[1], n(3), n(4)]


def test_many_benefits_are_grouped_by_the_unit_that_gains_them() -> None:
    many = replace(
        PORTFOLIO,
        benefits=tuple(BenefitFact(at, 1, True, True, unit=at % 2) for at in range(1, 6)),
        links=(*PORTFOLIO.links[:8], *(link(Hop.BENEFIT, at % 2 + 1, at) for at in range(1, 6))),
    )
    gains = [Key(Kind.UNIT_BENEFITS, unit) for unit in (0, 1)]
    result = seen(many, readable=2)
    assert [node for node in result.nodes if node.key.kind is Kind.UNIT_BENEFITS] == [
        Node(gains[0], Decimal(100), 1, size=2),
        Node(gains[1], Decimal(40), 1, size=3),
    ]
    assert [edge for edge in result.edges if edge.target in gains] == [
        Edge(i(1), gains[0], Decimal(100), OE),
        Edge(i(2), gains[1], Decimal(40), CI),
    ]
    opened = seen(many, readable=2, opened=gains[0])
    assert [node.key for node in opened.nodes if node.key.kind is Kind.BENEFIT] == [b(2), b(4)]


def test_output_is_bounded_by_groups() -> None:
    many = tuple(InitiativeFact(number, unit=number % 7, spend=Decimal(1)) for number in range(1, 901))
    links = tuple(link(Hop.NEED, number, number % 3 + 1) for number in range(1, 901))
    result = seen(replace(PORTFOLIO, initiatives=many, links=links))
    assert len([node for node in result.nodes if node.key.kind is Kind.UNIT]) == 7
    assert len(result.edges) == 21
    assert result.totals.linked == Decimal(900)


def test_a_tree_reaches_everything_below_even_through_a_ring() -> None:
    parents: dict[Id, Id | None] = {1: None, 2: 1, 3: 2, 4: None, 5: 6, 6: 5}
    assert tree(parents, 1) == {1, 2, 3}
    assert tree(parents, 5) == {5, 6}


# ---------- properties ----------
