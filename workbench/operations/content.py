"""Shipped content: records an app brings along, created once and left alone ever after.

A shipped record is known by a uid that follows from its key. People may edit, archive or delete it: what is there is
not overwritten, and what somebody deleted does not come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from audit.choices import Verb
from audit.models import Event
from foundation.actors import SYSTEM
from workbench.operations.records import Change, save_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from foundation.catalog import ObjectType
    from foundation.models import Record

SOURCE = "sightline"


def read_content(path: Path) -> Any:
    """A content pack: plain YAML beside the code of its app."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def shipped_uid(object_type: ObjectType, key: str) -> UUID:
    """The uid of a shipped record, the same in every installation."""
    return uuid5(NAMESPACE_URL, f"{SOURCE}:{object_type.label}:{key}")


def ship(*, object_type: ObjectType, rows: Sequence[dict[str, Any]], now: datetime) -> dict[str, Record]:
    """Create the shipped records that are missing; return all that are there now, by key.

    Each row has ``key`` and the values of its fields. Three statements where there is nothing to do.
    """
    keys = {shipped_uid(object_type, row["key"]): row["key"] for row in rows}
    wanted = object_type.model.objects.filter(uid__in=keys)
    present = set(wanted.values_list("uid", flat=True)) | _deleted_by_people(object_type, keys)
    missing = [row for row in rows if shipped_uid(object_type, row["key"]) not in present]
    changes = [Change(_values(object_type, row)) for row in missing]
    save_many(object_type=object_type, changes=changes, actor=SYSTEM, now=now)
    return {keys[found.uid]: found for found in wanted.all()}


def _deleted_by_people(object_type: ObjectType, uids: Iterable[UUID]) -> set[UUID]:
    """Which of them somebody did not want; the removal of a demonstration is nobody's wish."""
    deletions = Event.objects.filter(type_label=object_type.label, verb=Verb.DELETED, object_uid__in=uids)
    return set(deletions.exclude(actor_uid=SYSTEM.uid).values_list("object_uid", flat=True))


def _values(object_type: ObjectType, row: dict[str, Any]) -> dict[str, Any]:
    key = row["key"]
    values = {name: value for name, value in row.items() if name != "key"}
    return {**values, "uid": shipped_uid(object_type, key), "source": SOURCE, "external_key": key}
