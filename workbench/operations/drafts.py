from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.models import Draft
from workbench.queries import drafts_of


def keep_draft(
    *, object_type: ObjectType, record_uid: UUID | None, values: dict[str, Any], user: User, now: datetime
) -> Draft:
    """Keep what a person has typed so far; a later draft of the same form replaces it."""
    drafts = drafts_of(object_type, record_uid, user)
    if not drafts.update(values=values, kept_at=now):
        return Draft.objects.create(
            user=user,
            type_label=object_type.label,
            record_uid=str(record_uid or ""),
            values=values,
            kept_at=now,
        )
    return drafts.get()


def drop_draft(*, object_type: ObjectType, record_uid: UUID | None, user: User) -> bool:
    """Forget the draft of a form, once it is saved or given up. Returns whether there was one."""
    return bool(drafts_of(object_type, record_uid, user).delete()[0])


def drop_old_drafts(*, now: datetime) -> int:
    """Forget drafts that nobody came back to."""
    return Draft.objects.filter(kept_at__lt=now - timedelta(days=Draft.DAYS_KEPT)).delete()[0]
