"""What becomes of links when a strategy is replaced: each is carried over, or explained by an end that has a reason.

A tie joins a near and a far record; those of the old strategy have fates, all others stay as they are. A tie of which
an end has ended is explained by that. Every other tie of the old strategy has its pair under the new one; where
several become the same pair the strongest is carried, then the one dated last, then the smallest id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from alignment.engine.facts import Id, order

Pair = tuple[Id, Id]


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two records, with what decides which of two equal ones is kept."""

    id: Id
    near: Id
    far: Id
    strength: int = 0
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of the ``old`` records of one kind: a successor, or None where one ends for a reason.

    One that is in ``old`` and not in ``successors`` is open: nobody has said yet.
    """

    old: frozenset[Id] = frozenset()
    successors: Mapping[Id, Id | None] = field(default_factory=dict)

    def is_open(self, key: Id) -> bool:
        return key in self.old and key not in self.successors

    def after(self, key: Id) -> Id | None:
        """The record that stands for ``key`` under the new strategy; None where it ends or is open."""
        return self.successors.get(key) if key in self.old else key


def carried(ties: Iterable[Tie], near: Fates, far: Fates) -> dict[Pair, Tie]:
    """The pairs of the new strategy that the ties of the old one become, each with the tie it takes over."""
    found: dict[Pair, Tie] = {}
    for tie in sorted(ties, key=_preference):
        pair = (near.after(tie.near), far.after(tie.far))
        if pair[0] is not None and pair[1] is not None and pair != (tie.near, tie.far):
            found.setdefault((pair[0], pair[1]), tie)
    return found


def lost(ties: Iterable[Tie], present: Set[Pair], near: Fates, far: Fates) -> tuple[Tie, ...]:
    """Ties of the old strategy that nothing explains: an end is open, or their pair is missing from ``present``."""
    return tuple(
        tie for tie in sorted(ties, key=lambda tie: order(tie.id)) if _is_lost(tie, present, near, far)
    )


def _is_lost(tie: Tie, present: Set[Pair], near: Fates, far: Fates) -> bool:
    if near.is_open(tie.near) or far.is_open(tie.far):
        return True
    ends = (near.after(tie.near), far.after(tie.far))
    return None not in ends and ends not in present


def _preference(tie: Tie) -> tuple[object, ...]:
    return (-tie.strength, -(tie.dated.toordinal() if tie.dated else 0), order(tie.id))
