"""The alignment index: its definition on small worlds, what must never happen, then worked examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alignment.choices import Hop, IndexFactor
from alignment.engine.facts import (
    BenefitFact,
    Facts,
    InitiativeFact,
    LinkFact,
    NeedFact,
)
from alignment.engine.index import Judgment, Known, judge
from alignment.engine.judging import Said, Weights, weight_shares
from alignment.engine.reach import Reaches, reaches
from tests.alignment.engine.graphs import TODAY, ids, shuffled
from tests.alignment.engine.judgments import (
    OWN,
    WEIGHTS,
    everything,
    pair,
    said,
    split,
    value,
    weighted,
    weights,
    whole,
    with_links,
    without,
    worlds,
)

LINKED, MATCH, NEEDS, BENEFITS = OWN


def scores(judgment: Judgment) -> dict[object, Fraction | None]:
    return {key: found.score for key, found in judgment.judged.items()}


# ── the definition ───────────────────────────────────────────────────────────────────────────────
@given(worlds(), weights)
def test_scores_are_what_the_definition_says(known: Known, chosen: Weights) -> None:
    judgment = judge(known, chosen)
    expected = {
        fact.id: {factor: value(known, fact, factor) for factor in OWN}
        for fact in known.facts.initiatives
        if not fact.is_exempt(TODAY)
    }
    for key, found in judgment.judged.items():
        assert dict(found.values) == {f: each for f, each in expected[key].items() if each is not None}
    assert scores(judgment) == {key: weighted(found, chosen) for key, found in expected.items()}


@given(worlds(), weights)
def test_the_index_is_what_the_definition_says(known: Known, chosen: Weights) -> None:
    found = judge(known, chosen).index()
    expected = {factor: whole(known, factor) for factor in OWN}
    assert dict(found.values) == {f: each for f, each in expected.items() if each is not None}
    assert found.value == weighted(expected, chosen)
    assert found.value == sum((found.points(f) or 0 for f in OWN), Fraction(0)) or found.value is None


@given(worlds(), st.sets(ids))
def test_a_part_is_weighed_by_its_own_money_and_answers_for_the_needs_it_is_linked_to(
    known: Known, only: set[int]
) -> None:
    judgment = judge(known, WEIGHTS)
    found = judgment.index(only)
    part = [fact for fact in known.facts.initiatives if fact.id in only and fact.id in judgment.judged]
    for factor in (LINKED, MATCH, BENEFITS):
        pairs = [(fact.spend, value(known, fact, factor)) for fact in part]
        counted = [(Fraction(m), v) for m, v in pairs if m is not None and v is not None]
        total = sum(m for m, _ in counted)
        mean = sum((m * v for m, v in counted), Fraction(0)) / total if total else None
        assert found.values.get(factor) == mean
    own = known
    for fact in known.facts.initiatives:
        own = own if fact.id in only else without(own, fact.id)
    linked = {link.target for link in own.facts.links_to(Hop.NEED) if link.strength and link.source in only}
    linked &= {
        tie.target for key in only & judgment.judged.keys() for tie in judgment.judged[key].work.needs.each
    }
    unweighed = tuple(
        fact if fact.id in linked else replace(fact, importance=None) for fact in known.facts.needs
    )
    own = replace(own, facts=replace(own.facts, needs=unweighed))
    assert found.values.get(NEEDS) == (whole(own, NEEDS) if part else None)


# ── what must never happen ───────────────────────────────────────────────────────────────────────
@given(worlds(), weights)
def test_values_lie_between_0_and_1_and_points_between_0_and_100(known: Known, chosen: Weights) -> None:
    judgment = judge(known, chosen)
    index = judgment.index()
    every = [
        *index.values.values(),
        *(v for found in judgment.judged.values() for v in found.values.values()),
    ]
    assert all(0 <= each <= 1 for each in every)
    points = [index.value, *scores(judgment).values()]
    assert all(0 <= each <= 100 for each in points if each is not None)


@given(worlds(), st.data())
def test_a_link_without_evidence_never_raises_the_index_nor_the_score_it_is_added_to(
    known: Known, data: st.DataObject
) -> None:
    hop = data.draw(st.sampled_from((Hop.NEED, Hop.BENEFIT, Hop.ELEMENT, Hop.OBJECTIVE)))
    source, target = data.draw(ids), data.draw(ids)
    present = pair(known, hop, source, target)
    assume(present is None or not present.strength)
    share = data.draw(st.none() | st.integers(0, 100).map(Decimal))
    added = LinkFact(hop, source, target, data.draw(st.integers(1, 3)), share)
    before, after = judge(known, WEIGHTS), judge(with_links(known, added), WEIGHTS)
    assert not_above(after.index().value, before.index().value)
    if hop in (Hop.NEED, Hop.BENEFIT):
        assert not_above(scores(after).get(source), scores(before).get(source))
        part = data.draw(st.sets(ids)) | {source}
        assert (after.index(part).value or 0) <= (before.index(part).value or 0)


def not_above(after: Fraction | None, before: Fraction | None) -> bool:
    return after is None if before is None else after is not None and after <= before


@given(worlds(), st.booleans(), weights)
def test_linking_everything_to_everything_leaves_nothing(
    known: Known, with_evidence: bool, chosen: Weights
) -> None:
    before = judge(known, chosen).index()
    after = judge(everything(known, with_evidence=with_evidence), chosen)
    assert after.index().value == (None if before.value is None else 0)
    assert set(scores(after).values()) <= {0, None}


@given(worlds(), ids, st.integers(0, 4).map(lambda quarters: Fraction(quarters, 4)))
def test_an_initiative_divided_in_two_changes_nothing(known: Known, key: int, part: Fraction) -> None:
    (initiative,) = (fact for fact in known.facts.initiatives if fact.id == key)
    before, after = judge(known, WEIGHTS), judge(split(known, initiative, part), WEIGHTS)
    assert after.index().value == before.index().value
    expected = scores(before)
    if key in expected:
        expected[len(known.facts.initiatives) + 1] = expected[key]
    assert scores(after) == expected


@given(worlds(), st.data())
def test_the_order_of_the_facts_does_not_matter(known: Known, data: st.DataObject) -> None:
    other = replace(known, facts=data.draw(st.composite(shuffled)(known.facts)))
    before, after = judge(known, WEIGHTS), judge(other, WEIGHTS)
    assert (after.index(), scores(after)) == (before.index(), scores(before))


@given(worlds(), ids)
def test_an_exempt_initiative_changes_nothing(known: Known, key: int) -> None:
    initiatives = tuple(
        fact._replace(exempt_until=TODAY) if fact.id == key else fact for fact in known.facts.initiatives
    )
    exempt = judge(replace(known, facts=replace(known.facts, initiatives=initiatives)), WEIGHTS)
    absent = judge(without(known, key), WEIGHTS)
    assert (exempt.index(), scores(exempt)) == (absent.index(), scores(absent))
    assert key in exempt.exempt


@given(worlds(), ids)
def test_missing_money_is_as_if_the_initiative_had_no_part_in_the_means(known: Known, key: int) -> None:
    initiatives = tuple(
        fact._replace(spend=None) if fact.id == key else fact for fact in known.facts.initiatives
    )
    missing = judge(replace(known, facts=replace(known.facts, initiatives=initiatives)), WEIGHTS).index()
    absent = judge(without(known, key), WEIGHTS).index()
    for factor in (LINKED, MATCH, BENEFITS):
        assert missing.values.get(factor) == absent.values.get(factor)


@given(worlds(), ids)
def test_missing_importance_shares_and_courses_are_left_out(known: Known, key: int) -> None:
    needs = tuple(replace(fact, importance=None) if fact.id == key else fact for fact in known.facts.needs)
    strategies = {unit: replace(fact, shares=()) for unit, fact in known.followed.items()}
    blind = replace(known, facts=replace(known.facts, needs=needs), followed=strategies, track={})
    found, before = judge(blind, WEIGHTS).index(), judge(known, WEIGHTS).index()
    others = [fact.importance for fact in needs]
    assert (NEEDS in found.values) == (bool(found.coverage.initiatives) and any(others))
    assert MATCH not in found.values
    assert found.values.get(LINKED) == before.values.get(LINKED)
    assert found.values.get(BENEFITS, 0) >= before.values.get(BENEFITS, 0)


@given(worlds(), st.dictionaries(ids, st.fractions(0, 1, max_denominator=3)))
def test_what_another_app_says_counts_like_any_factor(known: Known, told: dict[int, Fraction]) -> None:
    chosen = {**WEIGHTS, IndexFactor.DECISIONS: 50}
    judgment = judge(said(known, told), chosen)
    for key, found in judgment.judged.items():
        assert found.values.get(IndexFactor.DECISIONS) == told.get(int(key))
        assert found.score == weighted({f: found.values.get(f) for f in IndexFactor}, chosen)
    together = judgment.index(said={IndexFactor.DECISIONS: Said(Fraction(1, 3))})
    assert together.value == weighted({f: together.values.get(f) for f in IndexFactor}, chosen)


# ── worked examples, as in docs/calculations.md ──────────────────────────────────────────────────
def serves(
    initiative: int, need: int, strength: int = 2, *, months: int | None = 1, share: int | None = None
) -> LinkFact:
    """A need link with evidence of some months ago; without evidence where None."""
    day = None if months is None else TODAY - timedelta(days=30 * months)
    part = None if share is None else Decimal(share)
    return LinkFact(Hop.NEED, initiative, need, strength, part, day is not None, day)


def world(*links: LinkFact, needs: int = 20, spend: tuple[int | None, ...] = (100,)) -> Known:
    """``needs`` needs of importance 8, and one initiative for each amount."""
    return Known(
        Facts(
            needs=tuple(NeedFact(n, importance=Decimal(8)) for n in range(needs)),
            initiatives=tuple(
                InitiativeFact(n, 1, spend=None if amount is None else Decimal(amount))
                for n, amount in enumerate(spend)
            ),
            links=links,
        ),
        TODAY,
    )


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], Fraction(0)),
        ([serves(0, 1)], Fraction(1)),
        ([serves(0, 1, 1)], Fraction(1, 2)),
        ([serves(0, 1, months=20)], Fraction(1, 2)),
        ([serves(0, 1, 1, months=20)], Fraction(1, 4)),
        ([serves(0, 1, months=None)], Fraction(0)),
        ([serves(0, 1, 0)], Fraction(0)),
        ([serves(0, 1, share=40)], Fraction(2, 5)),
        ([serves(0, 1), serves(0, 2), serves(0, 3)], 1 - Fraction(4, 361)),
        ([serves(0, n) for n in range(20)], Fraction(0)),
    ],
)
def test_spend_linked_to_a_need(links: list[LinkFact], expected: Fraction) -> None:
    assert judge(world(*links), WEIGHTS).judged[0].values[LINKED] == expected


def test_the_index_is_weighed_by_money_and_says_whose_it_does_not_know() -> None:
    found = judge(world(serves(0, 1), spend=(300, 100, None)), WEIGHTS).index()
    assert found.values[LINKED] == Fraction(3, 4)
    assert (found.coverage.initiatives, found.coverage.with_money, found.coverage.money) == (
        3,
        2,
        Fraction(400),
    )
    assert found.values[NEEDS] == Fraction(1, 20)
    assert (found.coverage.weighed, found.coverage.covered, found.coverage.told) == (20, 1, 0)


def test_a_need_that_does_not_move_earns_half() -> None:
    known = replace(world(serves(0, 1), needs=2), moving={1: False})
    found = judge(known, WEIGHTS)
    assert found.judged[0].values[NEEDS] == Fraction(8, 10) / 2
    assert found.index().values[NEEDS] == Fraction(1, 4)
    moved = judge(replace(known, moving={1: True}), WEIGHTS)
    assert moved.index().values[NEEDS] == Fraction(1, 2)
    assert (moved.index().coverage.told, moved.index().coverage.moving) == (1, 1)


def test_what_a_benefit_is_worth() -> None:
    promise = LinkFact(Hop.BENEFIT, 0, 5, 2, None, True, TODAY)
    known = world(promise)
    measured = replace(known.facts, benefits=(BenefitFact(5, 1, True, True), BenefitFact(6, 1, True, True)))
    assert judge(known, WEIGHTS).judged[0].values[BENEFITS] == 0
    known = replace(known, facts=measured)
    assert judge(known, WEIGHTS).judged[0].values[BENEFITS] == 1
    behind = judge(replace(known, track={5: Fraction(1, 2)}), WEIGHTS)
    assert behind.judged[0].values[BENEFITS] == Fraction(3, 4)
    coverage = behind.index().coverage
    assert (coverage.benefits, coverage.measured, coverage.followed, coverage.on_track) == (1, 1, 1, 0)
    blind = replace(known, facts=replace(known.facts, benefits=(BenefitFact(5, 1, True, False),)))
    assert judge(blind, WEIGHTS).judged[0].values[BENEFITS] == 0


def test_a_factor_without_facts_leaves_its_weight_to_the_others() -> None:
    assert weight_shares((LINKED, BENEFITS), WEIGHTS) == {
        LINKED: Fraction(3000, 55),
        BENEFITS: Fraction(2500, 55),
    }
    assert weight_shares((IndexFactor.DECISIONS,), WEIGHTS) == {}


def test_what_leads_to_records_that_do_not_count_leads_nowhere() -> None:
    links = (
        LinkFact(Hop.ELEMENT, 1, 9, 2, None, True, TODAY),
        LinkFact(Hop.OBJECTIVE, 9, 9, 2, None, True, TODAY),
    )
    assert reaches(world(*links).facts, TODAY) == Reaches(1, {})


def test_without_initiatives_there_is_no_index() -> None:
    found = judge(world(spend=()), WEIGHTS).index()
    assert (found.value, dict(found.values), found.points(LINKED)) == (None, {}, None)
