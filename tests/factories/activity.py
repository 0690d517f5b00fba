"""The smallest valid comment and notification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from activity.choices import NotificationKind
from activity.models import Comment, Notification
from tests.factories.accounts import NOW

if TYPE_CHECKING:
    from accounts.models import Person, User
    from foundation.models import Record


def make_comment(record: Record, author: Person, text: str = "Who measured this?", **values: Any) -> Comment:
    about = {"type_label": record._meta.label_lower, "object_uid": record.uid}
    return Comment.objects.create(**{**about, "author": author, "text": text, "created_at": NOW, **values})


def make_notification(user: User, **values: Any) -> Notification:
    return Notification.objects.create(
        **{
            "user": user,
            "kind": NotificationKind.MENTION,
            "title": "Nora Flynn mentioned you on Claims",
            "url": "/units/",
            "created_at": NOW,
            **values,
        }
    )
