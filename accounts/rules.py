"""What has to be allowed before something is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.permissions import Permission
    from foundation.actors import Actor
    from foundation.models import Record

ROOT_PATH = "0001."
"""The path of the root unit; below it lies the whole enterprise."""


def require(actor: Actor, permission: Permission, unit_paths: Iterable[str] = ()) -> None:
    """Raise ``PermissionDenied`` unless the permission is held in every unit named, or anywhere where none is."""
    if not actor.access.allows(permission, unit_paths):
        raise PermissionDenied


def lineage(path: str) -> tuple[str, ...]:
    """The paths of a unit and of every unit above it, from the root down."""
    step = len(ROOT_PATH)
    return tuple(path[:end] for end in range(step, len(path) + 1, step))


def unit_paths(record: Record) -> Iterator[str]:
    """Paths of the units a record belongs to; none for an enterprise-wide record.

    Follows relations that ``for_list`` has loaded. A record without a unit yields an empty path, which
    only somebody with access to everything may touch.
    """
    for lookup in type(record).UNIT_LOOKUPS:
        value: Any = record
        for name in lookup.split("__"):
            value = getattr(value, name, None)
        yield value.path if value else ""
