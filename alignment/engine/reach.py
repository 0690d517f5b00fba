"""How much of what a customer need receives reaches each discipline, and how much room a strategy leaves there.

What reaches a need divides among its elements by strength, and each part among the objectives of that element, as in
``allocation``; each link passes on what it is believed. Only objectives of a strategy in force have a discipline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from alignment.choices import Hop
from alignment.engine.facts import Facts, Id, LinkFact
from alignment.engine.ties import BELIEVED, FULL, RAW, Ties, strength_ties

NONE = Fraction(0)
ONE = Fraction(1)


class Reach(NamedTuple):
    """What becomes of what one need receives, in whole numbers of which ``Reaches.whole`` are all of it.

    ``stages``: how much reaches any discipline after each stage of credit; ``disciplines``: after the last.
    """

    stages: tuple[int, ...]
    disciplines: Mapping[str, int]


NOWHERE = Reach((0,) * (BELIEVED + 1), {})


class Reaches(NamedTuple):
    """The reach of every need from which something leads on."""

    whole: int
    by_need: Mapping[Id, Reach]

    def of(self, need: Id) -> Reach:
        return self.by_need.get(need, NOWHERE)


Stages = tuple[Mapping[str, Fraction], ...]
"""By discipline, after each stage of credit."""


@dataclass(frozen=True, slots=True)
class Room:
    """What one strategy intends for each discipline of the money of those who follow it, and how much reaches it."""

    wanted: Mapping[str, Fraction]
    earned: Mapping[str, Fraction]

    def fit(self, discipline: str) -> Fraction:
        """How much of what reaches a discipline is intended, from 0 to 1."""
        wanted, reached = self.wanted.get(discipline, NONE), self.earned.get(discipline, NONE)
        if reached <= wanted:
            return ONE if wanted else NONE
        return wanted / reached

    def matching(self, discipline: str, part: Fraction, money: Fraction, others: Fraction) -> Fraction:
        """How much of ``part`` of some ``money`` is intended, if the money of ``others`` reaches the discipline too.

        The same as part × fit after the change, in whole numbers, because it is asked a hundred thousand times.
        """
        wanted = self.wanted.get(discipline, NONE)
        scale = others.denominator * money.denominator * part.denominator
        reached = others.numerator * money.denominator * part.denominator
        reached += money.numerator * part.numerator * others.denominator
        if reached * wanted.denominator <= wanted.numerator * scale:
            return part if wanted else NONE
        return Fraction(
            part.numerator * wanted.numerator * scale, part.denominator * wanted.denominator * reached
        )


def reaches(facts: Facts, today: date) -> Reaches:
    """What becomes of what each need receives; needs from which nothing leads on are left out."""
    found = _objectives(facts)
    elements = {fact.id for fact in facts.elements}
    needs = {fact.id for fact in facts.needs}
    beyond = {
        element: _through(strength_ties(links, today), found)
        for element, links in links_by_source(facts, Hop.OBJECTIVE).items()
        if element in elements
    }
    onward = {
        need: _through(strength_ties(links, today), beyond)
        for need, links in links_by_source(facts, Hop.ELEMENT).items()
        if need in needs
    }
    parts = (part for stages in onward.values() for stage in stages for part in stage.values())
    whole = lcm(*{part.denominator for part in parts})
    return Reaches(whole, {need: _counted(stages, whole) for need, stages in onward.items()})


def _counted(stages: Stages, whole: int) -> Reach:
    """The same in whole numbers, which are added in a tenth of the time."""
    counts = [
        {name: part.numerator * (whole // part.denominator) for name, part in stage.items()}
        for stage in stages
    ]
    return Reach(tuple(sum(count.values()) for count in counts), counts[BELIEVED])


def _objectives(facts: Facts) -> dict[Id, Stages]:
    """All there is goes to the discipline of an objective, or nowhere where no strategy in force states it."""
    in_force = {fact.id for fact in facts.strategies if fact.in_force}
    return {
        fact.id: tuple(
            {fact.discipline: ONE} if fact.strategy in in_force else {} for _ in range(BELIEVED + 1)
        )
        for fact in facts.objectives
    }


def links_by_source(facts: Facts, hop: Hop) -> dict[Id, list[LinkFact]]:
    """Links to one station whose target is among the facts, by source."""
    known = {fact.id for fact in facts.at(hop)}
    found: dict[Id, list[LinkFact]] = {}
    for link in facts.links_to(hop):
        if link.target in known:
            found.setdefault(link.source, []).append(link)
    return found


def _through(ties: Ties, beyond: Mapping[Id, Stages]) -> Stages:
    """What passes through links, given what becomes of it beyond them."""
    stages = []
    for stage in range(RAW, BELIEVED + 1):
        sums: defaultdict[str, Fraction] = defaultdict(Fraction)
        for tie in ties.each:
            part = Fraction(tie.weight * tie.credit[stage], FULL * ties.whole)
            for discipline, share in beyond[tie.target][stage].items() if tie.target in beyond else ():
                sums[discipline] += part * share
        stages.append(sums)
    return tuple(stages)
