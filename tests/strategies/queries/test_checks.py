"""What a discipline check came to: each side apart, the gap always beside them, nothing of a side too small."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from assessments.choices import Moment, Side
from strategies.choices import Discipline, VerdictKind
from strategies.queries.checks import Check, checks, latest_rounds, minimums_of
from tests.factories.strategies import make_strategy
from tests.strategies.asked import asked, make_discipline_check

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from strategies.queries.checks import Minimums

PL, OE, CI = Discipline.PRODUCT_LEADERSHIP, Discipline.OPERATIONAL_EXCELLENCE, Discipline.CUSTOMER_INTIMACY
INTIMATE = [(2, 4, 7), (3, 5, 8), (4, 6, 9)]
STUCK = [(2, 6, 6), (2, 7, 7), (2, 8, 9)]


def check_of(unit: Unit, viewer: User, minimums: Minimums | None = None) -> Check:
    return checks(latest_rounds(viewer), {unit.pk: minimums or {}})[unit.pk]


def test_each_side_has_its_scores_and_its_verdict(claims: Unit, cio: User) -> None:
    asked(claims, INTIMATE, STUCK, target=(0, 5, 10))
    found = check_of(claims, cio)
    business, it = (found.sides[side, Moment.TODAY] for side in (Side.BUSINESS, Side.IT))
    assert business.points == {PL: 30, OE: 50, CI: 80}
    assert (business.verdict.kind, business.verdict.lead, business.verdict.margin) == (
        VerdictKind.FOCUSED,
        CI,
        Fraction(30),
    )
    assert it.points == {PL: 20, OE: 70, CI: Fraction(220, 3)}
    assert (it.verdict.kind, it.verdict.margin) == (VerdictKind.STUCK, Fraction(10, 3))
    assert found.sides[Side.IT, Moment.TARGET].points == {PL: 0, OE: 50, CI: 100}


def test_the_gap_stands_beside_the_two_sides(claims: Unit, cio: User) -> None:
    asked(claims, INTIMATE, STUCK)
    gap = check_of(claims, cio).gaps[Moment.TODAY, OE]
    assert (gap.business, gap.it, gap.difference, gap.n_business, gap.n_it) == (50, 70, -20, 3, 3)
    assert gap.low is not None
    assert gap.high is not None
    assert gap.low + gap.high == pytest.approx(-40)
    assert gap.low < -20


def test_both_together_count_each_side_once_however_many_answered(claims: Unit, cio: User) -> None:
    asked(claims, [*INTIMATE, *INTIMATE], STUCK)
    assert check_of(claims, cio).overall[Moment.TODAY].points == {PL: 25, OE: 60, CI: Fraction(230, 3)}


def test_a_side_that_is_too_small_is_withheld_and_nothing_stands_for_both(claims: Unit, cio: User) -> None:
    asked(claims, INTIMATE, STUCK[:2])
    found = check_of(claims, cio)
    assert (found.withheld(Side.IT), found.withheld(Side.BUSINESS)) == (True, False)
    assert {side for side, _moment in found.sides} == {Side.BUSINESS}
    assert (found.overall, found.gaps, list(found.verdicts())) == ({}, {}, [Side.BUSINESS])


def test_an_exact_tie_is_a_tie(claims: Unit, cio: User) -> None:
    asked(claims, [(0, 7, 7), (1, 3, 6), (0, 6, 3)])
    found = check_of(claims, cio).verdicts()[Side.BUSINESS]
    assert (found.kind, found.lead, found.tied) == (VerdictKind.TIE, None, (OE, CI))


def test_the_minimums_are_those_the_strategy_declares(claims: Unit, cio: User) -> None:
    asked(claims, INTIMATE)
    strategy = make_strategy(unit=claims, operational_excellence_minimum=51, product_leadership_minimum=30)
    found = check_of(claims, cio, minimums_of(strategy)).verdicts()[Side.BUSINESS]
    assert (found.kind, found.below) == (VerdictKind.BELOW_THRESHOLD, (OE,))
    assert minimums_of(None) == {PL: None, OE: None, CI: None}


def test_a_check_that_leaves_a_discipline_out_has_no_verdict(claims: Unit, cio: User) -> None:
    instrument = make_discipline_check()
    instrument.statements.filter(subject=PL).delete()
    asked(claims, INTIMATE, instrument=instrument)
    assert (check_of(claims, cio).sides, check_of(claims, cio).is_shown) == ({}, False)


def test_the_round_closed_last_counts(claims: Unit, cio: User) -> None:
    instrument = make_discipline_check()
    asked(claims, INTIMATE, instrument=instrument, closes_date=date(2026, 9, 30))
    asked(claims, STUCK, instrument=instrument, opens_date=date(2025, 9, 1), closes_date=date(2025, 9, 30))
    assert check_of(claims, cio).as_of == date(2026, 9, 30)
    assert latest_rounds(cio, [claims.pk], until=date(2026, 1, 1))[claims.pk].closes_date == date(2025, 9, 30)
    assert latest_rounds(cio, [claims.pk], until=date(2025, 1, 1)) == {}


def test_rounds_elsewhere_are_not_read(claims: Unit, sales: Unit, outsider: User) -> None:
    asked(claims, INTIMATE)
    assert latest_rounds(outsider) == {}
