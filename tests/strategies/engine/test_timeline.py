from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from strategies.engine.timeline import DAY, Span, Stretch, followed, last_turn, timeline

FIRST = date(2024, 1, 1)


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def span(number: int, start: int, end: int | None, depth: int = 0) -> Span:
    return Span(number, depth, day(start), None if end is None else day(end))


def test_one_version_follows_the_other() -> None:
    assert timeline([span(1, 0, 9), span(2, 10, None)]) == (
        Stretch(1, day(0), day(9)),
        Stretch(2, day(10), None),
    )


def test_days_without_a_strategy_lie_between() -> None:
    assert timeline([span(1, 0, 4), span(2, 10, 12)]) == (
        Stretch(1, day(0), day(4)),
        Stretch(None, day(5), day(9)),
        Stretch(2, day(10), day(12)),
    )


def test_one_s_own_strategy_goes_before_that_of_the_unit_above() -> None:
    assert timeline([span(1, 0, None), span(2, 5, 8, depth=1)]) == (
        Stretch(1, day(0), day(4)),
        Stretch(2, day(5), day(8)),
        Stretch(1, day(9), None),
    )


def test_nothing_was_ever_in_force() -> None:
    assert timeline([]) == ()
    assert followed([], FIRST) is None


def test_the_later_of_two_versions_that_claim_a_day_counts() -> None:
    assert followed([span(2, 0, 20), span(1, 10, None)], day(15)) == span(1, 10, None)
    assert followed([span(1, 0, 20), span(2, 0, None)], day(15)) == span(2, 0, None)


def _span(given: tuple[int, int, int, int | None]) -> Span:
    number, depth, start, length = given
    return span(number, start, None if length is None else start + length, depth)


SPANS = st.lists(
    st.tuples(st.integers(1, 99), st.integers(0, 2), st.integers(0, 30), st.none() | st.integers(0, 15)),
    max_size=6,
    unique_by=lambda given: given[0],
).map(lambda found: [_span(given) for given in found])


@given(SPANS)
def test_each_day_of_a_stretch_is_told_as_the_day_alone(spans: list[Span]) -> None:
    """Brute force: ask day by day."""
    stretches = timeline(spans)
    for offset in range(60):
        alone = followed(spans, day(offset))
        found = [
            s.id for s in stretches if s.start <= day(offset) and (s.end is None or day(offset) <= s.end)
        ]
        assert found in ([alone.id] if alone else [None], [] if alone is None else [alone.id])


@given(SPANS)
def test_stretches_leave_no_day_out_and_differ_from_their_neighbors(spans: list[Span]) -> None:
    for one, next_ in pairwise(timeline(spans)):
        assert one.end is not None
        assert next_.start == one.end + DAY
        assert one.id != next_.id


@given(SPANS, st.randoms())
def test_the_order_of_versions_does_not_matter(spans: list[Span], shuffler: object) -> None:
    turned = list(spans)
    shuffler.shuffle(turned)  # type: ignore[attr-defined]
    assert timeline(turned) == timeline(spans)


@given(SPANS, st.integers(-5, 60))
def test_the_last_turn_is_the_last_day_on_which_another_one_began(spans: list[Span], offset: int) -> None:
    """Oracle: walk back from the day to one on which something else was followed the day before."""

    def chosen(on: date) -> int | None:
        found = followed(spans, on)
        return found.id if found else None

    days = [day(offset - back) for back in range(offset + 6)]
    turns = (each for each in days if chosen(each) is not None and chosen(each) != chosen(each - DAY))
    assert last_turn(timeline(spans), day(offset)) == next(turns, None)
