"""Where money goes: worked examples, then conservation and order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Hop, Measure
from alignment.engine.allocation import allocate, disciplines
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
from alignment.engine.shares import divide, known_sum, whole
from tests.alignment.engine.graphs import facts, shuffled


def need_link(need: int, strength: int = 2, share: int | None = None) -> LinkFact:
    return LinkFact(Hop.NEED, 1, need, strength, None if share is None else Decimal(share))


def parts(*links: LinkFact, spend: str | None = "100.00") -> dict[Id | None, Decimal | None]:
    """What each need gets from one initiative with ``spend``."""
    given_facts = Facts(
        needs=tuple(NeedFact(i) for i in (1, 2, 3)),
        initiatives=(InitiativeFact(1, spend=None if spend is None else Decimal(spend)),),
        links=links,
    )
    return {need: part for (_, need), part in allocate(given_facts).needs.parts.items()}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], {None: "100.00"}),
        ([need_link(1)], {1: "100.00"}),
        ([need_link(1, 3), need_link(2, 1)], {1: "75.00", 2: "25.00"}),
        ([need_link(1, 3, 40)], {1: "40.00", None: "60.00"}),
        ([need_link(1, 3, 40), need_link(2, 1), need_link(3, 2)], {1: "40.00", 2: "20.00", 3: "40.00"}),
        ([need_link(1, 1, 60), need_link(2, 1, 40), need_link(3)], {1: "60.00", 2: "40.00", 3: "0.00"}),
        ([need_link(1, 1, 60), need_link(2, 1, 60), need_link(3)], {1: "50.00", 2: "50.00", 3: "0.00"}),
        ([need_link(1, 1, 120), need_link(2, 1, 80)], {1: "60.00", 2: "40.00"}),
        ([need_link(1, 0, 50), need_link(2, 1)], {2: "100.00"}),
        ([need_link(9)], {None: "100.00"}),
    ],
)
def test_stated_shares_come_first_and_strength_divides_the_rest(
    links: list[LinkFact], expected: dict[Id | None, str]
) -> None:
    assert parts(*links) == {need: Decimal(part) for need, part in expected.items()}


def test_stated_shares_above_the_whole_are_reported() -> None:
    given_facts = Facts(
        needs=(NeedFact(1), NeedFact(2)),
        initiatives=(InitiativeFact(1, spend=Decimal(10)),),
        links=(need_link(1, 1, 70), need_link(2, 1, 70)),
    )
    assert allocate(given_facts).overcommitted == (1,)


def test_a_missing_amount_stays_missing_and_is_counted() -> None:
    assert parts(need_link(1), need_link(2), spend=None) == {1: None, 2: None}
    given_facts = Facts(
        needs=(NeedFact(1), NeedFact(2)),
        initiatives=(InitiativeFact(1), InitiativeFact(2, spend=Decimal(5))),
        links=(need_link(1), need_link(2), LinkFact(Hop.NEED, 2, 2)),
    )
    result = allocate(given_facts)
    assert (result.total, result.linked, result.without_amount) == (Decimal(5), Decimal(5), (1,))
    assert result.needs.received() == {1: None, 2: Decimal("5.00")}


def test_cents_that_do_not_divide_go_to_the_largest_remainder_then_the_smaller_id() -> None:
    thirds: dict[Id | None, Fraction] = {"b": Fraction(1, 3), "a": Fraction(1, 3), None: Fraction(1, 3)}
    assert divide(Decimal("0.02"), thirds) == {
        "b": Decimal("0.01"),
        "a": Decimal("0.01"),
        None: Decimal("0.00"),
    }
    assert divide(Decimal("-0.01"), thirds) == {"b": Decimal(0), "a": Decimal("-0.01"), None: Decimal(0)}
    assert divide(Decimal("1.005"), {1: Fraction(1)}) == {1: Decimal("1.00")}


def joined(*links: LinkFact, in_force: bool = True) -> Facts:
    """Two objectives of two disciplines, two elements, one need that gets 90."""
    return Facts(
        strategies=(StrategyFact(1, in_force),),
        objectives=(ObjectiveFact(1, 1, "intimacy"), ObjectiveFact(2, 1, "operations")),
        elements=(ElementFact(1), ElementFact(2)),
        needs=(NeedFact(1),),
        initiatives=(InitiativeFact(1, spend=Decimal(90)),),
        links=(need_link(1), *links),
    )


def test_a_need_passes_its_money_to_objectives_through_elements() -> None:
    given_facts = joined(
        LinkFact(Hop.ELEMENT, 1, 1, 2),
        LinkFact(Hop.ELEMENT, 1, 2, 1),
        LinkFact(Hop.OBJECTIVE, 1, 1, 1),
        LinkFact(Hop.OBJECTIVE, 1, 2, 1),
        LinkFact(Hop.OBJECTIVE, 2, 2, 3),
    )
    result = allocate(given_facts)
    assert result.elements.received() == {1: Decimal(60), 2: Decimal(30)}
    assert result.objectives.received() == {1: Decimal(30), 2: Decimal(60)}
    assert disciplines(result.objectives.received(), given_facts) == {
        "intimacy": Decimal(30),
        "operations": Decimal(60),
    }


def test_money_that_reaches_no_objective_reaches_no_discipline() -> None:
    given_facts = joined(
        LinkFact(Hop.ELEMENT, 1, 1, 2), LinkFact(Hop.ELEMENT, 1, 2, 1), LinkFact(Hop.OBJECTIVE, 2, 2, 3)
    )
    result = allocate(given_facts)
    assert result.objectives.parts == {(1, None): Decimal(60), (1, 2): Decimal(30)}
    assert disciplines(result.objectives.received(), given_facts) == {"operations": Decimal(30)}


def versions(*in_force: bool) -> Facts:
    """A need that gets 90 and is asked for by two versions of a strategy, each with an objective of its own."""
    counts = range(1, len(in_force) + 1)
    return Facts(
        strategies=tuple(StrategyFact(i, binds) for i, binds in zip(counts, in_force, strict=True)),
        objectives=tuple(ObjectiveFact(i, i, "intimacy") for i in counts),
        elements=tuple(ElementFact(i, i) for i in counts),
        needs=(NeedFact(1),),
        initiatives=(InitiativeFact(1, spend=Decimal(90)),),
        links=(
            need_link(1),
            *(LinkFact(Hop.ELEMENT, 1, i, 2) for i in counts),
            *(LinkFact(Hop.OBJECTIVE, i, i, 2) for i in counts),
        ),
    )


@pytest.mark.parametrize(
    ("in_force", "expected"),
    [
        ((True, False), {1: Decimal(90)}),
        ((False, True), {2: Decimal(90)}),
        ((True, True), {1: Decimal(45), 2: Decimal(45)}),
        ((False, False), {1: Decimal(45), 2: Decimal(45)}),
    ],
)
def test_a_version_that_waits_takes_nothing_from_the_one_in_force(
    in_force: tuple[bool, ...], expected: dict[Id, Decimal]
) -> None:
    result = allocate(versions(*in_force))
    assert (result.elements.received(), result.objectives.received()) == (expected, expected)


def test_an_element_prefers_objectives_in_force_and_strength_nothing_is_no_preference() -> None:
    given_facts = versions(True, False)
    across = (LinkFact(Hop.OBJECTIVE, 1, 2, 3), LinkFact(Hop.OBJECTIVE, 2, 1, 3))
    result = allocate(replace(given_facts, links=(*given_facts.links, *across)))
    assert result.objectives.received() == {1: Decimal(90)}
    links = (need_link(1), LinkFact(Hop.ELEMENT, 1, 1, 0), LinkFact(Hop.ELEMENT, 1, 2, 1))
    assert allocate(replace(given_facts, links=links)).elements.received() == {2: Decimal(90)}


def test_a_draft_strategy_gives_no_discipline() -> None:
    given_facts = joined(LinkFact(Hop.ELEMENT, 1, 1), LinkFact(Hop.OBJECTIVE, 1, 1), in_force=False)
    assert disciplines(allocate(given_facts).objectives.received(), given_facts) == {}


def test_spend_buys_benefits_and_value_comes_from_them() -> None:
    given_facts = Facts(
        needs=(NeedFact(1),),
        initiatives=(
            InitiativeFact(1, spend=Decimal(8)),
            InitiativeFact(2, spend=Decimal(6)),
            InitiativeFact(3),
        ),
        benefits=(
            BenefitFact(1, 1, has_baseline=True, has_target=True, value=Decimal(300)),
            BenefitFact(2, 1, has_baseline=True, has_target=True),
            BenefitFact(3, 1, has_baseline=True, has_target=True, value=Decimal(50)),
        ),
        links=(
            need_link(1),
            LinkFact(Hop.BENEFIT, 1, 1, 1),
            LinkFact(Hop.BENEFIT, 1, 2, 1, share=Decimal(25)),
            LinkFact(Hop.BENEFIT, 2, 1, 2),
        ),
    )
    spend, value = allocate(given_facts), allocate(given_facts, Measure.VALUE)
    assert spend.benefits.parts == {
        (1, 1): Decimal(6),
        (1, 2): Decimal(2),
        (2, 1): Decimal(6),
        (3, None): None,
    }
    assert value.benefits.parts == {(1, 1): Decimal(100), (2, 1): Decimal(200), (1, 2): None}
    assert value.amounts == {1: Decimal(100), 2: Decimal(200), 3: None}
    assert (value.total, value.linked, value.without_amount) == (Decimal(300), Decimal(100), (3,))


# ---------- properties ----------


def left(parts_of: dict[tuple[Id, Id | None], Decimal | None], source: Id) -> Decimal | None:
    return known_sum(part for (start, _), part in parts_of.items() if start == source)


@given(facts())
def test_no_cent_is_lost_or_made(given_facts: Facts) -> None:
    result = allocate(given_facts)
    for fact in given_facts.initiatives:
        assert left(dict(result.needs.parts), fact.id) == fact.spend
        assert left(dict(result.benefits.parts), fact.id) == fact.spend
    for need, amount in result.needs.received().items():
        assert left(dict(result.elements.parts), need) == amount
        assert left(dict(result.objectives.parts), need) == amount


@given(facts())
def test_no_part_exceeds_the_whole(given_facts: Facts) -> None:
    for measure in Measure:
        result = allocate(given_facts, measure)
        for (source, _), part in result.needs.parts.items():
            whole = result.amounts[source]
            assert (part is None) is (whole is None)
            assert part is None or whole is None or abs(part) <= abs(whole)


@given(st.data(), facts())
def test_input_order_never_matters(data: st.DataObject, given_facts: Facts) -> None:
    other = data.draw(st.composite(shuffled)(given_facts))
    for measure in Measure:
        assert allocate(other, measure) == allocate(given_facts, measure)


@given(
    st.integers(-10_000, 10_000).map(lambda cents: Decimal(cents) / 100),
    st.dictionaries(st.integers(0, 9), st.integers(1, 50), min_size=1),
)
def test_parts_are_within_a_cent_of_their_quota(amount: Decimal, weights: dict[int, int]) -> None:
    total = sum(weights.values())
    shares: dict[Id | None, Fraction] = {key: Fraction(weight, total) for key, weight in weights.items()}
    result = divide(amount, shares)
    assert known_sum(result.values()) == amount
    for key, part in result.items():
        assert part is not None
        assert abs(Fraction(part) - Fraction(amount) * shares[key]) < Fraction(1, 100)


@pytest.mark.parametrize(("amount", "text"), [("-0.004", "0.00"), ("-0.005", "0.00"), ("-0.006", "-0.01")])
def test_what_rounds_to_nothing_has_no_sign(amount: str, text: str) -> None:
    assert str(whole(Decimal(amount))) == text
