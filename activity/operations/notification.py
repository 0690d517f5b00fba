"""The inbox: lines that were read. What puts lines in is ``telling``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activity.models import Notification

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User


def mark_read(*, uids: Sequence[UUID], actor: User, now: datetime) -> int:
    """Mark lines of one's own inbox as read, and return how many were not. Leaves no event: nobody else can tell."""
    return Notification.objects.visible_to(actor).unread().filter(uid__in=uids).update(read_at=now)


def mark_all_read(*, actor: User, now: datetime) -> int:
    """Mark one's whole inbox as read, and return how many lines were not."""
    return Notification.objects.visible_to(actor).unread().update(read_at=now)
