"""How far the links of one record count: their part of the whole, and how much of it is believed.

A link is believed wholly where its evidence is within its review and it contributes clearly. It is believed not at all
without evidence, half where the evidence is stale or undated, half again where it contributes only a little. Who serves
everything serves nothing in particular: with k of K targets linked all credit is multiplied by 1 − ((k − 1)/(K − 1))².
Both are our own rules (docs/calculations.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from alignment.choices import Strength
from alignment.engine.facts import Id, LinkFact, order
from alignment.engine.shares import by_strength, stated_first

FULL = 4
"""Credit is counted in quarters, which keeps it in whole numbers."""
RAW, PRESENT, FRESH, BELIEVED = range(4)
"""Stages of credit: before anything is deducted, then for missing evidence, for old evidence, for little strength."""


class Tie(NamedTuple):
    """One link as it counts: ``weight`` of the ``whole`` of its ``Ties``, and its credit after each stage."""

    target: Id
    weight: int
    credit: tuple[int, int, int, int]


class Ties(NamedTuple):
    """The links of one record that count, one for each target, the larger part first, of ``there`` targets there are."""

    each: tuple[Tie, ...]
    whole: int
    there: int

    @property
    def specificity(self) -> Fraction:
        """1 for one target or none, 0 for all there are."""
        return Fraction(*self.specific)

    @property
    def specific(self) -> tuple[int, int]:
        """The same as numerator and denominator."""
        spread, most = len(self.each) - 1, self.there - 1
        return (most * most - spread * spread, most * most) if spread > 0 and most > 0 else (1, 1)

    def credited(self, stage: int) -> Fraction:
        """The part of the whole that is believed at a stage, before specificity."""
        return Fraction(sum([tie.weight * tie.credit[stage] for tie in self.each]), FULL * self.whole)

    def part(self, sums: int, scale: int = 1) -> Fraction:
        """``sums`` of weight, credit and numbers of which ``scale`` are a whole, as a part of all, with specificity."""
        above, below = self.specific
        return Fraction(above * sums, below * FULL * self.whole * scale)

    @property
    def evidenced(self) -> tuple[Tie, ...]:
        """Those that are believed at all."""
        return tuple(tie for tie in self.each if tie.credit[PRESENT])


def credit(link: LinkFact, today: date) -> tuple[int, int, int, int]:
    """Credit of a link of some strength after each stage, in quarters."""
    if not link.has_evidence:
        return (FULL, 0, 0, 0)
    fresh = FULL // 2 if link.evidence_date is None or link.is_overdue(today) else FULL
    return (FULL, FULL, fresh, fresh // 2 if link.strength == Strength.LITTLE else fresh)


def shared_ties(links: Iterable[LinkFact], there: int, today: date) -> Ties:
    """Links between which money divides by stated share first (``shares.stated_first``)."""
    live = [link for link in links if link.strength > Strength.NONE]
    return _tied(live, stated_first(live)[0], there, today)


def strength_ties(links: Iterable[LinkFact], today: date) -> Ties:
    """Links between which what arrives divides by strength; how many there are does not matter."""
    live = [link for link in links if link.strength > Strength.NONE]
    return _tied(live, by_strength(live), 1, today)


def _tied(live: list[LinkFact], weights: Mapping[Id | None, int], there: int, today: date) -> Ties:
    each = [Tie(link.target, weights.get(link.target, 0), credit(link, today)) for link in live]
    each.sort(key=lambda tie: (-tie.weight, order(tie.target)))
    return Ties(tuple(each), sum(weights.values()), there)
