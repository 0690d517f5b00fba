"""What the index of some initiatives rests on: needs covered by importance, and how much of everything is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from alignment.engine.facts import Id
from alignment.engine.judging import NONE, Work, World
from alignment.engine.ties import BELIEVED, FULL

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is known about some initiatives, and how many of what they are about are as they should be.

    Money is in enterprise currency: ``money`` all that is known, ``compared`` the part whose strategy states shares.
    Needs are those the initiatives answer for; ``weighed`` have a known importance, and of those ``covered`` are served
    on evidence, of ``told`` it is known whether they move, and ``moving`` do. Benefits are those they are linked to;
    of ``measured`` ones, ``followed`` have a known course and ``on_track`` are where they should be.
    """

    initiatives: int
    with_money: int
    money: Fraction
    compared: Fraction
    needs: int
    weighed: int
    covered: int
    told: int
    moving: int
    benefits: int
    measured: int
    followed: int
    on_track: int


def covers(works: Iterable[Work]) -> dict[Id, Fraction]:
    """How well each need that some work is linked to is served, from 0 to 1: by the best of its initiatives."""
    best: dict[Id, Fraction] = {}
    for work in works:
        specificity = work.needs.specificity
        for tie in work.needs.each:
            cover = specificity * tie.credit[BELIEVED] / FULL
            if cover > best.get(tie.target, NONE) or tie.target not in best:
                best[tie.target] = cover
    return best


def needs_value(works: Iterable[Work], world: World, *, is_whole: bool) -> Fraction | None:
    """Needs covered and moving, from 0 to 1, by importance; None where no importance is known.

    The whole answers for every need, a part for those its work is linked to.
    """
    found = covers(works)
    weighed = world.importance if is_whole else [need for need in found if need in world.importance]
    total = sum((world.importance[need] for need in weighed), NONE)
    if not total:
        return None
    earned = (world.pull[need] * found.get(need, NONE) for need in weighed)
    return sum(earned, NONE) / world.pull_whole / total


def coverage(works: Collection[Work], world: World, *, is_whole: bool) -> Coverage:
    """What is known about the initiatives."""
    found = covers(works)
    needs = world.needs if is_whole else len(found)
    weighed = list(world.importance) if is_whole else [need for need in found if need in world.importance]
    told = [need for need in weighed if need in world.moving]
    benefits = {tie.target for work in works for tie in work.benefits.each}
    measured = benefits & world.measured
    courses = [world.track[key] for key in measured if key in world.track]
    known = [(work.money, work.strategy in world.rooms) for work in works if work.money is not None]
    return Coverage(
        initiatives=len(works),
        with_money=len(known),
        money=sum((money for money, _ in known), NONE),
        compared=sum((money for money, is_compared in known if is_compared), NONE),
        needs=needs,
        weighed=len(weighed),
        covered=sum(found.get(need, NONE) > 0 for need in weighed),
        told=len(told),
        moving=sum(world.moving[need] for need in told),
        benefits=len(benefits),
        measured=len(measured),
        followed=len(courses),
        on_track=sum(course == ONE for course in courses),
    )
