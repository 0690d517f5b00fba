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
    form: dict[str, Any] = {
        "user": user,
        "type_label": object_type.label,
        "record_uid": str(record_uid or ""),
    }
    draft = Draft(**form, values=values, kept_at=now)
    # One statement: two tabs, or a hasty hand, keep the first draft of a form at the same moment.
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=[*form], update_fields=["values", "kept_at"]
    )
    return draft


def drop_draft(*, object_type: ObjectType, record_uid: UUID | None, user: User) -> bool:
    """Forget the draft of a form, once it is saved or given up. Returns whether there was one."""
    return bool(drafts_of(object_type, record_uid, user).delete()[0])


def drop_old_drafts(*, now: datetime) -> int:
    """Forget drafts that nobody came back to."""
    return Draft.objects.filter(kept_at__lt=now - timedelta(days=Draft.DAYS_KEPT)).delete()[0]
