"""Who may discuss what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.permissions import Permission
from accounts.rules import unit_paths

if TYPE_CHECKING:
    from foundation.actors import Actor
    from foundation.models import Record


def may_see(viewer: Actor, record: Record) -> bool:
    """Whether the record is among those the viewer may read. One query."""
    return type(record).objects.visible_to(viewer).filter(pk=record.pk).exists()


def may_comment(actor: Actor, record: Record) -> bool:
    """Whether the actor may comment wherever the record belongs; seeing it is another question."""
    return actor.access.allows(Permission.COMMENT, unit_paths(record))
