"""Needs drive priority: which work is ranked, or asks for approval, although it serves no customer need.

Asked of units that follow operational excellence or customer intimacy: there customers' needs come before everything
that is merely wished for. Two facts make an initiative *ranked*:

- ``rank``: its place in the portfolio of its unit. Where any work of a unit has one, only places count.
- ``amount``: otherwise its money of the plan year. Ranked is then the *top* of the unit: whatever comes before half of
  the unit's money is spent, the largest first; equal amounts share their place.

Our own rule. What serves no need because an exemption holds is not among the work asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from alignment.engine.facts import Id, order


class Why(StrEnum):
    """By what an initiative takes the place of a need."""

    ASKS = "asks"
    """It waits for approval."""
    TOP = "top"
    """It is among the first of its unit."""


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative of a unit in which needs drive priority.

    ``amount`` is None where its money is not known, ``rank`` counts from 1 and is None where nobody has ranked it.
    """

    id: Id
    unit: Id
    serves_need: bool
    asks: bool = False
    amount: Decimal | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A hard warning: work that serves no need, why it counts, and its place among the ranked work of its unit."""

    id: Id
    unit: Id
    why: tuple[Why, ...]
    place: int | None = None
    ranked: int = 0


def unlinked(work: Iterable[Work]) -> tuple[Unlinked, ...]:
    """The warnings, unit by unit, the highest place first, then what only asks for approval."""
    by_unit: defaultdict[Id, list[Work]] = defaultdict(list)
    for one in work:
        by_unit[one.unit].append(one)
    found = [warning for unit in sorted(by_unit, key=order) for warning in _of_unit(by_unit[unit])]
    return tuple(found)


def _of_unit(work: Sequence[Work]) -> list[Unlinked]:
    places, top = _ranked(work)
    found = []
    for one in work:
        why = (Why.ASKS,) * one.asks + (Why.TOP,) * (one.id in top)
        if why and not one.serves_need:
            found.append(Unlinked(one.id, one.unit, why, places.get(one.id), len(places)))
    return sorted(found, key=lambda warning: (warning.place or len(places) + 1, order(warning.id)))


def _ranked(work: Sequence[Work]) -> tuple[dict[Id, int], set[Id]]:
    """The place of each ranked initiative of a unit, and those that are its top."""
    ranks = {one.id: one.rank for one in work if one.rank is not None}
    if ranks:
        return ranks, set(ranks)
    amounts = {one.id: one.amount for one in work if one.amount}
    whole = sum(amounts.values(), Decimal())
    places, top = {}, set()
    for key, amount in amounts.items():
        before = [other for other in amounts.values() if other > amount]
        places[key] = len(before) + 1
        if 2 * sum(before, Decimal()) < whole:
            top.add(key)
    return places, top
