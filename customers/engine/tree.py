"""A tree as a mapping from each key to that of its parent: walked, summed up and checked in linear time.

A key whose parent is not among the keys counts as a top. Keys in a ring, which no write lets through, count as tops
of their own, so that nothing ever disappears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

Parents = Mapping[int, int | None]


def rings(parents: Parents) -> frozenset[int]:
    """The keys that are, by way of their parents, above themselves."""
    done: set[int] = set()
    closed: set[int] = set()
    for start in parents:
        path: dict[int, int] = {}
        key: int | None = start
        while key is not None and key in parents and key not in done and key not in path:
            path[key] = len(path)
            key = parents[key]
        if key is not None and key in path:
            closed |= {one for one, place in path.items() if place >= path[key]}
        done.update(path)
    return frozenset(closed)


def walk(parents: Parents) -> Iterator[tuple[int, int]]:
    """Every key with its depth, a parent before its parts; siblings in the order of the mapping."""
    parts = _parts(parents)
    waiting = [(key, 0) for key in reversed(parts[None])]
    while waiting:
        key, depth = waiting.pop()
        yield key, depth
        waiting += [(part, depth + 1) for part in reversed(parts[key])]


def below(parents: Parents, top: int) -> frozenset[int]:
    """A key and every key below it."""
    parts = _parts(parents)
    found, waiting = {top}, [top]
    while waiting:
        new = [part for part in parts[waiting.pop()] if part not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def above(parents: Parents, key: int) -> tuple[int, ...]:
    """The keys a key is part of, the top first."""
    found: list[int] = []
    parent = parents.get(key)
    while parent is not None and parent in parents and parent != key and parent not in found:
        found.append(parent)
        parent = parents[parent]
    return tuple(reversed(found))


def _parts(parents: Parents) -> defaultdict[int | None, list[int]]:
    """The parts of each key, and under None the tops."""
    closed = rings(parents)
    parts: defaultdict[int | None, list[int]] = defaultdict(list)
    for key, parent in parents.items():
        parts[parent if parent in parents and key not in closed else None].append(key)
    return parts
