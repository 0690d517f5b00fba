"""On which days a promise is looked at."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import ReviewSlot
from alignment.engine.reviewing import review_days

AGREED, LIVE, DUE = date(2026, 1, 10), date(2026, 3, 31), date(2027, 6, 30)
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def test_three_six_and_twelve_months_after_go_live_and_the_due_date() -> None:
    assert list(review_days(AGREED, LIVE, DUE, AGREED).items()) == [
        (date(2026, 6, 30), ReviewSlot.MONTHS_3),
        (date(2026, 9, 30), ReviewSlot.MONTHS_6),
        (date(2027, 3, 31), ReviewSlot.MONTHS_12),
        (DUE, ReviewSlot.TARGET),
    ]


def test_days_from_the_due_date_on_are_not_planned() -> None:
    assert list(review_days(AGREED, LIVE, date(2026, 9, 30), AGREED)) == [
        date(2026, 6, 30),
        date(2026, 9, 30),
    ]
    assert review_days(AGREED, LIVE, date(2026, 9, 30), AGREED)[date(2026, 9, 30)] is ReviewSlot.TARGET


def test_without_go_live_the_due_date_alone_counts() -> None:
    assert review_days(AGREED, None, DUE, AGREED) == {DUE: ReviewSlot.TARGET}


def test_of_the_days_that_have_passed_only_the_last_one_counts() -> None:
    today = date(2026, 10, 1)
    assert list(review_days(AGREED, LIVE, DUE, today)) == [date(2026, 9, 30), date(2027, 3, 31), DUE]
    assert list(review_days(AGREED, LIVE, DUE, date(2028, 1, 1))) == [DUE]


def test_nothing_is_looked_at_that_was_not_promised_yet() -> None:
    assert list(review_days(date(2026, 7, 1), LIVE, DUE, date(2026, 7, 1))) == [
        date(2026, 9, 30),
        date(2027, 3, 31),
        DUE,
    ]
    assert review_days(date(2027, 7, 1), LIVE, DUE, date(2027, 7, 1)) == {}


@given(days, st.none() | days, days, days)
def test_days_lie_between_agreement_and_due_date_in_order(
    agreed: date, live: date | None, due: date, today: date
) -> None:
    found = list(review_days(agreed, live, due, today))
    assert found == sorted(set(found))
    assert all(agreed <= day <= due for day in found)
    assert sum(day < today for day in found) <= 1
