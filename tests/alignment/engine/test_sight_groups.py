"""The line of sight of a crowd: grouped until it can be read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from alignment.choices import Hop
from alignment.engine.facts import BenefitFact, Id, InitiativeFact
from alignment.engine.selection import tree
from alignment.engine.shapes import Edge, Key, Kind, Node, Sight
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
    return [node.key for node in result.nodes if node.home and node.home.kind is not Kind.OBJECTIVE]


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
    assert items(seen(CROWD, readable=1, opened=UNIT)) == [i(3), i(2), PROGRAM]
    assert items(seen(CROWD, readable=1, opened=PROGRAM)) == [UNIT, i(1)]


def test_many_needs_are_grouped_by_the_objective_they_lean_towards() -> None:
    result = seen(readable=1)
    groups = {number: Key(Kind.OBJECTIVE_NEEDS, number) for number in (1, 2, None)}
    assert [node for node in result.nodes if node.key in groups.values()] == [
        Node(groups[2], Decimal(55), 2, CI, o(2)),
        Node(groups[1], Decimal(75), 1, OE, o(1)),
        Node(groups[None], Decimal(10), 1, size=2),
    ]
    opened = seen(readable=2, opened=groups[None])
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
