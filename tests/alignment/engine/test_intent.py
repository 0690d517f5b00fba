"""Spend against intent: shares, contradictions and the pace, by hand, by property and against another formula."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Hop
from alignment.engine.allocation import allocate, disciplines
from alignment.engine.facts import (
    ElementFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    StrategyFact,
)
from alignment.engine.intent import (
    CLOSE,
    FEWEST,
    HORIZON,
    MARGIN,
    Against,
    Intent,
    Outlook,
    Part,
    contradiction,
    pace,
    prospect,
    spend,
)
from tests.alignment.engine.graphs import DISCIPLINES, facts

CI, OE, PL = DISCIPLINES
OFFICES = {"front": Decimal(60), "back": Decimal(40)}
INTENT = Intent(CI, {CI: Decimal(55), OE: Decimal(30), PL: Decimal(15)}, OFFICES)

percents = st.integers(0, 10_000).map(lambda value: Decimal(value) / 100)
histories = st.dictionaries(st.integers(2000, 2040), percents, max_size=8).map(
    lambda found: list(found.items())
)


def known() -> Facts:
    """Work 1 (100) serves need 1, which reaches customer intimacy; work 2 (300) reaches a need and no further."""
    return Facts(
        strategies=(StrategyFact(1, in_force=True),),
        objectives=(ObjectiveFact(1, 1, CI),),
        elements=(ElementFact(1),),
        needs=(NeedFact(1), NeedFact(2)),
        initiatives=(
            InitiativeFact(1, spend=Decimal(100)),
            InitiativeFact(2, spend=Decimal(300)),
            InitiativeFact(3, spend=Decimal(50)),
            InitiativeFact(4),
        ),
        links=(
            LinkFact(Hop.NEED, 1, 1),
            LinkFact(Hop.NEED, 2, 2),
            LinkFact(Hop.ELEMENT, 1, 1),
            LinkFact(Hop.OBJECTIVE, 1, 1),
        ),
    )


def test_shares_are_of_what_reaches_a_need_and_the_rest_is_named() -> None:
    found = spend(known(), {1: "front", 2: "back", 3: ""}, INTENT, {1, 2, 3, 4})
    assert [(part.key, part.amount, part.share, part.gap) for part in found.disciplines] == [
        (CI, Decimal(100), Decimal(25), Decimal(-30)),
        (OE, Decimal(), Decimal(), Decimal(-30)),
        (PL, Decimal(), Decimal(), Decimal(-15)),
    ]
    assert [(part.key, part.share) for part in found.offices] == [
        ("front", Decimal(25)),
        ("back", Decimal(75)),
    ]
    assert [found.total, found.linked, found.unlinked, found.astray] == [450, 400, 50, 300]
    assert found.officed == 400
    assert found.without_amount == (4,)


def test_nothing_is_shared_where_nothing_is_known() -> None:
    found = spend(Facts(), {}, INTENT, ())
    assert {part.share for part in found.parts} == {None}
    assert {part.gap for part in found.parts} == {None}


@given(facts())
def test_the_parts_are_those_of_the_allocation(given_facts: Facts) -> None:
    only = {fact.id for fact in given_facts.initiatives}
    found = spend(given_facts, {}, INTENT, only)
    money = allocate(given_facts)
    reached = disciplines(money.objectives.received(), given_facts)
    assert {part.key: part.amount for part in found.disciplines if part.amount} == reached
    assert (found.total, found.linked) == (money.total, money.linked)
    assert found.unlinked + found.astray + found.reached == found.total


def parts(lead: str, other: str, wanted: tuple[int | None, int | None] = (None, None)) -> list[Part]:
    intended = [None if value is None else Decimal(value) for value in wanted]
    return [
        Part(CI, Decimal(1), Decimal(lead), intended[0]),
        Part(OE, Decimal(1), Decimal(other), intended[1]),
        Part(PL, Decimal(), Decimal(), None),
    ]


@pytest.mark.parametrize(
    ("lead", "other", "wanted", "kind", "size"),
    [
        ("37", "52", (55, 30), Against.OTHER_LEADS, "15"),
        ("45", "40", (55, 30), Against.STUCK, "5"),
        ("45", "45", (None, None), Against.STUCK, "10"),
        ("40", "20", (55, 30), Against.BELOW, "15"),
        ("45", "30", (55, 30), None, ""),
        ("44.9", "30", (55, 30), Against.BELOW, "10.1"),
        ("40", "36", (40, 36), None, ""),
        ("40", "38", (40, 36), Against.STUCK, "8"),
        ("60", "30", (None, None), None, ""),
    ],
)
def test_contradictions(
    lead: str, other: str, wanted: tuple[int | None, int | None], kind: Against | None, size: str
) -> None:
    found = contradiction(parts(lead, other, wanted), CI)
    assert (found.kind if found else None) == kind
    assert found is None or found.size == Decimal(size)


def test_nothing_contradicts_where_nothing_is_led_or_spent() -> None:
    assert contradiction([], CI) is None
    assert contradiction(parts("40", "50"), "") is None
    assert contradiction(parts("40", "50")[:1], CI) is None
    assert contradiction(parts("0", "0"), CI) is None


@given(percents, percents, percents)
def test_a_contradiction_does_not_depend_on_order(a: Decimal, b: Decimal, c: Decimal) -> None:
    given_parts = [
        Part(key, Decimal(), share, None) for key, share in zip(DISCIPLINES, (a, b, c), strict=True)
    ]
    found = contradiction(given_parts, CI)
    assert found == contradiction(reversed(given_parts), CI)
    assert found is None or found.size >= 0
    ahead = a - max(b, c)
    assert (found is None) == (ahead >= MARGIN or not any((a, b, c)))


def history(*shares: str | None) -> list[tuple[int, Decimal | None]]:
    return [(2022 + at, None if share is None else Decimal(share)) for at, share in enumerate(shares)]


@pytest.mark.parametrize(
    ("shares", "intended", "outlook", "year"),
    [
        (("30", "32", "34"), 55, Outlook.DUE, 2035),
        (("30", "32", "34"), 36, Outlook.DUE, 2025),
        (("60", "50", "40"), 30, Outlook.DUE, 2025),
        (("30", "32", "34"), 20, Outlook.NEVER, None),
        (("40", "40", "40"), 55, Outlook.NEVER, None),
        (("30", "30.1", "30.2"), 55, Outlook.NEVER, None),
        (("30", "32", "54"), 55, Outlook.MET, None),
        (("56",), 55, Outlook.MET, None),
        (("30", "32"), 55, Outlook.TOO_FEW, None),
        (("30", None, "32"), 55, Outlook.TOO_FEW, None),
        ((), 55, Outlook.TOO_FEW, None),
    ],
)
def test_prospects(shares: tuple[str | None, ...], intended: int, outlook: Outlook, year: int | None) -> None:
    found = prospect(history(*shares), Decimal(intended))
    assert (found.outlook, found.year) == (outlook, year)


def test_a_prospect_carries_what_it_rests_on() -> None:
    found = prospect(
        [(2024, Decimal(34)), (2022, Decimal(30)), (2023, None), (2021, Decimal(28))], Decimal(55)
    )
    assert found.years == ((2021, Decimal(28)), (2022, Decimal(30)), (2024, Decimal(34)))
    assert (found.pace, found.latest, found.intended) == (Decimal(2), Decimal(34), Decimal(55))
    assert prospect([], Decimal(55)).latest is None


@given(histories)
def test_the_pace_is_the_least_squares_slope(years: list[tuple[int, Decimal]]) -> None:
    found = pace(years)
    assert (found is None) == (len(years) < FEWEST)
    if found is not None:
        slope = statistics.linear_regression(
            [year for year, _ in years], [float(share) for _, share in years]
        )[0]
        assert abs(float(found) - slope) < 1e-6


@given(histories, percents)
def test_a_prospect_is_the_first_year_on_the_line(
    years: list[tuple[int, Decimal]], intended: Decimal
) -> None:
    """By brute force: walk the years ahead until the line has reached what is intended."""
    found = prospect(years, intended)
    assert found == prospect(list(reversed(years)), intended)
    slope = pace(years)
    if found.outlook is Outlook.MET:
        assert found.latest is not None
        assert abs(intended - found.latest) <= CLOSE
    elif slope is None:
        assert found.outlook is Outlook.TOO_FEW
    else:
        year, share = found.years[-1]
        missing = intended - share
        ahead = range(1, HORIZON + 1)
        reached = [at for at in ahead if slope * at >= missing] if missing > 0 else []
        reached = [at for at in ahead if slope * at <= missing] if missing < 0 else reached
        assert found.year == (year + reached[0] if reached else None)
        assert found.outlook is (Outlook.DUE if reached else Outlook.NEVER)
