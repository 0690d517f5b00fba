"""What one initiative is worth to each factor of the alignment index, from 0 to 1.

The one function behind scores, index and counterfactuals is ``values``. A factor about which nothing is known is left
out, which is never a zero; a missing link or benefit is a zero. Definitions: docs/calculations.md, our own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from alignment.choices import IndexFactor
from alignment.engine.facts import Id, InitiativeFact
from alignment.engine.reach import Reaches, Room
from alignment.engine.ties import BELIEVED, FULL, Ties

HALF = Fraction(1, 2)
NONE = Fraction(0)
ONE = Fraction(1)
MOST = 10
"""The highest importance."""

Values = Mapping[IndexFactor, Fraction]
Weights = Mapping[IndexFactor, int]
Reached = Mapping[str, Fraction]
"""The part of an initiative's money that reaches each discipline, as far as it is believed."""

SHIPPED: Weights = {
    IndexFactor.LINKED: 30,
    IndexFactor.MATCH: 20,
    IndexFactor.NEEDS: 25,
    IndexFactor.BENEFITS: 25,
    IndexFactor.DECISIONS: 0,
}
"""What counts where nobody has decided otherwise; the content pack ships the same."""


class Said(NamedTuple):
    """What a factor of another app says: a value from 0 to 1, and its evidence in a sentence."""

    value: Fraction
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What all initiatives are judged by.

    ``importance`` from 0 to 1 of needs where it is known, ``moving`` where that is known, and what becomes of it: the
    ``pull`` of a need, in whole numbers of which ``pull_whole`` are 1; ``measured`` benefits, and ``track`` where their
    course is known; ``rooms`` of the strategies that state shares, by strategy; ``said`` by other
    apps about initiatives.
    """

    today: date
    needs: int
    benefits: int
    importance: Mapping[Id, Fraction]
    moving: Mapping[Id, bool]
    pull: Mapping[Id, int]
    pull_whole: int
    measured: frozenset[Id]
    track: Mapping[Id, Fraction]
    reach: Reaches
    rooms: Mapping[Id | None, Room]
    said: Mapping[IndexFactor, Mapping[Id, Said]]

    def worth(self, benefit: Id) -> Fraction:
        """0 for a benefit that is not measured, else between ½ and 1 by its course; 1 where that is not known."""
        if benefit not in self.measured:
            return NONE
        return (1 + self.track.get(benefit, ONE)) / 2


class Work(NamedTuple):
    """An initiative with its links and the strategy it follows.

    ``others`` is given where its links are not those from which the rooms were built: the money of all others that
    reaches each discipline.
    """

    fact: InitiativeFact
    needs: Ties
    benefits: Ties
    strategy: Id | None
    others: Mapping[str, Fraction] | None = None

    @property
    def money(self) -> Fraction | None:
        return None if self.fact.spend is None else Fraction(self.fact.spend)


def motion(is_moving: bool | None) -> Fraction:
    """What is left of the credit for a need: half where it does not move, all where nobody knows."""
    return HALF if is_moving is False else ONE


def reached_by(needs: Ties, reach: Reaches) -> Reached:
    """The part of the money that reaches each discipline: through every need, as far as each link is believed."""
    sums: dict[str, int] = {}
    for tie in needs.each:
        part = tie.weight * tie.credit[BELIEVED]
        if part:
            for discipline, share in reach.of(tie.target).disciplines.items():
                sums[discipline] = sums.get(discipline, 0) + part * share
    return {discipline: needs.part(total, reach.whole) for discipline, total in sums.items()}


def values(work: Work, world: World) -> Values:
    """The value of each factor about which something is known."""
    found = {**by_needs(work, world), IndexFactor.BENEFITS: gained(work.benefits, world)}
    for factor, said in world.said.items():
        if work.fact.id in said:
            found[factor] = said[work.fact.id].value
    return found


def by_needs(work: Work, world: World) -> dict[IndexFactor, Fraction]:
    """The values that links to needs decide, as far as something is known about them."""
    needs = work.needs
    found = {
        IndexFactor.LINKED: needs.part(sum([tie.weight * tie.credit[BELIEVED] for tie in needs.each])),
        IndexFactor.MATCH: matched(work, world),
        IndexFactor.NEEDS: served(needs, world),
    }
    return {factor: value for factor, value in found.items() if value is not None}


def matched(work: Work, world: World) -> Fraction | None:
    """The part of the money that reaches disciplines which still have room; None without intended shares."""
    room = world.rooms.get(work.strategy)
    if room is None:
        return None
    reached = reached_by(work.needs, world.reach)
    if work.others is None or work.money is None:
        return sum([part * room.fit(name) for name, part in reached.items()], NONE)
    others = work.others
    return sum(
        [room.matching(name, part, work.money, others.get(name, NONE)) for name, part in reached.items()],
        NONE,
    )


def served(needs: Ties, world: World) -> Fraction | None:
    """The most important need it serves, as far as that is believed and the need moves.

    None where all that is evidenced leads to needs of unknown importance.
    """
    known = [tie for tie in needs.evidenced if tie.target in world.pull]
    if needs.evidenced and not known:
        return None
    best = max([tie.credit[BELIEVED] * world.pull[tie.target] for tie in known], default=0)
    above, below = needs.specific
    return Fraction(above * best, below * FULL * world.pull_whole)


def gained(benefits: Ties, world: World) -> Fraction:
    """The part of the money that goes to benefits which are measured and on track."""
    sums = sum([tie.weight * tie.credit[BELIEVED] * world.worth(tie.target) for tie in benefits.each], NONE)
    return benefits.part(sums.numerator, sums.denominator)


def weight_shares(known: Iterable[IndexFactor], weights: Weights) -> dict[IndexFactor, Fraction]:
    """Points from 0 to 100 each known factor can earn; what is not known leaves its weight to the others.

    Empty where what is known has no weight.
    """
    found = set(known)
    listed = [factor for factor in IndexFactor if factor in found and weights.get(factor)]
    total = sum(weights[factor] for factor in listed)
    return {factor: Fraction(100 * weights[factor], total) for factor in listed}


def score(found: Values, weights: Weights) -> Fraction | None:
    """Points from 0 to 100: the mean by weight; None where nothing is known that has a weight."""
    total, above, below = 0, 0, 1
    for factor, value in found.items():
        weight = weights.get(factor, 0)
        if weight:
            total += weight
            above = above * value.denominator + weight * value.numerator * below
            below *= value.denominator
    return Fraction(100 * above, below * total) if total else None
