"""Addresses of the generic pages."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.urls import reverse

from foundation.catalog import ObjectType
from foundation.models import Record
from workbench.types import type_of

PLACE = UUID(int=0)
"""Stands for the uid in the address of any record."""


def list_url(object_type: ObjectType) -> str:
    """The list of a type."""
    return page_url(object_type, "list")


def page_url(object_type: ObjectType, page: str) -> str:
    """A page of the whole type, such as ``create`` or ``import``."""
    return reverse(f"{object_type.key}_{page}")


def record_url(object_type: ObjectType, record: Record, page: str = "detail") -> str:
    """A page of one record, such as ``detail`` or ``edit``."""
    return record_url_of(object_type, record.uid, page)


def record_url_of(object_type: ObjectType, uid: UUID, page: str = "detail") -> str:
    """The same, where only the uid is known."""
    return _any_record(object_type.key, page).replace(str(PLACE), str(uid))


@cache
def _any_record(key: str, page: str) -> str:
    """Resolved once: a list holds hundreds of links."""
    return reverse(f"{key}_{page}", args=[PLACE])


def url_of(record: object) -> str:
    """The page of a record; empty where its type has none."""
    object_type = type_of(type(record)) if isinstance(record, Record) else None
    return record_url(object_type, record) if object_type and isinstance(record, Record) else ""
