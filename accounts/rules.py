"""What has to be allowed before something is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.permissions import Permission
    from foundation.actors import Actor

ROOT_PATH = "0001."
"""The path of the root unit; below it lies the whole enterprise."""


def require(actor: Actor, permission: Permission, unit_paths: Iterable[str] = ()) -> None:
    """Raise ``PermissionDenied`` unless the permission is held in every unit named, or anywhere where none is."""
    if not actor.access.allows(permission, unit_paths):
        raise PermissionDenied
