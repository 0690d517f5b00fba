from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.models import Upload


def keep_upload(
    *, object_type: ObjectType, name: str, content: bytes, mapping: str, user: User, now: datetime
) -> Upload:
    """Keep a file between its dry run and its import; the person's older file of this type goes."""
    Upload.objects.filter(user=user, type_label=object_type.label).delete()
    return Upload.objects.create(
        user=user,
        type_label=object_type.label,
        name=name[-200:],
        content=content,
        mapping=mapping,
        kept_at=now,
    )


def drop_old_uploads(*, now: datetime) -> int:
    """Forget files that nobody came back to."""
    return Upload.objects.filter(kept_at__lt=now - timedelta(hours=Upload.HOURS_KEPT)).delete()[0]
