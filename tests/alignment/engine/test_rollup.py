"""Costs and benefits added up, against sums made by hand and by brute force on small worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Hop
from alignment.engine.chains import chains
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    Facts,
    Id,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.rollup import Line, Promised, Sums, sums

TODAY = date(2026, 11, 20)
ABOVE: dict[Id, Sequence[Id]] = {1: [1], 2: [1, 2], 3: [1, 2, 3]}
"""Unit 3 below 2 below 1."""
NOTHING = Promised({}, {}, {})
FACTS = Facts(
    strategies=(StrategyFact(1, True), StrategyFact(2, False)),
    objectives=(ObjectiveFact(1, 1, "ci"), ObjectiveFact(2, 1, "oe"), ObjectiveFact(3, 2, "pl")),
    elements=(ElementFact(1, 1), ElementFact(2, 2)),
    needs=(NeedFact(1), NeedFact(2), NeedFact(3)),
    initiatives=(
        InitiativeFact(10, unit=2, program=5, spend=Decimal(100)),
        InitiativeFact(11, unit=3, program=5, spend=Decimal(60)),
        InitiativeFact(12, unit=1, spend=None),
        InitiativeFact(13, unit=1, spend=Decimal(7), exempt_until=TODAY),
        InitiativeFact(14, unit=3, spend=Decimal(20)),
        InitiativeFact(15, spend=Decimal(40)),
    ),
    benefits=(BenefitFact(1, 1, True, True), BenefitFact(2, None, False, False)),
    links=(
        LinkFact(Hop.OBJECTIVE, 1, 1, 3),
        LinkFact(Hop.OBJECTIVE, 1, 2, 1),
        LinkFact(Hop.OBJECTIVE, 2, 3, 2),
        LinkFact(Hop.ELEMENT, 1, 1),
        LinkFact(Hop.ELEMENT, 2, 2),
        LinkFact(Hop.NEED, 10, 1, 2),
        LinkFact(Hop.NEED, 10, 3, 2),
        LinkFact(Hop.NEED, 11, 2, 2),
        LinkFact(Hop.NEED, 15, 1, 2, share=Decimal(100)),
        LinkFact(Hop.BENEFIT, 10, 1, 3),
        LinkFact(Hop.BENEFIT, 14, 1, 1),
        LinkFact(Hop.BENEFIT, 11, 2, 2),
    ),
)
PROMISED = Promised({1: Decimal(40), 2: None}, {1: Decimal(20)}, {1: Decimal(10)})


def added(facts: Facts = FACTS, promised: Promised = PROMISED, only: Any = None) -> Sums:
    keys = {fact.id for fact in facts.initiatives} if only is None else only
    return sums(facts, chains(facts, TODAY), promised, ABOVE, keys, TODAY)


def line(count: int, cost: Any, without: int, off: int, off_cost: Any, exempt: int, *benefits: Any) -> Line:
    """Benefits are promised, should have come and have come; all of them are read."""
    amounts = [None if amount is None else Decimal(amount) for amount in (cost, off_cost, *benefits)]
    promised, *come = amounts[2:]
    unread = None if promised is None else Decimal(0)
    return Line(count, amounts[0], without, off, amounts[1], exempt, promised, unread, *come)


def test_everything_once() -> None:
    found = added()
    assert found.whole == line(6, 227, 1, 3, 80, 1, 40, 20, 10)
    assert found.unaligned == (11, 14, 12)
    assert found.cost[12] is None


def test_a_unit_counts_with_everything_below_it() -> None:
    found = added().units
    assert found[1] == line(5, 187, 1, 3, 80, 1, 40, 20, 10)
    assert found[2] == line(3, 180, 0, 2, 80, 0, 40, 20, 10)
    assert found[3] == line(2, 80, 0, 2, 80, 0, 10, 5, "2.5")


def test_programs_and_what_is_in_none() -> None:
    found = added().programs
    assert found[5] == line(2, 160, 0, 1, 60, 0, 30, 15, "7.5")
    assert found[None] == line(4, 67, 1, 2, 20, 1, 10, 5, "2.5")


def test_money_divides_among_objectives_and_what_reaches_none() -> None:
    """Half of initiative 10 reaches a need nobody asks for; 11 reaches a draft alone."""
    found = added().objectives
    assert set(found) == {1, 2, None}
    assert found[1] == line(2, "67.5", 0, 0, None, 0, "11.25", "5.63", "2.81")
    assert found[2] == line(2, "22.5", 0, 0, None, 0, "3.75", "1.87", "0.94")
    assert found[None] == line(5, 137, 1, 3, 80, 1, 25, "12.5", "6.25")


def test_only_what_is_asked_for() -> None:
    found = added(only={10})
    assert found.whole == line(1, 100, 0, 0, None, 0, 30, 15, "7.5")
    assert (set(found.units), set(found.programs), found.unaligned) == ({1, 2}, {5}, ())


def test_where_all_money_reaches_an_objective_there_is_no_rest() -> None:
    assert set(added(only={15}).objectives) == {1, 2}


def test_what_nobody_has_read_is_told_beside_what_has_come() -> None:
    """Initiative 11 alone brings about benefit 2, of 8 a year, which has a plan and no reading."""
    found = added(promised=Promised({1: Decimal(40), 2: Decimal(8)}, {1: Decimal(20)}, {1: Decimal(10)}))
    assert found.whole == replace(line(6, 227, 1, 3, 80, 1, 48, 20, 10), unread=Decimal(8))
    assert [found.units[unit].unread for unit in (1, 2, 3)] == [Decimal(8)] * 3
    assert [found.objectives[key].unread for key in (1, 2, None)] == [Decimal(0), Decimal(0), Decimal(8)]


def test_what_reaches_no_objective_and_promises_nothing_is_no_zero() -> None:
    facts = replace(FACTS, links=(*FACTS.links, LinkFact(Hop.BENEFIT, 15, 1, 2)))
    found = added(facts, only={11, 15})
    assert found.whole.promised is not None
    assert found.objectives[None] == line(1, 60, 0, 1, 60, 0, None, None, None)


def test_nothing_is_no_zero() -> None:
    found = added(Facts())
    assert found.whole == line(0, None, 0, 0, None, 0, None, None, None)
    assert (found.units, found.programs, found.objectives) == ({}, {}, {})
    assert added(promised=NOTHING).objectives[None].promised is None


links = st.lists(
    st.tuples(
        st.sampled_from((Hop.OBJECTIVE, Hop.ELEMENT, Hop.NEED, Hop.BENEFIT)),
        st.integers(1, 3),
        st.integers(1, 3),
        st.integers(0, 3),
    ).map(lambda told: LinkFact(*told)),
    max_size=12,
    unique_by=lambda link: (link.hop, link.source, link.target),
)
amounts = st.none() | st.integers(0, 999).map(Decimal)
work = st.lists(
    st.tuples(st.none() | st.integers(1, 3), st.none() | st.integers(1, 2), amounts, st.booleans()),
    max_size=3,
).map(
    lambda told: tuple(
        InitiativeFact(key, unit, program, "", spend, TODAY if is_exempt else None)
        for key, (unit, program, spend, is_exempt) in enumerate(told, 1)
    )
)
worlds = st.tuples(st.booleans(), work, links).map(
    lambda told: Facts(
        strategies=(StrategyFact(1, told[0]),),
        objectives=tuple(ObjectiveFact(key, 1, "ci") for key in (1, 2, 3)),
        elements=tuple(ElementFact(key, 1) for key in (1, 2, 3)),
        needs=tuple(NeedFact(key) for key in (1, 2, 3)),
        initiatives=told[1],
        benefits=tuple(BenefitFact(key, 1, True, True) for key in (1, 2, 3)),
        links=tuple(told[2]),
    )
)
promises = st.dictionaries(st.integers(1, 3), amounts)


def linked(facts: Facts, hop: Hop, source: Id) -> set[Id]:
    return {link.target for link in facts.links_to(hop) if link.source == source and link.strength}


def reached(facts: Facts, initiative: Id) -> set[Id]:
    """Objectives in force at the end of any way, followed link by link."""
    if not facts.strategies[0].in_force:
        return set()
    ways = [
        (need, element, objective)
        for need in linked(facts, Hop.NEED, initiative)
        for element in linked(facts, Hop.ELEMENT, need)
        for objective in linked(facts, Hop.OBJECTIVE, element)
    ]
    return {objective for _, _, objective in ways}


@given(worlds, promises)
def test_every_sum_is_that_of_its_initiatives(facts: Facts, value: dict[Id, Decimal | None]) -> None:
    found = added(facts, Promised(value, value, {}))
    off = {f.id for f in facts.initiatives if not f.is_exempt(TODAY) and not reached(facts, f.id)}
    assert set(found.unaligned) == off
    assert found.whole.unaligned == len(off)
    known = [fact.spend for fact in facts.initiatives if fact.spend is not None]
    assert found.whole.cost == (sum(known) if known else None)
    assert sum(one.cost or 0 for one in found.programs.values()) == sum(known)
    assert sum(one.cost or 0 for one in found.objectives.values()) == sum(known)
    assert sum(one.promised or 0 for one in found.objectives.values()) == (found.whole.promised or 0)
    assert (found.whole.promised, found.whole.realized) == (found.whole.due, None)
    for objective, one in found.objectives.items():
        if objective is not None:
            assert one.initiatives == sum(objective in reached(facts, f.id) for f in facts.initiatives)
    for unit, one in found.units.items():
        inside = [f for f in facts.initiatives if f.unit is not None and unit in ABOVE[f.unit]]
        assert (one.initiatives, one.unaligned) == (len(inside), sum(f.id in off for f in inside))


@given(worlds, st.randoms())
def test_order_does_not_matter(facts: Facts, random: Any) -> None:
    mixed = {
        name: tuple(random.sample(getattr(facts, name), len(getattr(facts, name))))
        for name in ("objectives", "needs", "initiatives", "links")
    }
    assert added(replace(facts, **mixed)) == added(facts)
