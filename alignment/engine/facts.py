"""What the calculations of alignment are told: plain facts, already gathered, free of database and clock.

Ids are whatever the caller uses, integers or strings, unique within one station. Records that no longer
count (archived, stopped) are left out by the caller. What there are thousands of is a named tuple: as fixed as a
frozen dataclass, and made in a third of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from alignment.choices import Hop, Strength
from foundation.values import months_after

Id = int | str


class Ref(NamedTuple):
    """One record, named by its station in the chain and its id there."""

    hop: Hop
    id: Id


def order(value: Id | None) -> tuple[int, int, str]:
    """Sort key that ranks integers, then strings, then nothing, so that ties never depend on input order."""
    if value is None:
        return (2, 0, "")
    return (0, value, "") if isinstance(value, int) else (1, 0, value)


@dataclass(frozen=True, slots=True)
class StrategyFact:
    """A strategy: its lead discipline, the shares of spend it intends (percent), whether it is in force."""

    id: Id
    in_force: bool
    discipline: str = ""
    shares: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveFact:
    """An objective, the strategy that states it and the discipline it belongs to."""

    id: Id
    strategy: Id | None
    discipline: str


@dataclass(frozen=True, slots=True)
class ElementFact:
    """A strategy element: what its strategy asks of IT."""

    id: Id
    strategy: Id | None = None


@dataclass(frozen=True, slots=True)
class EndedFact:
    """An objective or an element that no longer counts, because the strategy that states it has ended.

    Nothing is divided to it and no chain runs through it, but a line that stops at it says so.
    """

    ref: Ref
    strategy: Id


@dataclass(frozen=True, slots=True)
class NeedFact:
    """A customer need, the segment that has it and its importance on 0 to 10, if known."""

    id: Id
    segment: Id | None = None
    importance: Decimal | None = None


class InitiativeFact(NamedTuple):
    """A piece of IT work. ``spend`` is in enterprise currency; None means not known, never 0."""

    id: Id
    unit: Id | None = None
    program: Id | None = None
    status: str = ""
    spend: Decimal | None = None
    exempt_until: date | None = None

    def is_exempt(self, today: date) -> bool:
        """Whether the exemption still holds; its last day counts."""
        return self.exempt_until is not None and today <= self.exempt_until


class BenefitFact(NamedTuple):
    """What initiatives promise: the metric that will show it, and whether start and goal are stated.

    ``value`` is what reaching the target is worth a year in enterprise currency; None means not known. ``unit`` is
    the one that gains it.
    """

    id: Id
    metric: Id | None
    has_baseline: bool
    has_target: bool
    value: Decimal | None = None
    unit: Id | None = None

    @property
    def is_measured(self) -> bool:
        return self.metric is not None and self.has_baseline and self.has_target


Fact = StrategyFact | ObjectiveFact | ElementFact | NeedFact | InitiativeFact | BenefitFact


class LinkFact(NamedTuple):
    """A link, read away from the initiative: ``hop`` is the station of ``target``.

    NEED: initiative to need; ELEMENT: need to element; OBJECTIVE: element to objective; BENEFIT: initiative
    to benefit. ``share`` is the stated percentage (0 to 100) of the initiative's money, on need and benefit
    links only. ``review_months`` is how long evidence stays good.
    """

    hop: Hop
    source: Id
    target: Id
    strength: int = Strength.CLEAR
    share: Decimal | None = None
    has_evidence: bool = False
    evidence_date: date | None = None
    review_months: int = 12
    id: Id | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether dated evidence has outlived its review period; the last day still counts."""
        return self.evidence_date is not None and today > _last_day(self.evidence_date, self.review_months)


_last_day = lru_cache(maxsize=4096)(months_after)
"""Thousands of links share some hundred days of evidence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the calculations look at, in any order."""

    strategies: tuple[StrategyFact, ...] = ()
    objectives: tuple[ObjectiveFact, ...] = ()
    elements: tuple[ElementFact, ...] = ()
    needs: tuple[NeedFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] = ()
    benefits: tuple[BenefitFact, ...] = ()
    links: tuple[LinkFact, ...] = ()
    ended: tuple[EndedFact, ...] = ()
    """Not among objectives and elements."""

    def links_to(self, hop: Hop) -> list[LinkFact]:
        """The links whose targets are of one station."""
        return [link for link in self.links if link.hop is hop]

    def at(self, hop: Hop) -> tuple[Fact, ...]:
        """The records of one station; none for metrics, which are known by id alone."""
        stations: dict[Hop, tuple[Fact, ...]] = {
            Hop.STRATEGY: self.strategies,
            Hop.OBJECTIVE: self.objectives,
            Hop.ELEMENT: self.elements,
            Hop.NEED: self.needs,
            Hop.INITIATIVE: self.initiatives,
            Hop.BENEFIT: self.benefits,
        }
        return stations.get(hop, ())
