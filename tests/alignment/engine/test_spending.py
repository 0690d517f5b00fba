"""Amounts in one currency: what counts when, and what stays unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alignment.engine.spending import OutlayFact, converted, spending

RATES = {"EUR": Decimal(1), "USD": Decimal("0.9")}


def outlay(
    kind: str, year: int | None, amount: int, currency: str = "EUR", initiative: int = 1
) -> OutlayFact:
    return OutlayFact(initiative, kind, year, Decimal(amount), currency)


@pytest.mark.parametrize(
    ("outlays", "year", "expected"),
    [
        ([], None, {}),
        ([outlay("budget", 2026, 10)], 2026, {1: Decimal(10)}),
        ([outlay("budget", 2026, 10)], 2025, {}),
        ([outlay("budget", None, 10)], 2026, {}),
        ([outlay("budget", None, 10), outlay("budget", 2026, 5)], None, {1: Decimal(15)}),
        ([outlay("actual", 2026, 7), outlay("budget", 2026, 10)], 2026, {1: Decimal(10)}),
        ([outlay("actual", 2026, 7), outlay("forecast", 2026, 8)], 2026, {1: Decimal(8)}),
        ([outlay("forecast", 2026, 8), outlay("budget", 2026, 10)], 2026, {1: Decimal(10)}),
        ([outlay("actual", 2026, 7), outlay("budget", 2025, 10)], 2026, {1: Decimal(7)}),
        ([outlay("budget", 2026, 10, "USD")], 2026, {1: Decimal("9.0")}),
        ([outlay("actual", 2025, 7), outlay("budget", 2026, 10)], None, {1: Decimal(17)}),
        ([outlay("actual", 2026, 7), outlay("budget", 2026, 10)], None, {1: Decimal(10)}),
        ([outlay("actual", 2025, 7), outlay("budget", None, 10)], None, {1: Decimal(10)}),
    ],
)
def test_one_kind_of_statement_counts_in_its_year(
    outlays: list[OutlayFact], year: int | None, expected: dict[int, Decimal]
) -> None:
    result = spending(outlays, RATES, year)
    assert (result.amounts, result.without_rate) == (expected, ())


def test_a_missing_rate_makes_the_amount_unknown_and_is_named() -> None:
    result = spending([outlay("budget", 2026, 10), outlay("budget", 2025, 3, "GBP")], RATES, None)
    assert (result.amounts, result.without_rate) == ({}, (1,))


def test_what_lacks_a_rate_is_named_in_the_order_of_ids() -> None:
    outlays = [outlay("budget", 2026, 1, "GBP", initiative) for initiative in (3, 1, 2)]
    assert spending(outlays, RATES, 2026).without_rate == (1, 2, 3)


def test_nothing_is_converted_from_nothing() -> None:
    assert converted(None, "EUR", RATES) is None
