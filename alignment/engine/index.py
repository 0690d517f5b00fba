"""The alignment index: how much of the work serves what the strategy wants, from 0 to 100.

Base: initiatives that are not exempt on the day. Scores of initiatives and the index come from the same values. The
definitions are our own rules, written down with examples in docs/calculations.md. All results are exact fractions, so the
order of the facts never matters and an initiative divided in two changes nothing.

Precondition: at most one link for each pair of records, and no amount below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm

from alignment.choices import Hop, IndexFactor
from alignment.engine.facts import Facts, Id, StrategyFact
from alignment.engine.judging import (
    MOST,
    NONE,
    Said,
    Values,
    Weights,
    Work,
    World,
    motion,
    reached_by,
    score,
    values,
    weight_shares,
)
from alignment.engine.reach import Reaches, Room, links_by_source, reaches
from alignment.engine.tallies import Coverage, coverage, needs_value
from alignment.engine.ties import shared_ties

EMPTY: Mapping[IndexFactor, Said] = {}


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a day, and what else the index is told.

    ``followed`` is the strategy by unit; ``moving`` and ``track`` hold only what is known about needs and benefits
    (``progress``); ``said`` what other apps say of initiatives, by factor.
    """

    facts: Facts
    today: date
    followed: Mapping[Id, StrategyFact] = field(default_factory=dict)
    moving: Mapping[Id, bool] = field(default_factory=dict)
    track: Mapping[Id, Fraction] = field(default_factory=dict)
    said: Mapping[IndexFactor, Mapping[Id, Said]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """One initiative of the base with the value of each factor that is known; the score is None where nothing is."""

    work: Work
    values: Values
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Index:
    """The index of some initiatives.

    ``value`` is None where nothing is known. ``could`` are the points each known factor can earn, ``values`` the part
    from 0 to 1 that is earned.
    """

    value: Fraction | None
    values: Values
    could: Mapping[IndexFactor, Fraction]
    coverage: Coverage

    def points(self, factor: IndexFactor) -> Fraction | None:
        """Points won by a factor; None where it is left out."""
        return self.could[factor] * self.values[factor] if factor in self.could else None


@dataclass(frozen=True, slots=True)
class Judgment:
    """The whole base judged on a day: from it come all scores and the index of any part of the enterprise."""

    world: World
    judged: Mapping[Id, Judged]
    weights: Weights
    exempt: tuple[Id, ...]

    def index(self, only: Collection[Id] | None = None, said: Mapping[IndexFactor, Said] = EMPTY) -> Index:
        """The index of the whole, or of the initiatives named by ``only``.

        A part answers for the needs its work is linked to, the whole for every need there is. ``said`` is what other
        apps say about these initiatives together. What the strategies have room for is that of the whole.
        """
        if only is None:
            part = list(self.judged.values())
        else:
            part = [found for key, found in self.judged.items() if key in only]
        works = [found.work for found in part]
        found = self._values(part, is_whole=only is None) if part else {}
        found |= {factor: about.value for factor, about in said.items()} if part else {}
        return Index(
            value=score(found, self.weights),
            values=found,
            could=weight_shares(found, self.weights),
            coverage=coverage(works, self.world, is_whole=only is None),
        )

    def _values(self, part: Collection[Judged], *, is_whole: bool) -> dict[IndexFactor, Fraction]:
        found = {
            IndexFactor.LINKED: _mean(part, IndexFactor.LINKED),
            IndexFactor.MATCH: _mean(part, IndexFactor.MATCH),
            IndexFactor.NEEDS: needs_value([each.work for each in part], self.world, is_whole=is_whole),
            IndexFactor.BENEFITS: _mean(part, IndexFactor.BENEFITS),
        }
        return {factor: value for factor, value in found.items() if value is not None}


def _mean(part: Iterable[Judged], factor: IndexFactor) -> Fraction | None:
    """The mean of a factor by money, over initiatives of which both are known; None where that is no money at all."""
    total = earned = NONE
    for each in part:
        money, value = each.work.money, each.values.get(factor)
        if money is not None and value is not None:
            total += money
            earned += money * value
    return earned / total if total else None


def judge(known: Known, weights: Weights) -> Judgment:
    """Judge every initiative that is not exempt on the day."""
    facts = known.facts
    exempt = {fact.id for fact in facts.initiatives if fact.is_exempt(known.today)}
    reach = reaches(facts, known.today)
    works = _works(known, exempt)
    world = _world(known, reach, _rooms(works, known.followed.values(), reach))
    judged = {}
    for work in works:
        found = values(work, world)
        judged[work.fact.id] = Judged(work, found, score(found, weights))
    return Judgment(world, judged, weights, tuple(fact.id for fact in facts.initiatives if fact.id in exempt))


def _works(known: Known, exempt: Collection[Id]) -> list[Work]:
    facts, today = known.facts, known.today
    needs, benefits = links_by_source(facts, Hop.NEED), links_by_source(facts, Hop.BENEFIT)
    works = []
    for fact in facts.initiatives:
        if fact.id not in exempt:
            strategy = known.followed.get(fact.unit) if fact.unit is not None else None
            works.append(
                Work(
                    fact=fact,
                    needs=shared_ties(needs.get(fact.id, ()), len(facts.needs), today),
                    benefits=shared_ties(benefits.get(fact.id, ()), len(facts.benefits), today),
                    strategy=strategy.id if strategy else None,
                )
            )
    return works


def _world(known: Known, reach: Reaches, rooms: Mapping[Id | None, Room]) -> World:
    facts = known.facts
    importance = {
        fact.id: Fraction(fact.importance) / MOST for fact in facts.needs if fact.importance is not None
    }
    pull = {need: value * motion(known.moving.get(need)) for need, value in importance.items()}
    whole = lcm(*{value.denominator for value in pull.values()})
    return World(
        today=known.today,
        needs=len(facts.needs),
        benefits=len(facts.benefits),
        importance=importance,
        moving=known.moving,
        pull={need: value.numerator * (whole // value.denominator) for need, value in pull.items()},
        pull_whole=whole,
        measured=frozenset(fact.id for fact in facts.benefits if fact.is_measured),
        track=known.track,
        reach=reach,
        rooms=rooms,
        said=known.said,
    )


def _rooms(
    works: Iterable[Work], strategies: Iterable[StrategyFact], reach: Reaches
) -> dict[Id | None, Room]:
    """What each strategy that states shares leaves for each discipline, of the known money of those who follow it.

    Where no money is known nothing can be said about shares of it.
    """
    money: defaultdict[Id, Fraction] = defaultdict(Fraction)
    earned: defaultdict[Id, defaultdict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for work in works:
        if work.strategy is not None and work.money is not None:
            money[work.strategy] += work.money
            for discipline, part in reached_by(work.needs, reach).items():
                earned[work.strategy][discipline] += work.money * part
    return {
        fact.id: Room(
            {name: money[fact.id] * Fraction(share) / 100 for name, share in fact.shares}, earned[fact.id]
        )
        for fact in strategies
        if fact.shares and money[fact.id]
    }
