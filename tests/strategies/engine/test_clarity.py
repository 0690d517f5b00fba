from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.choices import Discipline, Lack, Point
from strategies.engine.clarity import CHECKS, AimFact, Clarity, ClarityFacts, Missing, clarity

TODAY = date(2026, 11, 2)
CLEAR = ClarityFacts(
    today=TODAY,
    customer="Households with one policy",
    statement="One person who knows them",
    discipline=Discipline.CUSTOMER_INTIMACY,
    minimums=((Discipline.PRODUCT_LEADERSHIP, 40), (Discipline.OPERATIONAL_EXCELLENCE, 60)),
    has_shares=True,
    aims=(AimFact(Decimal(8), date(2028, 12, 31)),),
    will_not="Commercial fleets",
    has_sponsor=True,
    commitments=(date(2027, 3, 31),),
    engaged=date(2026, 9, 1),
    objectives=(date(2027, 12, 31),),
)


def lacking(**changes: Any) -> list[tuple[Point, Lack]]:
    found = clarity(replace(CLEAR, **changes))
    return [(missing.point, missing.lack) for missing in found.missing]


def test_a_statement_that_says_all_is_clear() -> None:
    found = clarity(CLEAR)
    assert (found.missing, found.said, found.score, found.is_complete) == ((), 11, 100, True)


def test_a_statement_that_says_nothing_lacks_every_point_in_order() -> None:
    found = clarity(ClarityFacts(today=TODAY))
    assert [missing.point for missing in found.missing] == list(Point)
    assert {missing.lack for missing in found.missing} == {Lack.ABSENT}
    assert (found.said, found.score, found.is_complete) == (0, 0, False)


@pytest.mark.parametrize(
    ("changes", "point", "lack"),
    [
        ({"customer": " \n"}, Point.CUSTOMER, Lack.ABSENT),
        ({"statement": ""}, Point.PROPOSITION, Lack.ABSENT),
        ({"minimums": ()}, Point.MINIMUMS, Lack.ABSENT),
        ({"minimums": ((Discipline.PRODUCT_LEADERSHIP, None),)}, Point.MINIMUMS, Lack.ABSENT),
        (
            {"minimums": ((Discipline.PRODUCT_LEADERSHIP, 0), (Discipline.OPERATIONAL_EXCELLENCE, None))},
            Point.MINIMUMS,
            Lack.PARTIAL,
        ),
        ({"minimums": ((Discipline.CUSTOMER_INTIMACY, 80),)}, Point.MINIMUMS, Lack.ABSENT),
        ({"has_shares": False}, Point.SHARES, Lack.ABSENT),
        ({"will_not": "\t"}, Point.WILL_NOT, Lack.ABSENT),
        ({"aims": ()}, Point.GROWTH, Lack.ABSENT),
        ({"aims": (AimFact(Decimal(8), None), AimFact(None, TODAY))}, Point.GROWTH, Lack.PARTIAL),
        ({"objectives": ()}, Point.OBJECTIVE, Lack.ABSENT),
        ({"objectives": (None, None)}, Point.OBJECTIVE, Lack.PARTIAL),
        ({"has_sponsor": False}, Point.SPONSOR, Lack.ABSENT),
        ({"commitments": ()}, Point.COMMITMENT, Lack.ABSENT),
        ({"commitments": (None,)}, Point.COMMITMENT, Lack.PARTIAL),
        ({"engaged": None}, Point.ENGAGED, Lack.ABSENT),
        ({"engaged": date(2026, 5, 1)}, Point.ENGAGED, Lack.OLD),
    ],
)
def test_each_point_is_asked_for_alone(changes: dict[str, Any], point: Point, lack: Lack) -> None:
    assert lacking(**changes) == [(point, lack)]


def test_without_a_discipline_each_level_counts() -> None:
    assert lacking(discipline="") == [(Point.DISCIPLINE, Lack.ABSENT)]


def test_the_level_of_the_discipline_that_leads_may_stay_empty() -> None:
    assert lacking(minimums=(*CLEAR.minimums, (Discipline.CUSTOMER_INTIMACY, None))) == []


@pytest.mark.parametrize(
    ("engaged", "expected"),
    [
        (date(2026, 5, 2), []),
        (date(2026, 5, 1), [(Point.ENGAGED, Lack.OLD)]),
        (date(2026, 12, 24), []),
    ],
)
def test_a_sponsor_is_away_after_six_months(engaged: date, expected: list[tuple[Point, Lack]]) -> None:
    assert lacking(engaged=engaged) == expected


def test_one_good_aim_is_enough() -> None:
    assert lacking(aims=(AimFact(None, None), *CLEAR.aims)) == []


def test_every_point_has_its_check() -> None:
    assert list(CHECKS) == list(Point)


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
FACTS = st.builds(
    ClarityFacts,
    today=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    customer=st.text(max_size=3),
    statement=st.text(max_size=3),
    discipline=st.sampled_from(["", *Discipline.values]),
    minimums=st.lists(
        st.tuples(st.sampled_from(Discipline.values), st.none() | st.integers(0, 100)), max_size=3
    ).map(tuple),
    has_shares=st.booleans(),
    aims=st.lists(st.builds(AimFact, st.none() | st.decimals(0, 9), DAYS), max_size=3).map(tuple),
    will_not=st.text(max_size=3),
    has_sponsor=st.booleans(),
    commitments=st.lists(DAYS, max_size=3).map(tuple),
    engaged=DAYS,
    objectives=st.lists(DAYS, max_size=3).map(tuple),
)


@given(FACTS)
def test_the_score_counts_what_is_said(facts: ClarityFacts) -> None:
    found = clarity(facts)
    assert found.said + len(found.missing) == len(Point)
    assert 0 <= found.score <= 100
    assert (found.score == 100) is found.is_complete
    assert [m.point for m in found.missing] == [p for p in Point if p in {m.point for m in found.missing}]


@given(FACTS)
def test_the_order_of_parts_does_not_matter(facts: ClarityFacts) -> None:
    turned = replace(
        facts,
        minimums=facts.minimums[::-1],
        aims=facts.aims[::-1],
        commitments=facts.commitments[::-1],
        objectives=facts.objectives[::-1],
    )
    assert clarity(turned) == clarity(facts)


@given(FACTS, st.sampled_from(["customer", "statement", "will_not", "has_shares", "has_sponsor", "aims"]))
def test_saying_more_never_makes_it_less_clear(facts: ClarityFacts, name: str) -> None:
    assert clarity(replace(facts, **{name: getattr(CLEAR, name)})).score >= clarity(facts).score


def test_a_clarity_is_told_by_what_is_missing() -> None:
    assert Clarity((Missing(Point.SPONSOR, Lack.ABSENT),)).score == 90
