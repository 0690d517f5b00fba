"""Whether an initiative may pass its first gate: no strategy in draft carries work from an idea to a plan.

The first gate stands between a proposal and work that is approved, under way, paused or live. It is closed where at least
one strategy is behind the initiative and none of them binds. Behind it are the strategies whose elements its needs
are linked to; where there is none, those of its unit and of the units above that are still drafts, unless one on
that way binds. Nothing behind it leaves the gate open: a firm that has stated no strategy yet is not held up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from alignment.choices import Status
from alignment.engine.facts import Id, order

BEFORE = frozenset({"", Status.PROPOSED})
PAST = frozenset({Status.APPROVED, Status.DELIVERY, Status.LIVE, Status.PAUSED})


class Standing(Enum):
    """How far a strategy has come."""

    DRAFT = "draft"
    BINDS = "binds"
    """Decided: in force, or from a day that lies ahead."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Behind:
    """A strategy that may carry an initiative."""

    id: Id
    standing: Standing


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the gate is open; where it is not, the strategies that close it, by id.

    ``is_linked`` says that they are behind the initiative through the needs it serves, not through its unit.
    """

    closed_by: tuple[Id, ...] = ()
    is_draft: bool = False
    is_linked: bool = False

    @property
    def is_open(self) -> bool:
        return not self.closed_by


def passes_first_gate(before: str, after: str, *, was_past: bool = False) -> bool:
    """Whether a change of status passes it. Only work can be paused, so pausing an idea asks too.

    Stopped work takes up again what it was: ``was_past`` says that it had passed before it was stopped.
    """
    return after in PAST and is_before(before, was_past=was_past)


def is_before(status: str, *, was_past: bool) -> bool:
    """Whether the gate still lies ahead: of an idea, and of an idea that was stopped."""
    return status in BEFORE or (status == Status.STOPPED and not was_past)


def gate(linked: Iterable[Behind], of_unit: Iterable[Behind]) -> Gate:
    """The gate of an initiative with the strategies its needs lead to and those of its unit and above.

    A draft is named before a strategy that has ended, because a draft can still be put in force.
    """
    known = set(linked)
    if known:
        return _gate(known, is_linked=True)
    around = set(of_unit)
    return _gate({one for one in around if one.standing is not Standing.ENDED}, is_linked=False)


def _gate(behind: set[Behind], *, is_linked: bool) -> Gate:
    if any(one.standing is Standing.BINDS for one in behind):
        return Gate()
    drafts = {one.id for one in behind if one.standing is Standing.DRAFT}
    closing = drafts or {one.id for one in behind}
    return Gate(tuple(sorted(closing, key=order)), bool(drafts), is_linked) if closing else Gate()
