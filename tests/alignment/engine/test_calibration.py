"""Calibration: medians of promises that were due, and nothing said on few."""

from __future__ import annotations

import statistics
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from alignment.engine.calibration import ENOUGH, Calibration, Due, Sponsor, by_year, calibrated, calibration

LAST, THIS = date(2025, 6, 30), date(2026, 6, 30)


def due(owner: int | None, kept: object, day: date = THIS) -> Due:
    return Due(owner, day, None if kept is None else Fraction(str(kept)))


shares = st.none() | st.fractions(-2, 3, max_denominator=20)
promises = st.lists(
    st.builds(Due, st.none() | st.integers(1, 3), st.dates(date(2023, 1, 1), date(2026, 12, 31)), shares),
    max_size=14,
)


def test_the_middle_promise_speaks() -> None:
    found = calibration([due(1, "0.5"), due(1, "1.2"), due(1, "0.8"), due(1, None)])
    assert found == Calibration(due=4, judged=3, kept=1, median=Fraction(4, 5))
    assert (found.optimism, found.missing) == (Fraction(1, 5), 0)


def test_the_mean_of_the_middle_two_speaks_where_their_number_is_even() -> None:
    found = calibration([due(1, share) for share in ("0.5", "1.2", "0.8", "1.4")])
    assert (found.median, found.optimism, found.kept) == (Fraction(1), Fraction(0), 2)


def test_nobody_is_judged_on_few() -> None:
    found = calibration([due(1, 2), due(1, 2), due(1, None)])
    assert found == Calibration(due=3, judged=2, kept=2, median=None)
    assert (found.optimism, found.missing) == (None, 1)
    assert calibration([]) == Calibration(0, 0, 0, None)


def test_each_person_stands_alone_and_by_year() -> None:
    given_ = [due(2, 1), due(None, 1), due(1, "0.5", LAST), due(1, 1), due(1, 1)]
    assert calibrated(given_) == (
        Sponsor(
            1,
            Calibration(3, 3, 2, Fraction(1)),
            ((2025, Calibration(1, 1, 0, None)), (2026, Calibration(2, 2, 2, None))),
        ),
        Sponsor(2, Calibration(1, 1, 1, None), ((2026, Calibration(1, 1, 1, None)),)),
        Sponsor(None, Calibration(1, 1, 1, None), ((2026, Calibration(1, 1, 1, None)),)),
    )


@given(promises, st.randoms())
def test_what_is_said_is_the_median_of_what_is_known(given_: list[Due], chance: object) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = calibration(given_)
    known = [one.kept for one in given_ if one.kept is not None]
    assert calibration(shuffled) == found
    assert calibrated(shuffled) == calibrated(given_)
    assert found.median == (statistics.median(known) if len(known) >= ENOUGH else None)
    assert (found.due, found.judged) == (len(given_), len(known))
    assert sum(one.whole.due for one in calibrated(given_)) == len(given_)
    assert sum(year.due for _, year in by_year(given_)) == len(given_)


@given(promises)
def test_a_promise_that_cannot_be_judged_changes_no_judgment(given_: list[Due]) -> None:
    without, with_it = calibration(given_), calibration([*given_, due(1, None)])
    assert (with_it.judged, with_it.kept, with_it.median) == (without.judged, without.kept, without.median)
