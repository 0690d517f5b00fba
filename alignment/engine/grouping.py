"""Who stands for whom where there is more than a reader can take in.

Each record of a column has names from the finest to the coarsest: itself, then its groups. The finest that keep the
column readable are taken for all of it. Groups may be open: what is inside is shown by name or, if that is still
a crowd, by the next finer groups. Where those are too many, or there are none, the largest are shown by name and the
rest stays one group. The other groups stay as they are.

A reader may choose by what initiatives are grouped; then they are grouped however few they are. Otherwise a crowd goes
by program (else by unit), then by unit, then by the units above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from alignment.engine.facts import Id, order
from alignment.engine.shapes import Key, Kind

if TYPE_CHECKING:
    from decimal import Decimal

Parents = Mapping[Id, Id | None]
Names = Sequence[Key]
"""The groups a record can be shown as, the finest first."""
P = TypeVar("P", bound=Hashable)
"""Where a record stands: what its groups depend on."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a column has room for: so many names before there are groups, and so many inside an open group."""

    readable: int
    names: int
    opened: Collection[Key] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """What each record of a column is shown as, and in which open group each node, or open group, stands.

    The rest of an open group is a node of the group's own key and stands in itself.
    """

    kind: Kind
    keys: Mapping[Id, Key]
    inside: Mapping[Key, Key] = field(default_factory=dict)

    @property
    def is_grouped(self) -> bool:
        """Whether a group stands for anything."""
        return any(key.kind is not self.kind for key in self.keys.values())


def fold(
    kind: Kind,
    places: Mapping[Id, P],
    groups: Callable[[P], Names],
    room: Room,
    weights: Mapping[Id, Decimal | None],
    *,
    always: bool = False,
) -> Fold:
    """Group the records of a column by their ``places``; records of one place share their ``groups``.

    ``weights`` say which records of an open group are shown by name where there is not room for all.
    """
    if not places or (len(places) <= room.readable and not always):
        return Fold(kind, {record: Key(kind, record) for record in places})
    names = {place: groups(place) for place in set(places.values())}
    level = _finest(names.values(), room.readable)
    names = {place: known[: level + 1] for place, known in names.items()}
    sizes = Counter(key for place in places.values() for key in set(names[place]))
    shown = {place: _shown(known, names.values(), sizes, room) for place, known in names.items()}
    keys = {record: shown[place] or Key(kind, record) for record, place in places.items()}
    home = {place: next((key for key in known if key in room.opened), None) for place, known in names.items()}
    named = {record: home[place] for record, place in places.items() if shown[place] is None}
    keys |= dict(_left_over(named, room.names, weights))
    inside = {key: group for record, key in keys.items() if (group := home[places[record]]) is not None}
    return Fold(kind, keys, inside | _nesting(names.values(), room.opened))


def _finest(names: Iterable[Names], readable: int) -> int:
    """The first level of groups that a reader can take in; the coarsest where none is."""
    columns = list(zip(*names, strict=True))
    small = (level for level, groups in enumerate(columns) if len(set(groups)) <= readable)
    return next(small, len(columns) - 1)


def _shown(known: Names, everybody: Collection[Names], sizes: Mapping[Key, int], room: Room) -> Key | None:
    """The group that stands for the records of a place; None where they stand by name."""
    at = next((level for level, key in enumerate(known) if key in room.opened), None)
    if at is None:
        return known[-1]
    if not at or sizes[known[at]] <= room.readable:
        return None
    finer = {other[at - 1] for other in everybody if other[at] == known[at]}
    return known[at - 1] if len(finer) <= room.readable else None


def _left_over(
    named: Mapping[Id, Key | None], names: int, weights: Mapping[Id, Decimal | None]
) -> Iterable[tuple[Id, Key]]:
    """Records of open groups for whose names there is no room: the smallest; one alone is not left over."""
    sizes = Counter(named.values())
    taken: Counter[Key | None] = Counter()
    for record in sorted(named, key=lambda record: (-(weights.get(record) or 0), order(record))):
        group = named[record]
        taken[group] += 1
        if group is not None and taken[group] > names and sizes[group] > names + 1:
            yield record, group


def _nesting(names: Iterable[Names], opened: Collection[Key]) -> dict[Key, Key]:
    """For each open group inside another open one, that other."""
    found: dict[Key, Key] = {}
    for known in names:
        path = [key for key in dict.fromkeys(known) if key in opened]
        found |= dict(pairwise(path))
    return found


def above(kind: Kind, places: Collection[Id | None], parents: Parents) -> dict[Id | None, Names]:
    """For each place of a tree its own group, then those above it; as many names for each."""
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
