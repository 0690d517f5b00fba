"""The inbox: lines put in, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from activity.models import Notification

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from activity.choices import NotificationKind


def notify(
    *, user: User, kind: NotificationKind, title: str, text: str, url: str, now: datetime
) -> Notification:
    """Put one line into somebody's inbox; ``title`` and ``text`` are in their language, ``url`` is a path."""
    return Notification.objects.create(
        user=user, kind=kind, title=title[:300], text=text, url=url, created_at=now
    )


def mark_read(*, uids: Sequence[UUID], actor: User, now: datetime) -> int:
    """Mark lines of one's own inbox as read, and return how many were not. Leaves no event: nobody else can tell."""
    return Notification.objects.visible_to(actor).unread().filter(uid__in=uids).update(read_at=now)


def mark_all_read(*, actor: User, now: datetime) -> int:
    """Mark one's whole inbox as read, and return how many lines were not."""
    return Notification.objects.visible_to(actor).unread().update(read_at=now)
