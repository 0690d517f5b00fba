"""How an initiative comes to its score: from 0, what each factor earns first, then what it loses, one by one.

The steps add up to the score exactly. Deductions follow one another in a fixed order, so each is what is lost after
those before it: missing evidence, old evidence, little strength, too many targets, then what the factor itself asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from alignment.choices import IndexFactor, StepKind
from alignment.engine.facts import Id
from alignment.engine.judging import (
    NONE,
    Weights,
    Work,
    World,
    gained,
    reached_by,
    served,
    values,
    weight_shares,
)
from alignment.engine.ties import BELIEVED, FRESH, FULL, PRESENT, RAW, Tie, Ties

DEDUCTIONS = (
    (PRESENT, StepKind.NO_EVIDENCE),
    (FRESH, StepKind.OLD_EVIDENCE),
    (BELIEVED, StepKind.LITTLE_STRENGTH),
)


class Step(NamedTuple):
    """Points won (or lost, where negative), and what they are about.

    ``about`` names needs, benefits or disciplines, in order of the links; ``there`` says of how many, for what is
    spread over too many.
    """

    factor: IndexFactor
    kind: StepKind
    points: Fraction
    about: tuple[Id, ...] = ()
    there: int = 0


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All steps of a score, what each factor could earn, and the factors about which nothing is known."""

    steps: tuple[Step, ...]
    could: dict[IndexFactor, Fraction]
    left_out: tuple[IndexFactor, ...]


Level = tuple[StepKind, Fraction, tuple[Id, ...], int]
"""The value of a factor after a step."""


def waterfall(work: Work, world: World, weights: Weights) -> Waterfall:
    """The steps from 0 to the score of ``work``; a step that changes nothing is left out, the first of a factor is not."""
    found = values(work, world)
    could = weight_shares(found, weights)
    steps = [step for factor, share in could.items() for step in _steps(factor, share, work, world)]
    missing = tuple(f for f in IndexFactor if weights.get(f) and f not in found)
    return Waterfall(tuple(steps), could, missing)


def _steps(factor: IndexFactor, share: Fraction, work: Work, world: World) -> Iterator[Step]:
    levels = LEVELS[factor](work, world) if factor in LEVELS else _said(factor, work, world)
    before, is_first = NONE, True
    for kind, level, about, there in levels:
        if is_first or level != before:
            yield Step(factor, kind, share * (level - before), about, there)
        before, is_first = level, False


def _said(factor: IndexFactor, work: Work, world: World) -> Iterator[Level]:
    yield StepKind.SAID, world.said[factor][work.fact.id].value, (), 0


def _linked(work: Work, _world: World) -> Iterator[Level]:
    needs = work.needs
    yield StepKind.LINKED, needs.credited(RAW), _targets(needs.each), 0
    for stage, kind in DEDUCTIONS:
        yield kind, needs.credited(stage), _losing(needs, stage), 0
    yield _spread(needs, needs.specificity * needs.credited(BELIEVED))


def _match(work: Work, world: World) -> Iterator[Level]:
    needs = work.needs

    def arriving(stage: int) -> Fraction:
        parts = [tie.weight * tie.credit[stage] * through(tie, stage) for tie in needs.each]
        return Fraction(sum(parts), FULL * needs.whole * world.reach.whole)

    def through(tie: Tie, stage: int) -> int:
        return world.reach.of(tie.target).stages[stage]

    def losing(stage: int) -> tuple[Id, ...]:
        lost = (
            tie.target
            for tie in needs.each
            if tie.credit[stage] * through(tie, stage) < tie.credit[stage - 1] * through(tie, stage - 1)
        )
        return tuple(lost)

    reaching = tuple(tie for tie in needs.each if through(tie, RAW))
    yield StepKind.REACHED, arriving(RAW), _targets(reaching), 0
    for stage, kind in DEDUCTIONS:
        yield kind, arriving(stage), losing(stage), 0
    reached = reached_by(needs, world.reach)
    fit = world.rooms[work.strategy].fit
    yield _spread(needs, sum(reached.values(), NONE))
    crowded = [name for name, part in reached.items() if part and fit(name) < 1]
    level = sum((part * fit(name) for name, part in reached.items()), NONE)
    yield StepKind.OVER_SHARE, level, tuple(sorted(crowded)), 0


def _needs(work: Work, world: World) -> Iterator[Level]:
    known = [tie for tie in work.needs.each if tie.target in world.importance]

    def best(stage: int) -> tuple[Fraction, tuple[Id, ...]]:
        """The highest importance at a stage, and the need that has it."""
        level = NONE
        need: tuple[Id, ...] = ()
        for tie in known:
            importance = Fraction(tie.credit[stage], FULL) * world.importance[tie.target]
            if importance > level:
                level, need = importance, (tie.target,)
        return level, need

    level, about = best(RAW)
    yield StepKind.IMPORTANT, level, about, 0
    for stage, kind in DEDUCTIONS:
        losing = about
        level, about = best(stage)
        yield kind, level, losing, 0
    yield _spread(work.needs, work.needs.specificity * level)
    moved = served(work.needs, world)
    yield StepKind.NOT_MOVING, NONE if moved is None else moved, about, 0


def _benefits(work: Work, world: World) -> Iterator[Level]:
    benefits = work.benefits

    def measured(stage: int) -> Fraction:
        parts = (tie.weight * tie.credit[stage] for tie in benefits.each if tie.target in world.measured)
        return Fraction(sum(parts), FULL * benefits.whole)

    yield StepKind.PROMISED, benefits.credited(RAW), _targets(benefits.each), 0
    blind = tuple(tie.target for tie in benefits.each if tie.target not in world.measured)
    yield StepKind.NOT_MEASURED, measured(RAW), blind, 0
    for stage, kind in DEDUCTIONS:
        yield kind, measured(stage), _losing(benefits, stage), 0
    yield _spread(benefits, benefits.specificity * measured(BELIEVED))
    behind = tuple(tie.target for tie in benefits.each if NONE < world.worth(tie.target) < 1)
    yield StepKind.BEHIND_PLAN, gained(benefits, world), behind, 0


LEVELS: dict[IndexFactor, Callable[[Work, World], Iterator[Level]]] = {
    IndexFactor.LINKED: _linked,
    IndexFactor.MATCH: _match,
    IndexFactor.NEEDS: _needs,
    IndexFactor.BENEFITS: _benefits,
}


def _spread(ties: Ties, level: Fraction) -> Level:
    return StepKind.TOO_MANY, level, _targets(ties.each), ties.there


def _targets(ties: tuple[Tie, ...]) -> tuple[Id, ...]:
    return tuple(tie.target for tie in ties)


def _losing(ties: Ties, stage: int) -> tuple[Id, ...]:
    """The targets whose links are believed less after a stage than before it."""
    return tuple(tie.target for tie in ties.each if tie.credit[stage] < tie.credit[stage - 1])
