"""The proposing rules: each on its own facts, silent without, and the same in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Rule
from alignment.engine.challenges import WEEK, Span, by_period
from alignment.engine.intent import Against, Contradiction, Part
from alignment.engine.rules import (
    RULES,
    WORSE,
    MetricHistory,
    MoneyFact,
    NeedService,
    ObjectiveService,
    Proposal,
    RuleFacts,
    fingerprint,
    proposals,
    worsening,
)

DUE = date(2027, 6, 30)


def money(lead: str = "37", other: str = "52", year: int | None = 2026) -> MoneyFact:
    lead_part = Part("customer_intimacy", Decimal(37), Decimal(lead), Decimal(55))
    other_part = Part("operational_excellence", Decimal(52), Decimal(other), Decimal(30))
    return MoneyFact("s", year, Contradiction(Against.OTHER_LEADS, lead_part, other_part))


def need(**values: Any) -> NeedService:
    plain = {
        "id": "n",
        "strategy": "s",
        "importance": Decimal("8.6"),
        "has_initiative": False,
        "has_objective": True,
    }
    return NeedService(**{**plain, **values})


def metric(*values: str, rises: bool = True, first: date = date(2026, 1, 31)) -> MetricHistory:
    days = [date(first.year, first.month + at, 28) for at in range(len(values))]
    readings = tuple((day, Decimal(value)) for day, value in zip(days, values, strict=True))
    return MetricHistory("m", "s", "o", rises, readings)


def only(facts: RuleFacts) -> Proposal:
    (found,) = proposals(facts)
    return found


def test_nothing_is_proposed_without_facts() -> None:
    assert proposals(RuleFacts()) == ()
    assert [rule(RuleFacts()) for rule in RULES] == [[], [], [], []]


def test_money_against_the_discipline() -> None:
    found = only(RuleFacts(money=(money(), MoneyFact("t", 2026, None))))
    assert (found.rule, found.strategy, found.subject, found.finding, found.weight) == (
        Rule.MONEY_AGAINST_DISCIPLINE,
        "s",
        "s",
        "other_leads",
        Decimal(15),
    )
    assert dict(found.figures) == {
        "lead": "customer_intimacy",
        "lead_share": Decimal(37),
        "intended": Decimal(55),
        "other": "operational_excellence",
        "other_share": Decimal(52),
        "year": 2026,
    }


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [(money("36", "54"), True), (money("30", "60"), False), (money(year=2027), False)],
)
def test_money_is_proposed_again_only_when_it_has_moved(changed: MoneyFact, is_same: bool) -> None:
    before, after = only(RuleFacts(money=(money(),))), only(RuleFacts(money=(changed,)))
    assert (before.fingerprint == after.fingerprint) == is_same
    assert (before.key == after.key) == is_same
    assert (before.identity == after.identity) == is_same


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({}, "no_initiative"),
        ({"has_initiative": True, "has_objective": False}, "no_objective"),
        ({"has_objective": False}, "nothing"),
        ({"has_initiative": True}, None),
        ({"importance": Decimal("7.99")}, None),
        ({"importance": None}, None),
        ({"importance": Decimal(8)}, "no_initiative"),
    ],
)
def test_important_needs_that_nothing_serves(values: dict[str, Any], finding: str | None) -> None:
    found = proposals(RuleFacts(needs=(need(**values),)))
    assert [one.finding for one in found] == ([finding] if finding else [])


def test_a_need_is_proposed_again_when_more_is_lacking_or_it_matters_a_point_more() -> None:
    marks = [
        only(RuleFacts(needs=(need(**values),))).fingerprint
        for values in (
            {},
            {"importance": Decimal("8.2")},
            {"importance": Decimal(9)},
            {"has_objective": False},
        )
    ]
    assert marks[0] == marks[1]
    assert len({*marks}) == 3


def test_targets_that_no_work_moves() -> None:
    rows = (
        ObjectiveService("late", "s", DUE.replace(year=2028), has_initiative=False),
        ObjectiveService("soon", "s", DUE, has_initiative=False),
        ObjectiveService("served", "s", DUE, has_initiative=True),
        ObjectiveService("undated", "s", None, has_initiative=False),
    )
    found = proposals(RuleFacts(objectives=rows))
    assert [(one.subject, one.objective, one.figures) for one in found] == [
        ("soon", "soon", (("due", DUE),)),
        ("late", "late", (("due", DUE.replace(year=2028)),)),
    ]
    assert found[0].fingerprint != found[1].fingerprint


@pytest.mark.parametrize(
    ("history", "periods"),
    [
        (metric("9", "8", "7", "6"), 3),
        (metric("9", "8", "7"), None),
        (metric("9", "8", "7", "7"), None),
        (metric("5", "9", "8", "7", "6"), 3),
        (metric("9", "8", "7", "6", "9"), None),
        (metric("1", "2", "3", "4", rises=False), 3),
        (metric("4", "3", "2", "1", rises=False), None),
        (metric(), None),
    ],
)
def test_metrics_that_become_worse(history: MetricHistory, periods: int | None) -> None:
    found = proposals(RuleFacts(metrics=(history,)))
    assert [dict(one.figures)["periods"] for one in found] == ([periods] if periods else [])


def test_a_metric_is_proposed_again_after_three_more_periods_or_a_new_fall() -> None:
    falling = ("9", "8", "7", "6", "5", "4", "3")
    marks = [only(RuleFacts(metrics=(metric(*falling[:count]),))).fingerprint for count in (4, 5, 6, 7)]
    assert marks[0] == marks[1] == marks[2] != marks[3]
    anew = only(RuleFacts(metrics=(metric("1", *falling[:4]),)))
    assert anew.fingerprint != marks[0]


def test_a_fingerprint_is_the_same_everywhere() -> None:
    assert fingerprint("a", 1, None) == "4d4c921084b03999dc84498d0cde9be4c8194a89cb4270a45423f70eb8b8fd55"
    assert fingerprint("a", "b") != fingerprint("ab")


keys = st.sampled_from(("a", "b", "c"))
shares = st.integers(0, 100).map(Decimal)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def rule_facts(draw: st.DrawFn) -> RuleFacts:
    parts = st.builds(Part, st.sampled_from(("ci", "oe", "pl")), shares, shares, st.none() | shares)
    against = st.none() | st.builds(Contradiction, st.sampled_from(Against), parts, parts)
    values = st.lists(st.tuples(days, shares), max_size=6, unique_by=lambda one: one[0]).map(tuple)
    return RuleFacts(
        money=tuple(draw(st.lists(st.builds(MoneyFact, keys, st.just(2026), against), max_size=3))),
        needs=tuple(
            draw(
                st.lists(
                    st.builds(
                        NeedService,
                        keys,
                        keys,
                        st.none() | st.integers(0, 100).map(lambda n: Decimal(n) / 10),
                        st.booleans(),
                        st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
        objectives=tuple(
            draw(
                st.lists(st.builds(ObjectiveService, keys, keys, st.none() | days, st.booleans()), max_size=3)
            )
        ),
        metrics=tuple(
            draw(st.lists(st.builds(MetricHistory, keys, keys, keys, st.booleans(), values), max_size=3))
        ),
    )


@given(rule_facts(), st.randoms(use_true_random=False))
def test_order_does_not_matter(facts: RuleFacts, random: Any) -> None:
    mixed = RuleFacts(
        *(
            tuple(random.sample(rows, len(rows)))
            for rows in (facts.money, facts.needs, facts.objectives, facts.metrics)
        )
    )
    found, again = proposals(facts), proposals(mixed)
    assert sorted(map(repr, found)) == sorted(map(repr, again))
    assert [one.rule for one in found] == [one.rule for one in again]
    assert proposals(facts) == found


@given(rule_facts())
def test_each_proposal_names_its_facts(facts: RuleFacts) -> None:
    for one in proposals(facts):
        assert len(one.fingerprint) == 64
        assert len(one.key) == 24
        assert one.figures
        assert one.rule.value == one.identity[1]


@given(st.lists(st.tuples(days, shares), max_size=8, unique_by=lambda one: one[0]), st.booleans())
def test_a_run_of_worse_values_ends_with_the_latest(values: list[tuple[date, Decimal]], rises: bool) -> None:
    run = worsening(values, rises=rises)
    in_order = sorted(values)
    assert list(run) == in_order[len(in_order) - len(run) :]
    for (_, before), (_, after) in pairwise(run):
        assert after < before if rises else after > before
    if len(run) < len(in_order):
        before, first = in_order[len(in_order) - len(run) - 1][1], run[0][1]
        assert not (first < before if rises else first > before)
    assert WORSE == 3


@pytest.mark.parametrize(
    ("span", "days_kept"),
    [
        (Span(days=1), [date(2026, 3, 31)]),
        (Span(days=WEEK), [date(2026, 3, 31)]),
        (Span(months=1), [date(2026, 2, 27), date(2026, 3, 31)]),
        (Span(months=3), [date(2025, 11, 30), date(2026, 3, 31)]),
        (Span(months=12), [date(2025, 11, 30), date(2026, 3, 31)]),
    ],
)
def test_the_last_value_of_each_period_back_to_the_first_hole(span: Span, days_kept: list[date]) -> None:
    days_known = [date(2025, 11, 30), date(2026, 2, 3), date(2026, 2, 27), date(2026, 3, 31)]
    found = by_period([(day, Decimal(at)) for at, day in enumerate(days_known)], span)
    assert [day for day, _ in found] == days_kept


def test_weeks_begin_on_monday() -> None:
    sunday, monday = date(2026, 11, 1), date(2026, 11, 2)
    assert Span(days=WEEK).index(monday) == Span(days=WEEK).index(sunday) + 1
    assert by_period([], Span(months=1)) == ()


def test_figures_may_be_missing() -> None:
    lead = replace(money().against.lead, intended=None)  # type: ignore[union-attr]
    against = replace(money().against, lead=lead)  # type: ignore[type-var]
    assert dict(only(RuleFacts(money=(MoneyFact("s", None, against),))).figures)["intended"] is None
