"""Money, periods, fiscal years and months, on their edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.values import Money, Period, end_of_quiet, fiscal_period, fiscal_year, months_after

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 12)


def test_amounts_of_one_currency_add_up() -> None:
    assert Money(Decimal("1.10"), "EUR") + Money(Decimal("2.20"), "EUR") == Money(Decimal("3.30"), "EUR")


def test_amounts_of_two_currencies_need_a_rate() -> None:
    with pytest.raises(ValueError, match="EUR and USD cannot be added without a rate"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(day: date, inside: bool) -> None:
    assert (day in Period(date(2026, 3, 1), date(2026, 3, 31))) is inside


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 3, 31), 4, 2026),
        (date(2026, 4, 1), 4, 2027),
        (date(2026, 11, 30), 12, 2026),
        (date(2026, 12, 1), 12, 2027),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends(
    day: date, start_month: int, year: int
) -> None:
    assert fiscal_year(day, start_month) == year


def test_the_days_of_a_fiscal_year() -> None:
    assert fiscal_period(2027, 4) == Period(date(2026, 4, 1), date(2027, 3, 31))
    assert fiscal_period(2024, 3) == Period(date(2023, 3, 1), date(2024, 2, 29))
    assert fiscal_period(2026, 1) == Period(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, MONTHS)
def test_a_day_lies_in_its_fiscal_year(day: date, start_month: int) -> None:
    assert day in fiscal_period(fiscal_year(day, start_month), start_month)


@given(st.integers(1990, 2090), MONTHS)
def test_fiscal_years_follow_each_other_without_a_gap(year: int, start_month: int) -> None:
    ends = fiscal_period(year, start_month).end
    assert fiscal_period(year + 1, start_month).start == ends + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_the_same_day_some_months_later(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(DAYS, st.integers(0, 600))
def test_months_later_is_never_earlier(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


NIGHT = (time(20), time(7))


@pytest.mark.parametrize(
    ("now", "zone", "hours", "over"),
    [
        ("2026-01-05T02:14", "UTC", NIGHT, "2026-01-05T07:00"),
        ("2026-01-05T20:00", "UTC", NIGHT, "2026-01-06T07:00"),
        ("2026-01-05T07:00", "UTC", NIGHT, None),
        ("2026-01-05T19:59", "UTC", NIGHT, None),
        ("2026-01-05T12:30", "UTC", (time(12), time(13)), "2026-01-05T13:00"),
        ("2026-01-05T13:00", "UTC", (time(12), time(13)), None),
        ("2026-01-05T02:14", "Asia/Kathmandu", NIGHT, None),
        ("2026-01-05T02:14", "UTC", (None, None), None),
        ("2026-01-05T02:14", "UTC", (time(2), time(2)), None),
        # Brussels skips 02:00 to 03:00 on 29 March, and shows 02:00 to 03:00 twice on 25 October.
        ("2026-03-28T23:00", "Europe/Brussels", NIGHT, "2026-03-29T05:00"),
        ("2026-03-29T00:30", "Europe/Brussels", (time(20), time(2, 30)), "2026-03-29T01:30"),
        ("2026-10-25T00:15", "Europe/Brussels", (time(20), time(2, 30)), "2026-10-25T00:30"),
        ("2026-10-25T01:15", "Europe/Brussels", (time(20), time(2, 30)), "2026-10-25T01:30"),
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_reader(
    now: str, zone: str, hours: tuple[time | None, time | None], over: str | None
) -> None:
    found = end_of_quiet(datetime.fromisoformat(now).replace(tzinfo=UTC), ZoneInfo(zone), *hours)
    assert found == (datetime.fromisoformat(over).replace(tzinfo=UTC) if over else None)
