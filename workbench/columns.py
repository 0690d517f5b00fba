"""Which columns a list shows: the usual ones of its type, or those somebody has chosen."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.catalog import ObjectType
from workbench.types import derived_of


def usual(object_type: ObjectType) -> tuple[str, ...]:
    """The columns a list shows to whoever has chosen none."""
    kept = derived_of(object_type.model).values()
    return (*object_type.columns, *(each.key for each in kept if each.is_usual))


def offered(object_type: ObjectType) -> tuple[str, ...]:
    """The columns a list may show, in their order: the usual ones, what else is kept, every other field."""
    kept = derived_of(object_type.model)
    return tuple(dict.fromkeys((*usual(object_type), *kept, *object_type.fields)))


def chosen(object_type: ObjectType, names: Iterable[str]) -> tuple[str, ...]:
    """Of the offered columns those that are named, and the first in any case; the usual ones where none is."""
    wanted, (first, *others) = {*names}, offered(object_type)
    found = tuple(name for name in others if name in wanted)
    return (first, *found) if found or first in wanted else usual(object_type)
