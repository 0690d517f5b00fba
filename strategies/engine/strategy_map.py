"""Whether a strategy map holds: what its arrows leave open. Pure functions on keys.

Source: the strategy map of Kaplan and Norton: causes run upward from learning through processes and customers to
money. The findings and their order are our own rules.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from strategies.choices import MapFault, Perspective

LEVELS: Mapping[str, int] = {perspective: level for level, perspective in enumerate(Perspective)}
"""How high a perspective stands: learning 0, processes 1, customers 2, money 3."""

Ways = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """An objective; an empty perspective is one that nobody has given."""

    key: int
    perspective: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """Reaching ``cause`` helps to reach ``outcome``."""

    cause: int
    outcome: int


@dataclass(frozen=True, slots=True)
class MapFinding:
    """One thing to mend, with the objectives it is about.

    A ring names its objectives in the order of its arrows; a downward arrow its cause, then its outcome.
    """

    fault: MapFault
    objectives: tuple[int, ...]


def findings(objectives: Sequence[Node], arrows: Sequence[Arrow]) -> tuple[MapFinding, ...]:
    """Everything that is unsound about a map, in the order of ``MapFault`` and of ``objectives``.

    An objective is named once for what it lacks: without a perspective, else without any arrow, else without a way
    to money. Where no objective is financial that one thing is said instead of each missing way.
    """
    found = [MapFinding(MapFault.RING, ring) for ring in rings(arrows)]
    found += [MapFinding(MapFault.DOWNWARD, (a.cause, a.outcome)) for a in _downward(objectives, arrows)]
    return (*found, *_lacking(objectives, arrows))


def rings(arrows: Iterable[Arrow]) -> tuple[tuple[int, ...], ...]:
    """One shortest ring through each knot of objectives that help each other round, beginning at its lowest key."""
    ways = _ways(arrows)
    below = {key: _reached(ways, [key]) for key in ways}
    found, seen = [], set[int]()
    for key in sorted(ways):
        if key not in seen and key in below[key]:
            seen |= {other for other in below[key] if key in below.get(other, ())}
            found.append(_ring_from(ways, key))
    return tuple(found)


def ring_through(arrows: Iterable[Arrow], closing: Arrow) -> tuple[int, ...]:
    """The shortest ring that an arrow closes, from its cause on; empty where it closes none."""
    path = _path(_ways(arrows), closing.outcome, closing.cause)
    return (closing.cause, *path[:-1]) if path else ()


def arranged(objectives: Sequence[Node], arrows: Iterable[Arrow]) -> dict[str, tuple[int, ...]]:
    """The objectives of each perspective from left to right, near what they help: the mean place of those.

    From money down, so that each row follows the one above it; among equals the given order stays.
    """
    ways = _ways(arrows)
    place: dict[int, float] = {}
    rows: dict[str, tuple[int, ...]] = {}
    for perspective in (*reversed(Perspective), ""):
        own = [node.key for node in objectives if node.perspective == perspective]
        above = {key: [place[other] for other in ways.get(key, ()) if other in place] for key in own}
        middle = {key: sum(places) / len(places) if places else 0.5 for key, places in above.items()}
        row = sorted(own, key=lambda key: middle[key])
        place |= {key: (index + 0.5) / len(row) for index, key in enumerate(row)}
        rows[perspective] = tuple(row)
    return rows


def _downward(objectives: Iterable[Node], arrows: Iterable[Arrow]) -> list[Arrow]:
    """Arrows from a higher to a lower perspective; the same level is allowed, an unknown one is not judged."""
    level = {node.key: LEVELS[node.perspective] for node in objectives if node.perspective}
    return [
        arrow
        for arrow in arrows
        if arrow.cause in level and arrow.outcome in level and level[arrow.cause] > level[arrow.outcome]
    ]


def _lacking(objectives: Sequence[Node], arrows: Sequence[Arrow]) -> list[MapFinding]:
    financial = [node.key for node in objectives if node.perspective == Perspective.FINANCIAL]
    touched = {key for arrow in arrows for key in (arrow.cause, arrow.outcome)}
    back = _ways(Arrow(arrow.outcome, arrow.cause) for arrow in arrows)
    paying = {*financial, *_reached(back, financial)}
    unplaced = [node.key for node in objectives if not node.perspective]
    alone = [node.key for node in objectives if node.perspective and node.key not in touched]
    named = {*unplaced, *alone, *paying}
    stranded = [node.key for node in objectives if node.key not in named]
    found = [MapFinding(MapFault.UNPLACED, (key,)) for key in unplaced]
    found += [MapFinding(MapFault.ALONE, (key,)) for key in alone]
    if objectives and not financial:
        return [MapFinding(MapFault.NO_MONEY, tuple(node.key for node in objectives)), *found]
    return [*found, *(MapFinding(MapFault.STRANDED, (key,)) for key in stranded)]


def _ways(arrows: Iterable[Arrow]) -> Ways:
    """What each objective helps directly, in the order of keys."""
    found: dict[int, set[int]] = {}
    for arrow in arrows:
        found.setdefault(arrow.cause, set()).add(arrow.outcome)
    return {key: tuple(sorted(others)) for key, others in found.items()}


def _reached(ways: Ways, starts: Iterable[int]) -> set[int]:
    """What can be reached from some objectives by one arrow or more."""
    found, waiting = set[int](), list(starts)
    while waiting:
        for other in ways.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _ring_from(ways: Ways, key: int) -> tuple[int, ...]:
    """The shortest way from an objective back to itself."""
    ways_back = [_path(ways, other, key) for other in ways[key]]
    return (key, *min((path for path in ways_back if path), key=len)[:-1])


def _path(ways: Ways, start: int, goal: int) -> tuple[int, ...]:
    """The shortest way between two objectives, both included; empty where there is none."""
    came: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        key = waiting.popleft()
        for other in ways.get(key, ()):
            if other not in came:
                came[other] = key
                waiting.append(other)
    path: list[int] = []
    step = goal if goal in came else None
    while step is not None:
        path.append(step)
        step = came[step]
    return tuple(reversed(path))
