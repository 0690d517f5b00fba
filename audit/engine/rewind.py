"""A record as it was: its present values, with what happened since taken back step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.choices import Verb

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One event about the record. ``at`` is its instant as the trail spells it; each change is (before, after)."""

    at: str
    verb: str
    changes: Mapping[str, Sequence[Any]]


def rewound(present: Mapping[str, Any] | None, steps: Iterable[Step], instant: str) -> Values | None:
    """The values of a record just before ``instant``; nothing where it was not there.

    ``present`` are its values now, as the trail keeps values, ``created_at`` among them; nothing where it is gone.
    ``steps`` are its events, newest first; those before ``instant`` are not looked at. Fields that no event names
    have the value they have now, and a relation that a deletion names is the uid alone.
    """
    values = None if present is None else dict(present)
    for step in steps:
        if step.at < instant:
            break
        values = _before(step, values)
    return values if values is not None and str(values.get("created_at") or "") < instant else None


def _before(step: Step, values: Values | None) -> Values | None:
    """The values before one step: what was deleted is back, and what came back from deletion is gone."""
    if step.verb == Verb.DELETED:
        return {name: before for name, (before, _after) in step.changes.items()}
    if step.verb == Verb.RESTORED and not step.changes:
        return None
    taken_back = {name: before for name, (before, _after) in step.changes.items()}
    return None if values is None else {**values, **taken_back}
