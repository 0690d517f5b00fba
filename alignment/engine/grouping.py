"""Who stands for whom where there is more than a reader can take in.

Each record of a column has names from the finest to the coarsest: itself, then its groups. The finest that keep the
column readable are taken for all of it. One group may be open: what is inside it is shown by name or, if that is still
a crowd, by the next finer groups, while the others stay as they are.

Initiatives are grouped by program (else by unit), then by unit, then by the units above. Needs are grouped by the
objective they lean towards, so that each group keeps its band and its hue. Benefits are grouped by the unit that gains
them, then by those above.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from alignment.engine.facts import BenefitFact, Id, InitiativeFact
from alignment.engine.shapes import Key, Kind

Parents = Mapping[Id, Id | None]
Names = Sequence[Key]
"""The groups a record can be shown as, the finest first."""
P = TypeVar("P", bound=Hashable)
"""Where a record stands: what its groups depend on."""


def initiative_keys(
    facts: Collection[InitiativeFact], units: Parents, readable: int, opened: Key | None
) -> dict[Id, Key]:
    """What each initiative is shown as."""
    above = _above(Kind.UNIT, {fact.unit for fact in facts}, units)

    def groups(place: tuple[Id | None, Id | None]) -> Names:
        program, unit = place
        first = above[unit][0] if program is None else Key(Kind.PROGRAM, program)
        return (first, *above[unit])

    places = {fact.id: (fact.program, fact.unit) for fact in facts}
    return _keys(Kind.INITIATIVE, places, groups, readable, opened)


def need_keys(
    needs: Collection[Id], objective_of: Mapping[Id, Id], readable: int, opened: Key | None
) -> dict[Id, Key]:
    """What each need is shown as."""
    places: dict[Id, Id | None] = {need: objective_of.get(need) for need in needs}
    return _keys(Kind.NEED, places, lambda place: (Key(Kind.OBJECTIVE_NEEDS, place),), readable, opened)


def benefit_keys(
    facts: Collection[BenefitFact], units: Parents, readable: int, opened: Key | None
) -> dict[Id, Key]:
    """What each benefit is shown as."""
    places = {fact.id: fact.unit for fact in facts}
    above = _above(Kind.UNIT_BENEFITS, set(places.values()), units)
    return _keys(Kind.BENEFIT, places, above.__getitem__, readable, opened)


def _keys(
    kind: Kind, places: Mapping[Id, P], groups: Callable[[P], Names], readable: int, opened: Key | None
) -> dict[Id, Key]:
    """Keys of records in their places; records of one place share their groups."""
    if len(places) <= readable:
        return {key: Key(kind, key) for key in places}
    names = {place: groups(place) for place in set(places.values())}
    level = _finest(names.values(), readable)
    shown: dict[P, Key | None] = {place: groups[level] for place, groups in names.items()}
    inside = {place for place, groups in names.items() if opened in groups[: level + 1]}
    is_crowd = sum(place in inside for place in places.values()) > readable
    for place in inside:
        at = names[place].index(opened) if opened else 0
        shown[place] = names[place][at - 1] if is_crowd and at else None
    return {key: shown[place] or Key(kind, key) for key, place in places.items()}


def _finest(names: Iterable[Names], readable: int) -> int:
    """The first level of groups that a reader can take in; the coarsest where none is."""
    columns = list(zip(*names, strict=True))
    small = (level for level, groups in enumerate(columns) if len(set(groups)) <= readable)
    return next(small, len(columns) - 1)


def _above(kind: Kind, places: Collection[Id | None], parents: Parents) -> dict[Id | None, Names]:
    """For each place its own group, then those above it; as many names for each."""
    paths = {place: _path(place, parents) for place in places}
    depth = max(map(len, paths.values()), default=1)
    return {
        place: [Key(kind, path[min(at, len(path)) - 1]) for at in range(depth, 0, -1)]
        for place, path in paths.items()
    }


def _path(place: Id | None, parents: Parents) -> list[Id | None]:
    """From the top down to ``place``; a ring ends where it closes."""
    path = [place]
    while path[-1] is not None and (above := parents.get(path[-1])) is not None and above not in path:
        path.append(above)
    return path[::-1]
