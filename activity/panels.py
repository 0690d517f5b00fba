"""The discussion of a record, for its detail page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from activity.queries import comments_on
from activity.rules import may_comment

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from foundation.models import Record


def discussion(*, record: Record, viewer: User, now: datetime, **_: Any) -> dict[str, Any]:
    """Comments, oldest first; ``add_url`` is empty for who may not comment."""
    comments = list(comments_on(record))
    allowed = may_comment(viewer, record)
    return {
        "comments": comments,
        "own": {comment.pk for comment in comments if allowed and comment.author_id == viewer.person_id},
        "add_url": reverse("comment_add", args=[record._meta.label_lower, record.uid]) if allowed else "",
        "now": now,
    }
