"""The one formatter: what people read for every kind of value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from foundation import formats
from foundation.formats import Scale

NOW = datetime(2025, 11, 21, 14, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english_in_utc() -> Iterator[None]:
    with translation.override("en"), timezone.override(UTC):
        yield


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, None, "–"),
        (0, None, "0"),
        (100, None, "100"),
        (12480, None, "12,480"),
        (-3.5, None, "−3.5"),
        (Decimal("0.125"), None, "0.13"),
        (Decimal("2.50"), None, "2.5"),
        (Decimal("2.5"), 2, "2.50"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("-0.004"), 2, "0.00"),
        (1_234_567, 0, "1,234,567"),
    ],
)
def test_numbers_read_in_groups_with_a_true_minus(
    value: Decimal | float | None, decimals: int | None, text: str
) -> None:
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "−12,480.5"), ("de", "−12.480,5"), ("fr", "−12\u202f480,5")]
)
def test_numbers_take_the_separators_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert formats.number(Decimal("-12480.5")).replace("\xa0", "\u202f") == text


def test_numbers_without_any_language_read_as_english() -> None:
    with translation.override(None):
        assert formats.number(1234) == "1,234"


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (None, "EUR", "–"),
        (0, "EUR", "€0"),
        (12, "EUR", "€12"),
        (640_000, "EUR", "€640k"),
        (2_154_000, "EUR", "€2.15m"),
        (27_600_000, "EUR", "€27.6m"),
        (276_000_000, "GBP", "£276m"),
        (1_200_000_000, "CAD", "CA$1.20bn"),
        (-2_154_000, "USD", "−$2.15m"),
        (2_154_000, "CHF", "CHF\xa02.15m"),
        (999_400, "EUR", "€999k"),
        (999_600, "EUR", "€1.00m"),
        (9_995_000, "EUR", "€10.0m"),
        (Decimal("-0.2"), "EUR", "€0"),
    ],
)
def test_an_amount_picks_its_scale_and_shows_three_digits(
    value: Decimal | int | None, currency: str, text: str
) -> None:
    assert formats.money(value, currency) == text


def test_amounts_of_one_table_keep_its_scale() -> None:
    scale = formats.scale_for([None, 120_000, -2_380_000])
    assert scale is Scale.MILLIONS
    assert formats.money(120_000, "EUR", scale=scale) == "€0.12m"
    assert formats.amount(2_380_000, scale) == "2.38"
    assert formats.amount(2_380_000, scale, 1) == "2.4"
    assert formats.amount(None, scale) == "–"
    assert formats.amount_head("EUR", scale) == "€m"
    assert formats.amount_head("CHF", Scale.THOUSANDS) == "CHF k"
    assert formats.amount_head("SEK", Scale.UNITS) == "SEK"


def test_a_table_without_amounts_counts_in_units() -> None:
    assert formats.scale_for([None]) is Scale.UNITS


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_an_amount_and_its_opposite_differ_only_in_the_minus(value: Decimal) -> None:
    shown = formats.money(abs(value), "EUR")
    opposite = formats.money(-abs(value), "EUR")
    assert opposite in {f"−{shown}", shown}
    assert "-" not in opposite


def test_percentages_come_from_percent_or_from_a_share() -> None:
    assert formats.percent(Decimal("37.2")) == "37%"
    assert formats.share(Decimal("0.372")) == "37%"


def test_missing_percentages_are_dashes() -> None:
    assert (formats.percent(None), formats.share(None), formats.change(None)) == ("–", "–", "–")


@pytest.mark.parametrize(("value", "text"), [(1.4, "+1.4"), (-0.8, "−0.8"), (0.04, "±0.0"), (0, "±0.0")])
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert formats.change(value) == text


def test_days_leave_out_the_year_only_within_it() -> None:
    day = date(2025, 11, 21)
    assert formats.day(day) == "21 Nov 2025"
    assert formats.day(day, today=date(2025, 1, 1)) == "21 Nov"
    assert formats.day(day, today=date(2026, 1, 1)) == "21 Nov 2025"
    assert formats.month(day) == "Nov 2025"
    assert (formats.day(None), formats.month(None)) == ("–", "–")


def test_instants_are_shown_in_a_zone() -> None:
    assert formats.instant(NOW) == "21 Nov 2025, 14:02"
    assert formats.instant(NOW, ZoneInfo("Asia/Tokyo")) == "21 Nov 2025, 23:02"
    assert formats.clock(NOW, ZoneInfo("America/Toronto")) == "09:02"
    assert formats.machine_instant(NOW.astimezone(ZoneInfo("Asia/Tokyo"))) == "2025-11-21T14:02:00Z"
    assert (formats.instant(None), formats.clock(None)) == ("–", "–")


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=8), "8 s"),
        (timedelta(minutes=45), "45 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(days=3), "3 d"),
        (timedelta(days=12, hours=4), "12 d"),
        (-timedelta(minutes=45), "−45 min"),
        (None, "–"),
    ],
)
def test_durations_show_their_two_largest_units(span: timedelta | None, text: str) -> None:
    assert formats.duration(span) == text


@pytest.mark.parametrize(("value", "text"), [(4.1, "4.1 d"), (4, "4 d"), (None, "–")])
def test_lengths_in_days(value: float | None, text: str) -> None:
    assert formats.days(value) == text


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(days=3), "3 d ago"),
        (timedelta(days=28), "24 Oct"),
        (timedelta(days=400), "17 Oct 2024"),
        (-timedelta(days=1), "22 Nov"),
    ],
)
def test_how_long_ago(before: timedelta, text: str) -> None:
    assert formats.ago(NOW - before, NOW) == text


def test_never_is_a_dash() -> None:
    assert formats.ago(None, NOW) == "–"
