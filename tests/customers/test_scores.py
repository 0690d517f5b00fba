"""What the database computes from answers is what the engine computes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from customers.choices import OpportunityBand
from customers.engine.opportunity import Answers, band, on_ten, opportunity
from customers.models import Need
from tests.factories.customers import make_asked_need, make_earlier_answer, make_need, make_segment

pytestmark = pytest.mark.django_db

SCALES = {
    (1, 5): ("1", "2.35", "3.1", "4.6", "4.7", "5"),
    (0, 10): ("0", "3.33", "7.5", "10"),
    (-3, 3): ("-3", "-0.5", "0", "2.9"),
    (1, 7): ("1", "4.4", "6.99"),
}


def test_scores_are_those_of_the_engine() -> None:
    segment = make_segment()
    for (low, high), answers in SCALES.items():
        for importance, satisfaction in product((None, *answers), repeat=2):
            given = [None if text is None else Decimal(text) for text in (importance, satisfaction)]
            scale = {"scale_min": low, "scale_max": high, "asked_date": date(2026, 3, 2)}
            need = make_need(segment=segment, importance=given[0], satisfaction=given[1], **scale)
            told = Answers(given[0], given[1], low, high)
            expected = [on_ten(given[0], low, high), on_ten(given[1], low, high), opportunity(told)]
            shown = [need.importance_score, need.satisfaction_score, need.opportunity]
            assert shown == [
                pytest.approx(value, abs=Decimal("0.00005")) if value is not None else None
                for value in expected
            ]
            assert need.band == band(opportunity(told))


def test_a_boundary_is_met_exactly_whatever_binary_fractions_make_of_it() -> None:
    need = make_asked_need("4.6", "3.4")
    assert (need.importance_score, need.opportunity) == (Decimal(9), Decimal(12))
    assert need.band == OpportunityBand.STRONG


def test_scores_follow_when_answers_change() -> None:
    need = make_asked_need("4.7", "3.1")
    Need.objects.filter(pk=need.pk).update(satisfaction=Decimal("1.5"))
    need.refresh_from_db()
    assert (need.satisfaction_score, need.opportunity, need.band) == (
        Decimal("1.25"),
        Decimal("17.25"),
        OpportunityBand.EXTREME,
    )


def test_a_need_nobody_was_asked_about_has_no_score() -> None:
    need = make_need()
    assert (need.importance_score, need.satisfaction_score, need.opportunity, need.band) == (None,) * 4


def test_an_earlier_answer_has_scores_of_its_own_scale() -> None:
    answer = make_earlier_answer(importance=Decimal(8), satisfaction=Decimal(9), scale_min=0, scale_max=10)
    assert (answer.importance_score, answer.opportunity, answer.band) == (8, 8, OpportunityBand.LOW)
