"""Shipped content: records an app brings along, created once and left alone ever after.

A shipped record is known by a uid that follows from its key. People may edit, archive or delete it: what is there is
not overwritten, and what somebody of this enterprise deleted does not come back by itself. It comes back where somebody
wishes it: from *Recently deleted*, as it was when it went, with its number; or by ``manage.py ship_content --deleted``,
in the words that are shipped today and under a new number. Either way it has its uid again and is left alone like the
others; deleted anew, it stays away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from accounts.models import Enterprise
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


def ship(
    *, object_type: ObjectType, rows: Sequence[dict[str, Any]], now: datetime, deleted_too: bool = False
) -> dict[str, Record]:
    """Create the shipped records that are missing; return all that are there now, by key.

    With ``deleted_too`` also those that people deleted. Each row has ``key`` and the values of its fields. Three statements where there is nothing to do.
    """
    keys = {shipped_uid(object_type, row["key"]): row["key"] for row in rows}
    wanted = object_type.model.objects.filter(uid__in=keys)
    kept_away = set() if deleted_too else _deleted_by_people(object_type, keys)
    present = set(wanted.values_list("uid", flat=True)) | kept_away
    missing = [row for row in rows if shipped_uid(object_type, row["key"]) not in present]
    changes = [Change(_values(object_type, row)) for row in missing]
    save_many(object_type=object_type, changes=changes, actor=SYSTEM, now=now)
    return {keys[found.uid]: found for found in wanted.all()}


def _deleted_by_people(object_type: ObjectType, uids: Iterable[UUID]) -> set[UUID]:
    """Which of them somebody did not want.

    The removal of a demonstration is nobody's wish, and what was tried out in it binds no enterprise after it.
    """
    opened = Event.objects.filter(type_label=Enterprise._meta.label_lower, verb=Verb.CREATED)
    newest = Coalesce(Subquery(opened.order_by("-pk").values("pk")[:1]), 0)
    deletions = Event.objects.filter(type_label=object_type.label, verb=Verb.DELETED, object_uid__in=uids)
    deletions = deletions.filter(pk__gt=newest)
    return set(deletions.exclude(actor_uid=SYSTEM.uid).values_list("object_uid", flat=True))


def _values(object_type: ObjectType, row: dict[str, Any]) -> dict[str, Any]:
    key = row["key"]
    values = {name: value for name, value in row.items() if name != "key"}
    return {**values, "uid": shipped_uid(object_type, key), "source": SOURCE, "external_key": key}
