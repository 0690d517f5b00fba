"""What the score of an initiative, its steps and what would raise it rest on, told apart by a digest.

Two worlds in which an initiative has the same digest give it the same score, the same steps and the same advice: what was
worked out for the one holds in the other. The reverse is not promised; a digest may differ for nothing.

A strategy's room for a discipline stands in it only where it can matter: with room for all the money of the initiative
besides all that reaches the discipline already, nothing is cut off, however much reaches it; without any, everything is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from alignment.engine.counterfactual import Acts
from alignment.engine.facts import Id, LinkFact
from alignment.engine.judging import NONE, Work, World
from alignment.engine.reach import Room
from alignment.engine.ties import credit

AMPLE, SHUT = "ample", "shut"


def digest(acts: Acts, initiative: Id) -> str:
    """The digest of one initiative of the judgment that ``acts`` are about."""
    judgment = acts.judgment
    work, world = judgment.judged[initiative].work, judgment.world
    needs, benefits = acts.needs.get(initiative, ()), acts.benefits.get(initiative, ())
    reaching = list(dict.fromkeys([*(link.target for link in needs), *acts.worth_linking(work)]))
    told = (
        tuple(judgment.weights.items()),
        initiative,
        work.fact.spend,
        (world.needs, world.benefits, world.reach.whole),
        _links(needs, world),
        _links(benefits, world),
        [(link.target, world.worth(link.target)) for link in benefits],
        [_need(need, world) for need in reaching],
        list(_rooms(work, world, reaching)),
        [(factor, each[initiative]) for factor, each in world.said.items() if initiative in each],
    )
    return sha256(repr(told).encode()).hexdigest()


def _links(links: Sequence[LinkFact], world: World) -> list[tuple[Any, ...]]:
    """All that ties are made of; evidence counts by what it is believed today."""
    return [(link.target, int(link.strength), link.share, credit(link, world.today)) for link in links]


def _need(need: Id, world: World) -> tuple[Any, ...]:
    return need, world.importance.get(need), world.moving.get(need), world.reach.of(need)


def _rooms(work: Work, world: World, needs: Iterable[Id]) -> Iterator[tuple[str, Any]]:
    """What its strategy leaves of each discipline that the needs lead to; nothing where it states no shares."""
    room = world.rooms.get(work.strategy)
    if room is None:
        yield "", None
        return
    for name in sorted({name for need in needs for name in world.reach.of(need).disciplines}):
        yield name, _room(room, name, work)


def _room(room: Room, discipline: str, work: Work) -> Any:
    wanted, earned = room.wanted.get(discipline, NONE), room.earned.get(discipline, NONE)
    if not wanted:
        return SHUT
    if work.money is None:
        return room.fit(discipline)
    return AMPLE if earned + work.money <= wanted else (wanted, earned)
