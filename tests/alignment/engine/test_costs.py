"""The money of one initiative: by year, in its whole life, and how it ends against its budget."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import OutlayKind
from alignment.engine.costs import Cost, costs
from alignment.engine.spending import OutlayFact

PRESENT = 2026
EURO = {"EUR": Decimal(1)}
BUDGET, FORECAST, ACTUAL = OutlayKind.BUDGET.value, OutlayKind.FORECAST.value, OutlayKind.ACTUAL.value


def stated(kind: str, year: int | None, amount: int, currency: str = "EUR") -> OutlayFact:
    return OutlayFact(1, kind, year, Decimal(amount), currency)


def test_nothing_stated_is_nothing_known() -> None:
    found = costs([], EURO, PRESENT)
    assert (found.years, found.current, found.stated) == ((), None, Cost(None))
    assert (found.expected, found.excess, found.compared, found.left_out, found.without_rate) == (
        None, None, (), (), (),
    )  # fmt: skip


def test_a_year_ends_by_its_forecast_and_once_over_by_what_was_spent() -> None:
    now = Cost(PRESENT, budget=Decimal(100), forecast=Decimal(120), actual=Decimal(30))
    over = Cost(2025, budget=Decimal(100), forecast=Decimal(120), actual=Decimal(90), is_over=True)
    unspent = Cost(2025, budget=Decimal(100), forecast=Decimal(120), is_over=True)
    assert [each.outlook for each in (now, over, unspent)] == [Decimal(120), Decimal(90), Decimal(120)]
    assert [each.excess for each in (now, over, unspent)] == [Decimal(20), Decimal(-10), Decimal(20)]


def test_without_an_outlook_a_year_is_expected_to_cost_its_budget() -> None:
    running = Cost(PRESENT, budget=Decimal(100), actual=Decimal(30))
    spent = Cost(PRESENT, actual=Decimal(30))
    assert (running.outlook, running.excess, running.expected) == (None, None, Decimal(100))
    assert (spent.outlook, spent.excess, spent.expected) == (None, None, None)


def test_the_whole_life_compares_what_it_can_and_names_the_rest() -> None:
    found = costs(
        [
            stated(ACTUAL, 2024, 50),
            stated(BUDGET, 2025, 100),
            stated(ACTUAL, 2025, 90),
            stated(BUDGET, PRESENT, 100),
            stated(FORECAST, PRESENT, 130),
            stated(BUDGET, None, 10),
        ],
        EURO,
        PRESENT,
    )
    assert [cost.year for cost in found.years] == [2024, 2025, PRESENT, None]
    assert found.current == found.years[2]
    assert (found.excess, found.compared, found.left_out) == (Decimal(20), (2025, PRESENT), (2024, None))
    assert found.stated == Cost(None, budget=Decimal(210), forecast=Decimal(130), actual=Decimal(140))
    assert found.expected == 50 + 90 + 130 + 10


def test_an_amount_without_a_rate_makes_its_sums_unknown() -> None:
    found = costs([stated(BUDGET, 2025, 100), stated(BUDGET, PRESENT, 7, "USD")], EURO, PRESENT)
    assert (found.stated.budget, found.expected, found.without_rate) == (None, None, ("USD",))
    assert found.years[0].budget == 100


ROWS = st.lists(
    st.builds(
        stated,
        st.sampled_from([BUDGET, FORECAST, ACTUAL]),
        st.sampled_from([None, 2024, 2025, 2026, 2027]),
        st.integers(0, 1_000),
        st.sampled_from(["EUR", "USD"]),
    ),
    unique_by=lambda fact: (fact.kind, fact.year),
    max_size=8,
)


def by_hand(rows: list[OutlayFact], rates: dict[str, Decimal]) -> Any:
    """The same, year by year and kind by kind, without any shared step."""
    excess, expected, complete = Decimal(), Decimal(), bool(rows)
    compared: list[int | None] = []
    for year in (2024, 2025, 2026, 2027, None):
        amounts = {
            fact.kind: fact.amount * rates[fact.currency]
            for fact in rows
            if fact.year == year and fact.currency in rates
        }
        if not any(fact.year == year for fact in rows):
            continue
        outlook = amounts.get(FORECAST)
        if year in (2024, 2025) and ACTUAL in amounts:
            outlook = amounts[ACTUAL]
        if outlook is not None and BUDGET in amounts:
            excess, compared = excess + outlook - amounts[BUDGET], [*compared, year]
        value = outlook if outlook is not None else amounts.get(BUDGET)
        complete = complete and value is not None
        expected += value or 0
    return (excess if compared else None), tuple(compared), (expected if complete else None)


@given(ROWS, st.booleans())
def test_it_equals_what_is_reckoned_by_hand(rows: list[OutlayFact], has_rate: bool) -> None:
    rates = {**EURO, **({"USD": Decimal("0.5")} if has_rate else {})}
    found = costs(rows, rates, PRESENT)
    assert (found.excess, found.compared, found.expected) == by_hand(rows, rates)
    for kind in (BUDGET, FORECAST, ACTUAL):
        own = [fact for fact in rows if fact.kind == kind]
        known = own and all(fact.currency in rates for fact in own)
        total = sum((fact.amount * rates[fact.currency] for fact in own), Decimal()) if known else None
        assert getattr(found.stated, kind) == total


def test_order_does_not_matter() -> None:
    rows = [stated(BUDGET, PRESENT, 1), stated(ACTUAL, 2025, 2), stated(FORECAST, None, 3, "USD")]
    first = costs(rows, EURO, PRESENT)
    assert all(costs(order, EURO, PRESENT) == first for order in permutations(rows))
