"""What differs between two statements: fields that changed, and parts that came, went or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One objective, aim or commitment of a statement. ``key`` names it within one version."""

    key: str
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that is in both statements and does not say the same."""

    before: Part
    after: Part
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PartsDifference:
    """What became of the parts of one kind, each in the order of the statement that has it."""

    added: tuple[Part, ...]
    gone: tuple[Part, ...]
    changed: tuple[PartChange, ...]
    same: int
    """How many say the same in both."""

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.gone or self.changed)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of ``before``; nothing and an empty text are the same."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(FieldChange(name, old, new) for name, old, new in pairs if _said(old) != _said(new))


def _said(value: Any) -> Any:
    return None if value == "" else value


def compared(
    before: Sequence[Part], after: Sequence[Part], carried: Mapping[str, str] | None = None
) -> PartsDifference:
    """Match the parts of two statements: by key, then as ``carried`` says, and what is left by name, whatever its
    capitals.

    A new version copies its parts under new keys. ``carried`` names the key as which a part goes on, from version to
    version; where nobody has said it, a part that was renamed on the way counts as gone and added. Of two that go on
    as one, or share a name, the first is matched first.
    """
    pairs = _matched(before, after, carried or {})
    named = [
        (old, new, changes({"name": old.name, **old.values}, {"name": new.name, **new.values}))
        for old, new in pairs
    ]
    met_old, met_new = {old.key for old, _ in pairs}, {new.key for _, new in pairs}
    return PartsDifference(
        added=tuple(part for part in after if part.key not in met_new),
        gone=tuple(part for part in before if part.key not in met_old),
        changed=tuple(PartChange(old, new, found) for old, new, found in named if found),
        same=sum(not found for _, _, found in named),
    )


def _matched(
    before: Sequence[Part], after: Sequence[Part], carried: Mapping[str, str]
) -> list[tuple[Part, Part]]:
    """Pairs in the order of ``before``."""
    by_key = {part.key: part for part in after}
    partner = {old.key: by_key[old.key] for old in before if old.key in by_key}
    met = set(partner)
    for old in before:
        key = _goes_on_as(old.key, carried, by_key)
        if old.key not in partner and key and key not in met:
            partner[old.key] = by_key[key]
            met.add(key)
    waiting = _by_name(new for new in after if new.key not in met)
    for old in before:
        namesakes = waiting.get(old.name.casefold())
        if old.key not in partner and namesakes:
            partner[old.key] = namesakes.pop(0)
    return [(old, partner[old.key]) for old in before if old.key in partner]


def _goes_on_as(key: str, carried: Mapping[str, str], wanted: Collection[str]) -> str:
    """The first of ``wanted`` on the way on from ``key``; empty where the way ends or turns back before."""
    seen: set[str] = set()
    while key in carried and key not in seen:
        seen.add(key)
        key = carried[key]
        if key in wanted:
            return key
    return ""


def _by_name(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.name.casefold(), []).append(part)
    return found
