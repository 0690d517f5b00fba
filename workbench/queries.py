"""Reads of the workbench's own tables."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.models import Draft


def drafts_of(object_type: ObjectType, record_uid: UUID | None, user: User) -> QuerySet[Draft]:
    """What a person typed into this form and has not saved: one row at most."""
    return Draft.objects.filter(user=user, type_label=object_type.label, record_uid=str(record_uid or ""))
