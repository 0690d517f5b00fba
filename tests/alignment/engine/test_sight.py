"""The line of sight for display: a worked portfolio, then bounds and order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.choices import Action, ChainState, GapKind, Hop, Measure, Reason
from alignment.engine.chains import chains
from alignment.engine.facts import Facts, InitiativeFact, Ref
from alignment.engine.gaps import Gap
from alignment.engine.selection import Selection
from alignment.engine.shapes import COLUMN_OF, Edge, Kind, Node, Row, Share, Totals
from alignment.engine.sight import View, sight
from tests.alignment.engine.graphs import TODAY, facts, shuffled
from tests.alignment.engine.portfolio import CI, OE, PORTFOLIO, b, i, link, n, o, seen


def test_columns_run_by_intended_share_and_band() -> None:
    broken, complete, weak = ChainState.BROKEN, ChainState.COMPLETE, ChainState.WEAK
    assert seen().nodes == (
        Node(o(2), Decimal(55), 2, CI, None, complete),
        Node(o(1), Decimal(75), 1, OE, None, complete),
        Node(n(2), Decimal(55), 2, CI, o(2), complete),
        Node(n(1), Decimal(75), 1, OE, o(1), complete),
        Node(n(3), None, 0, "", None, broken),
        Node(n(4), Decimal(10), 1, "", None, broken),
        Node(i(2), Decimal(40), 1, CI, n(2), weak),
        Node(i(1), Decimal(100), 1, OE, n(1), complete),
        Node(b(1), Decimal(100), 1),
    )


def test_edges_join_neighboring_columns_in_the_hue_of_the_need() -> None:
    assert seen().edges == (
        Edge(i(1), b(1), Decimal(100), OE),
        Edge(n(1), i(1), Decimal(75), OE),
        Edge(n(2), i(1), Decimal(25), CI),
        Edge(n(2), i(2), Decimal(30), CI),
        Edge(n(4), i(2), Decimal(10), ""),
        Edge(o(1), n(1), Decimal(75), OE),
        Edge(o(2), n(2), Decimal(55), CI),
    )


def test_a_benefit_of_work_that_serves_no_need_draws_no_line() -> None:
    result = seen(replace(PORTFOLIO, links=(*PORTFOLIO.links, link(Hop.BENEFIT, 3, 1))))
    assert result.edges == seen().edges
    assert result.nodes[-1] == Node(b(1), Decimal(100), 1)


def test_gaps_name_where_each_line_stops_and_what_mends_it() -> None:
    stopped = [
        (GapKind.OBJECTIVE_WITHOUT_NEED, Ref(Hop.OBJECTIVE, 3), Action.LINK_ELEMENT, None),
        (GapKind.NEED_WITHOUT_INITIATIVE, Ref(Hop.NEED, 3), Action.LINK_INITIATIVE, None),
        (GapKind.NEED_WITHOUT_OBJECTIVE, Ref(Hop.NEED, 3), Action.LINK_ELEMENT, None),
        (GapKind.NEED_WITHOUT_OBJECTIVE, Ref(Hop.NEED, 4), Action.LINK_ELEMENT, None),
        (GapKind.INITIATIVE_WITHOUT_NEED, Ref(Hop.INITIATIVE, 3), Action.LINK_NEED, Decimal(60)),
        (GapKind.INITIATIVE_WITHOUT_NEED, Ref(Hop.INITIATIVE, 4), Action.LINK_NEED, None),
    ]
    missing = [Gap(kind, ref, Reason.MISSING, action, ref, amount) for kind, ref, action, amount in stopped]
    benefit = Ref(Hop.BENEFIT, 2)
    unmeasured = Gap(GapKind.BENEFIT_NOT_MEASURED, benefit, Reason.NO_BASELINE, Action.SET_BASELINE, benefit)
    assert seen().gaps == (*missing, unmeasured)


def test_a_served_initiative_without_benefit_is_a_gap_and_an_exempt_one_is_named() -> None:
    without = replace(PORTFOLIO, links=tuple(x for x in PORTFOLIO.links if x.hop is not Hop.BENEFIT))
    result = seen(without)
    assert [gap.ref.id for gap in result.gaps if gap.kind is GapKind.INITIATIVE_WITHOUT_BENEFIT] == [1, 2]
    assert result.exempt == (5,)
    assert seen(today=TODAY + timedelta(days=1)).exempt == ()


def test_figures_of_the_finding() -> None:
    result = seen()
    assert result.totals == Totals(
        total=Decimal(207),
        linked=Decimal(140),
        without_amount=1,
        initiatives=5,
        linked_initiatives=2,
        needs=4,
        served_needs=3,
        benefits=2,
        measured_benefits=1,
        stated=CI,
        leading=OE,
    )
    assert result.shares == (
        Share(CI, Decimal(55), 100 * Decimal(55) / 140, Decimal(70)),
        Share(OE, Decimal(75), 100 * Decimal(75) / 140, Decimal(30)),
    )


def test_what_gets_no_money_by_stated_shares_is_linked_all_the_same() -> None:
    """Initiative 1 gives all its money to one need and to one benefit, and is linked to others besides."""
    given_links = (
        link(Hop.NEED, 1, 1, share=100),
        link(Hop.NEED, 1, 3),
        link(Hop.BENEFIT, 1, 1, share=100),
        link(Hop.BENEFIT, 1, 2),
    )
    rest = tuple(each for each in PORTFOLIO.links if each.hop not in {Hop.NEED, Hop.BENEFIT})
    measured = tuple(fact._replace(has_baseline=True) for fact in PORTFOLIO.benefits)
    result = seen(replace(PORTFOLIO, links=rest + given_links, benefits=measured))
    assert (result.totals.benefits, result.totals.measured_benefits) == (2, 2)
    assert Edge(i(1), b(2), Decimal(0), OE) in result.edges
    assert n(3) in {edge.source for edge in result.edges}
    assert Ref(Hop.NEED, 3) not in {
        gap.ref for gap in result.gaps if gap.kind is GapKind.NEED_WITHOUT_INITIATIVE
    }


def test_without_a_stated_strategy_nothing_is_intended() -> None:
    result = sight(PORTFOLIO, chains(PORTFOLIO, TODAY), View(), TODAY)
    assert result.totals.stated == ""
    assert [(share.discipline, share.intended) for share in result.shares] == [(CI, None), (OE, None)]


def test_a_tie_has_no_leader_and_nothing_linked_has_no_shares() -> None:
    tied = replace(
        PORTFOLIO,
        initiatives=(InitiativeFact(1, spend=Decimal(20)),),
        links=(
            link(Hop.NEED, 1, 1),
            link(Hop.NEED, 1, 2),
            *PORTFOLIO.links[4:8],
        ),
    )
    assert seen(tied).totals.leading == ""
    empty = seen(replace(PORTFOLIO, links=()))
    assert empty.totals.leading == ""
    assert [share.actual for share in empty.shares] == [None, None]


def test_rows_tell_each_initiative_with_its_main_line() -> None:
    rows = seen().rows
    assert rows[:2] == (
        Row(1, Decimal(100), ChainState.COMPLETE, 1, 1, 1, OE, 1, 0),
        Row(3, Decimal(60), ChainState.BROKEN, None, 0, None, "", None, 0),
    )
    assert [row.initiative for row in rows] == [1, 3, 2, 5, 4]


def test_benefit_value_draws_the_same_lines_with_other_amounts() -> None:
    result = seen(measure=Measure.VALUE)
    assert result.totals.total == Decimal(90)
    assert Edge(n(1), i(1), Decimal("67.50"), OE) in result.edges
    assert Edge(n(4), i(2), None, "") in result.edges


@pytest.mark.parametrize(
    ("selection", "initiatives", "needs"),
    [
        (Selection(units=frozenset({1})), [1, 2], {1, 2, 4}),
        (Selection(segments=frozenset({10})), [1, 2], {1, 2}),
        (Selection(segments=frozenset({11})), [2], {3, 4}),
        (Selection(status="delivery"), [1], {1, 2}),
        (Selection(state="broken"), [3, 4], {3}),
        (Selection(state="complete"), [1], {1, 2}),
        (Selection(state="exempt"), [5], set()),
        (Selection(initiatives=frozenset({2, 3})), [3, 2], {2, 3, 4}),
    ],
)
def test_filters_narrow_initiatives_and_their_needs(
    selection: Selection, initiatives: list[int], needs: set[int]
) -> None:
    result = seen(selection=selection)
    assert [row.initiative for row in result.rows] == initiatives
    assert {node.key.id for node in result.nodes if node.key.kind is Kind.NEED} == needs


def test_a_filter_changes_nothing_about_the_parts_of_what_remains() -> None:
    narrowed = seen(selection=Selection(segments=frozenset({11})))
    assert narrowed.edges == (Edge(n(4), i(2), Decimal(10), ""),)
    assert (narrowed.totals.total, narrowed.totals.linked) == (Decimal(40), Decimal(10))


@given(facts(), st.sampled_from(Measure), st.integers(0, 3))
def test_lines_never_carry_more_than_there_is(given_facts: Facts, measure: Measure, readable: int) -> None:
    positive = replace(
        given_facts,
        initiatives=tuple(
            fact._replace(spend=None if fact.spend is None else abs(fact.spend))
            for fact in given_facts.initiatives
        ),
        benefits=tuple(
            fact._replace(value=None if fact.value is None else abs(fact.value))
            for fact in given_facts.benefits
        ),
    )
    result = seen(positive, measure=measure, readable=readable)
    into_items = sum(edge.amount or 0 for edge in result.edges if COLUMN_OF[edge.source.kind] == 1)
    into_needs = sum(edge.amount or 0 for edge in result.edges if COLUMN_OF[edge.source.kind] == 0)
    assert 0 <= into_needs <= into_items == result.totals.linked <= result.totals.total
    known = {node.key for node in result.nodes}
    assert {edge.source for edge in result.edges} | {edge.target for edge in result.edges} <= known
    assert {node.home for node in result.nodes if node.home} <= known


@given(facts())
def test_every_initiative_is_on_the_map_or_in_the_lane(given_facts: Facts) -> None:
    result = seen(given_facts)
    drawn = {node.key.id for node in result.nodes if node.key.kind is Kind.INITIATIVE}
    stopped = {gap.ref.id for gap in result.gaps if gap.kind is GapKind.INITIATIVE_WITHOUT_NEED}
    assert drawn | stopped | set(result.exempt) == {fact.id for fact in given_facts.initiatives}
    assert not drawn & stopped


@given(st.data(), facts(), st.integers(0, 3))
def test_input_order_never_matters(data: st.DataObject, given_facts: Facts, readable: int) -> None:
    other = data.draw(st.composite(shuffled)(given_facts))
    assert seen(other, readable=readable) == seen(given_facts, readable=readable)
