from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from metrics.engine.periods import Span, overlapping

FIRST = date(2026, 1, 1)
spans = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from([None, 1, 2]), st.integers(0, 20), st.integers(-1, 8)),
    max_size=7,
).map(
    lambda rows: [
        Span(key, metric, FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), segment)
        for key, (metric, segment, start, length) in enumerate(rows)
    ]
)


def days(span: Span) -> set[date]:
    return {span.start + timedelta(days=count) for count in range((span.end - span.start).days + 1)}


def test_neighbors_do_not_overlap_and_a_shared_day_does() -> None:
    year = Span(1, 1, date(2026, 1, 1), date(2026, 12, 31))
    assert overlapping([year, Span(2, 1, date(2027, 1, 1), date(2027, 12, 31))]) == {}
    assert overlapping([year, Span(2, 2, date(2026, 12, 31), date(2027, 12, 31))]) == {}
    other = Span(2, 1, date(2026, 12, 31), date(2027, 12, 31))
    assert overlapping([other, year]) == {1: other, 2: year}


def test_of_several_others_the_earliest_is_named() -> None:
    first, second, third = (Span(key, 1, date(2026, key, 1), date(2026, 12, 31)) for key in (1, 2, 3))
    assert overlapping([third, second, first]) == {1: second, 2: first, 3: first}


@given(spans)
def test_exactly_those_that_share_a_day_are_found(rows: list[Span]) -> None:
    expected = {
        one.key
        for one in rows
        for other in rows
        if one.key != other.key
        and (one.metric, one.segment) == (other.metric, other.segment)
        and days(one) & days(other)
    }
    found = overlapping(rows)
    assert set(found) == expected
    by_key = {span.key: span for span in rows}
    assert all(days(by_key[key]) & days(other) and other.key != key for key, other in found.items())
