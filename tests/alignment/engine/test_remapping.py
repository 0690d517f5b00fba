"""No tie of an old strategy is lost once everything has a fate; the strongest of equals is carried."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alignment.engine.facts import Id
from alignment.engine.remapping import Fates, Tie, carried, lost

OLD: tuple[Id, ...] = (*range(4),)
NEW: tuple[Id, ...] = (*range(10, 13),)
OTHERS = range(20, 22)

TIES = st.lists(
    st.builds(
        Tie,
        st.integers(0, 50),
        st.sampled_from([*OLD, *OTHERS]),
        st.sampled_from([*OLD, *OTHERS]),
        st.integers(0, 3),
        st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2026, 1, 1))),
    ),
    max_size=12,
    unique_by=(lambda tie: tie.id, lambda tie: (tie.near, tie.far)),
)
ENDS = st.one_of(st.none(), st.sampled_from(NEW))
WHOLE = st.fixed_dictionaries(dict.fromkeys(OLD, ENDS)).map(lambda said: Fates(frozenset(OLD), said))
PARTLY = st.dictionaries(st.sampled_from(OLD), ENDS).map(lambda said: Fates(frozenset(OLD), said))


@given(TIES, WHOLE, WHOLE)
def test_once_all_is_said_nothing_is_lost(ties: list[Tie], near: Fates, far: Fates) -> None:
    old = [tie for tie in ties if tie.near in near.old or tie.far in far.old]
    pairs = carried(old, near, far)
    assert lost(old, pairs.keys(), near, far) == ()
    for tie in old:
        ends = (near.after(tie.near), far.after(tie.far))
        assert (None in ends) != (ends in pairs)
    assert {tie.id for tie in pairs.values()} <= {tie.id for tie in old}


@given(TIES, WHOLE, WHOLE)
def test_every_pair_takes_its_strongest_tie_in_any_order(ties: list[Tie], near: Fates, far: Fates) -> None:
    pairs = carried(ties, near, far)
    assert carried(ties[::-1], near, far) == pairs
    for pair, chosen in pairs.items():
        rivals = [tie for tie in ties if (near.after(tie.near), far.after(tie.far)) == pair]
        assert chosen.strength == max(tie.strength for tie in rivals)


@given(TIES, PARTLY, PARTLY)
def test_what_is_open_is_lost_until_somebody_says(ties: list[Tie], near: Fates, far: Fates) -> None:
    old = [tie for tie in ties if tie.near in near.old or tie.far in far.old]
    gone = {tie.id for tie in lost(old, carried(old, near, far).keys(), near, far)}
    assert gone == {tie.id for tie in old if near.is_open(tie.near) or far.is_open(tie.far)}


def test_a_pair_that_is_missing_is_lost() -> None:
    tie, fates = Tie(1, 0, 20), Fates(frozenset({0}), {0: 10})
    assert lost([tie], set(), fates, Fates()) == (tie,)
    assert lost([tie], {(10, 20)}, fates, Fates()) == ()


def test_equal_strength_goes_to_the_newer_evidence_then_the_smaller_id() -> None:
    fates = Fates(frozenset({0, 1, 2}), dict.fromkeys((0, 1, 2), 10))
    ties = [Tie(3, 0, 20, 2), Tie(2, 1, 20, 2, date(2026, 1, 1)), Tie(1, 2, 20, 2, date(2026, 1, 1))]
    assert carried(ties, fates, Fates()) == {(10, 20): ties[2]}


def test_ties_between_others_are_none_of_its_business() -> None:
    assert carried([Tie(1, 20, 21)], Fates(), Fates()) == {}
