"""What was calculated last answers only for equal facts, the same day and the same question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from alignment.choices import Measure
from alignment.engine.chains import chains
from alignment.engine.facts import Facts, InitiativeFact
from alignment.engine.selection import Selection
from alignment.engine.sight import View, sight
from alignment.queries.sight_memo import MOST, Calculated
from tests.factories.accounts import NOW

TODAY = NOW.date()


def facts(amount: int = 5) -> Facts:
    """Made anew each time, as if it had been read again."""
    return Facts(initiatives=tuple(InitiativeFact(n, 1, None, "live", Decimal(amount)) for n in range(3)))


def test_equal_facts_are_calculated_once() -> None:
    first = Calculated.of(facts(), TODAY)
    assert Calculated.of(facts(), TODAY) is first
    assert first.sight(View(), None) is first.sight(View(), None)


def test_another_fact_or_day_is_calculated_anew() -> None:
    first = Calculated.of(facts(), TODAY)
    other = Calculated.of(facts(6), TODAY)
    assert other is not first
    assert other.sight(View(), None).totals.total == Decimal(18)
    assert Calculated.of(facts(6), TODAY + timedelta(days=1)) is not other


def test_each_question_and_right_has_its_own_drawing() -> None:
    known = Calculated.of(facts(), TODAY)
    narrow = View(Selection(initiatives=frozenset({1})))
    views = (View(), narrow, replace(narrow, measure=Measure.VALUE), replace(narrow, with_rows=False))
    found = [known.sight(view, None) for view in (*views, *views)]
    assert found == [sight(facts(), chains(facts(), TODAY), view, TODAY) for view in (*views, *views)]
    assert [drawn.totals.initiatives for drawn in found[:2]] == [3, 1]


def test_no_more_drawings_are_kept_than_there_is_room_for() -> None:
    known = Calculated.of(facts(7), TODAY)
    for n in range(MOST + 3):
        known.sight(View(Selection(initiatives=frozenset({n}))), None)
    assert len(known.drawings) == MOST
