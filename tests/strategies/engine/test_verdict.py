"""Which discipline leads: exact ties, exact margins, and the same verdict in any order."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.choices import Agreement, Discipline, VerdictKind
from strategies.engine.verdict import MARGIN, overall, verdict

PL, OE, CI = Discipline.PRODUCT_LEADERSHIP, Discipline.OPERATIONAL_EXCELLENCE, Discipline.CUSTOMER_INTIMACY
POINTS = st.one_of(
    st.integers(0, 100), st.fractions(0, 100, max_denominator=12), st.sampled_from([50, 60, Fraction(170, 3)])
)
SCORES = st.fixed_dictionaries({discipline.value: POINTS for discipline in Discipline})
MINIMUMS = st.fixed_dictionaries(
    {discipline.value: st.none() | st.integers(0, 100) for discipline in Discipline}
)


def scores(pl: float | Fraction, oe: float | Fraction, ci: float | Fraction) -> dict[str, float | Fraction]:
    return {PL: pl, OE: oe, CI: ci}


def test_a_clear_lead_with_the_others_good_enough_is_focused() -> None:
    found = verdict(scores(40, 55, 75), {PL: 40, OE: 50})
    assert (found.kind, found.lead, found.margin, found.below) == (VerdictKind.FOCUSED, CI, Fraction(20), ())


def test_a_discipline_below_its_minimum_is_named() -> None:
    found = verdict(scores(39, 49, 75), {PL: 40, OE: 50})
    assert (found.kind, found.lead, found.below) == (VerdictKind.BELOW_THRESHOLD, CI, (PL, OE))


def test_a_lead_of_exactly_the_margin_is_a_lead() -> None:
    third = Fraction(170, 3)
    assert verdict(scores(0, third, third + 10), {}).kind == VerdictKind.FOCUSED
    found = verdict(scores(0, third, third + 10 - Fraction(1, 10**9)), {})
    assert (found.kind, found.lead) == (VerdictKind.STUCK, CI)


def test_being_stuck_comes_before_a_missed_minimum_and_still_names_it() -> None:
    found = verdict(scores(20, 66, 70), {PL: 40, OE: 50})
    assert (found.kind, found.lead, found.margin, found.below) == (VerdictKind.STUCK, CI, Fraction(4), (PL,))


@pytest.mark.parametrize(
    ("given_scores", "tied"),
    [(scores(70, 70, 20), (PL, OE)), (scores(70, 20, 70), (PL, CI)), (scores(50, 50, 50), (PL, OE, CI))],
)
def test_a_tie_is_reported_as_a_tie(
    given_scores: dict[str, float | Fraction], tied: tuple[Discipline, ...]
) -> None:
    found = verdict(given_scores, {}, margin=0)
    assert (found.kind, found.lead, found.margin, found.tied) == (VerdictKind.TIE, None, Fraction(0), tied)


def test_at_a_tie_every_missed_minimum_is_named() -> None:
    assert verdict(scores(45, 45, 10), {OE: 50, CI: 40}).below == (OE, CI)


def test_a_minimum_of_the_lead_is_no_bar() -> None:
    assert verdict(scores(0, 0, 30), {CI: 60}).kind == VerdictKind.FOCUSED


def test_every_discipline_needs_a_score() -> None:
    with pytest.raises(ValueError, match="each of the three"):
        verdict({CI: 10, OE: 20}, {})


def test_answers_agree_with_the_strategy_where_its_discipline_leads() -> None:
    leads = verdict(scores(0, 0, 30), {})
    tied = verdict(scores(0, 30, 30), {})
    assert [leads.agreement(CI), leads.agreement(OE)] == [Agreement.AGREES, Agreement.DIFFERS]
    assert [tied.agreement(CI), tied.agreement(PL)] == [Agreement.UNDECIDED, Agreement.DIFFERS]


@given(SCORES, MINIMUMS)
def test_the_order_of_the_scores_does_not_matter(
    points: dict[str, Fraction], minimums: dict[str, int | None]
) -> None:
    found = {verdict(dict(order), minimums) for order in permutations(points.items())}
    assert len(found) == 1


@given(SCORES, MINIMUMS, st.permutations(list(Discipline.values)))
def test_disciplines_are_treated_alike(
    points: dict[str, Fraction], minimums: dict[str, int | None], names: list[str]
) -> None:
    renamed = dict(zip(Discipline.values, names, strict=True))
    before = verdict(points, minimums)
    after = verdict(
        {renamed[name]: value for name, value in points.items()},
        {renamed[name]: value for name, value in minimums.items()},
    )
    assert (after.kind, after.margin) == (before.kind, before.margin)
    assert after.lead == (before.lead and renamed[before.lead])
    assert set(after.below) == {renamed[name] for name in before.below}
    assert set(after.tied) == {renamed[name] for name in before.tied}


@given(SCORES, MINIMUMS)
def test_the_verdict_is_what_the_rules_say_one_by_one(
    points: dict[str, Fraction], minimums: dict[str, int | None]
) -> None:
    found = verdict(points, minimums)
    best = max(points.values())
    leaders = {name for name, value in points.items() if value == best}
    gap = min((best - value for name, value in points.items() if name not in leaders), default=Fraction(0))
    assert set(found.tied) == (leaders if len(leaders) > 1 else set())
    assert found.lead == (leaders.pop() if len(leaders) == 1 else None)
    assert found.margin == (0 if found.tied else gap)
    missed = {n for n, v in points.items() if n != found.lead and minimums[n] is not None and v < minimums[n]}  # type: ignore[operator]
    assert set(found.below) == missed
    assert (found.kind == VerdictKind.TIE) == bool(found.tied)
    assert (found.kind == VerdictKind.STUCK) == (not found.tied and gap < MARGIN)
    assert (found.kind == VerdictKind.FOCUSED) == (not found.tied and gap >= MARGIN and not missed)


@given(SCORES, MINIMUMS, st.integers(0, 50))
def test_moving_every_score_alike_moves_neither_lead_nor_margin(
    points: dict[str, Fraction], minimums: dict[str, int | None], by: int
) -> None:
    before, after = verdict(points, {}), verdict({name: value + by for name, value in points.items()}, {})
    assert (after.kind, after.lead, after.margin) == (before.kind, before.lead, before.margin)
    assert len(verdict(points, minimums).below) >= len(
        verdict({name: value + by for name, value in points.items()}, minimums).below
    )


def test_the_overall_counts_each_side_once() -> None:
    sides = {"business": scores(10, 20, 90), "it": scores(30, 21, 40)}
    assert overall(sides) == {PL: 20, OE: Fraction(41, 2), CI: 65}


def test_one_side_never_stands_for_both() -> None:
    assert overall({"business": scores(10, 20, 90)}) is None
    assert overall({"business": scores(10, 20, 90), "it": {CI: 40}}) is None


@given(SCORES, SCORES)
def test_the_overall_lies_between_the_sides(business: dict[str, Fraction], it: dict[str, Fraction]) -> None:
    found = overall({"business": business, "it": it})
    assert found is not None
    assert found == overall({"it": it, "business": business})
    assert all(
        min(business[name], it[name]) <= value <= max(business[name], it[name])
        for name, value in found.items()
    )
