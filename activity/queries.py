"""Reads of the activity app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from activity.models import Comment, Notification
from foundation.models import Record

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models.user import UserQuerySet
    from activity.models.comment import CommentQuerySet
    from activity.models.notification import NotificationQuerySet
    from foundation.actors import Actor


def comments_on(record: Record) -> CommentQuerySet:
    """The discussion of a record, oldest first. One query, whatever its length."""
    return Comment.objects.about(record).oldest_first()


def inbox(viewer: Actor) -> NotificationQuerySet:
    """The viewer's inbox, newest first."""
    return Notification.objects.visible_to(viewer).newest_first()


def with_unread(readers: UserQuerySet) -> UserQuerySet:
    """The same users with ``unread``, how much in their inbox is unread: for the statement that loads a reader."""
    own = Notification.objects.filter(user=OuterRef("pk")).unread().order_by().values("user")
    return readers.annotate(unread=Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0))


def unread_count(viewer: Actor) -> int:
    """How much in the viewer's inbox is unread. One query, where it did not come along with the viewer."""
    known: int | None = getattr(viewer, "unread", None)
    return Notification.objects.visible_to(viewer).unread().count() if known is None else known


def visible_record(type_label: str, uid: UUID, viewer: Actor) -> Record | None:
    """The record of a type and uid, where there is one that the viewer may see."""
    try:
        model = apps.get_model(type_label)
    except (LookupError, ValueError):
        return None
    if not issubclass(model, Record):
        return None
    record: Record | None = model.objects.visible_to(viewer).for_list().filter(uid=uid).first()
    return record
