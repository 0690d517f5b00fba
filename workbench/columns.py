"""Which columns a list shows: the usual ones of its type, or those somebody has chosen."""

from __future__ import annotations

from collections.abc import Iterable

from foundation.catalog import ObjectType


def offered(object_type: ObjectType) -> tuple[str, ...]:
    """The columns a list may show, in their order: the usual ones, then every other field of the form."""
    return tuple(dict.fromkeys((*object_type.columns, *object_type.fields)))


def chosen(object_type: ObjectType, names: Iterable[str]) -> tuple[str, ...]:
    """Of the offered columns those that are named, and the first in any case; the usual ones where none is."""
    wanted, (first, *others) = {*names}, offered(object_type)
    found = tuple(name for name in others if name in wanted)
    return (first, *found) if found or first in wanted else object_type.columns
