"""Needs drive priority: who takes a need's place, by money or by rank, in any order of the facts."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from alignment.engine.priority import Unlinked, Why, Work, unlinked

AMOUNTS = st.none() | st.integers(0, 50).map(Decimal)


@st.composite
def portfolios(draw: st.DrawFn) -> list[Work]:
    ranked = draw(st.booleans())
    return [
        Work(
            id=number,
            unit=draw(st.integers(1, 2)),
            serves_need=draw(st.booleans()),
            asks=draw(st.booleans()),
            amount=draw(AMOUNTS),
            rank=draw(st.none() | st.integers(1, 9)) if ranked else None,
        )
        for number in range(draw(st.integers(0, 6)))
    ]


def money(**amounts: int) -> list[Work]:
    return [Work(key, "claims", serves_need=False, amount=Decimal(amount)) for key, amount in amounts.items()]


def test_the_top_is_what_comes_before_half_of_the_money() -> None:
    found = unlinked(money(a=50, b=30, c=20))
    assert found == (Unlinked("a", "claims", (Why.TOP,), 1, 3),)
    assert [one.id for one in unlinked(money(a=40, b=35, c=25))] == ["a", "b"]


def test_equal_amounts_share_their_place() -> None:
    assert [(one.id, one.place) for one in unlinked(money(a=10, b=10, c=10))] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]


def test_unknown_and_no_money_are_not_ranked() -> None:
    assert (
        unlinked([Work("a", "u", serves_need=False), Work("b", "u", serves_need=False, amount=Decimal())])
        == ()
    )


def test_what_asks_for_approval_counts_without_money() -> None:
    asking = Work("a", "u", serves_need=False, asks=True)
    assert unlinked([asking]) == (Unlinked("a", "u", (Why.ASKS,), None, 0),)
    linked = Work("a", "u", serves_need=True, asks=True, amount=Decimal(9))
    assert unlinked([linked]) == ()


def test_ranks_take_the_place_of_money_as_soon_as_there_is_one() -> None:
    work = [
        Work("a", "u", serves_need=False, amount=Decimal(90)),
        Work("b", "u", serves_need=False, rank=7),
        Work("c", "u", serves_need=True, rank=2),
        Work("d", "other", serves_need=False, asks=True, amount=Decimal(5)),
    ]
    assert unlinked(work) == (
        Unlinked("d", "other", (Why.ASKS, Why.TOP), 1, 1),
        Unlinked("b", "u", (Why.TOP,), 7, 2),
    )


def brute_force(work: list[Work]) -> set[tuple[object, frozenset[Why]]]:
    """The rule once more, by spending the money of each unit one initiative after another."""
    found: set[tuple[object, frozenset[Why]]] = set()
    for one in work:
        peers = [other for other in work if other.unit == one.unit]
        why = {Why.ASKS} if one.asks else set()
        if any(other.rank is not None for other in peers):
            why |= {Why.TOP} if one.rank is not None else set()
        elif one.amount:
            spent, whole = Decimal(), sum((other.amount or Decimal() for other in peers), Decimal())
            for other in sorted(peers, key=lambda peer: -(peer.amount or Decimal())):
                if (other.amount or Decimal()) > one.amount:
                    spent += other.amount or Decimal()
            why |= {Why.TOP} if spent < whole / 2 else set()
        if why and not one.serves_need:
            found.add((one.id, frozenset(why)))
    return found


@given(portfolios())
def test_as_the_rule_says(work: list[Work]) -> None:
    assert {(one.id, frozenset(one.why)) for one in unlinked(work)} == brute_force(work)


@given(portfolios())
def test_order_never_matters(work: list[Work]) -> None:
    assert all(unlinked(order) == unlinked(work) for order in list(permutations(work))[:24])


@given(portfolios())
def test_linking_everything_leaves_no_warning_and_linking_one_takes_only_its_own(work: list[Work]) -> None:
    linked = [Work(o.id, o.unit, True, o.asks, o.amount, o.rank) for o in work]
    assert unlinked(linked) == ()
    if work:
        rest = [linked[0], *work[1:]]
        assert set(unlinked(rest)) == {one for one in unlinked(work) if one.id != work[0].id}
