"""Which fields of many records may be changed at once, and to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.forms import CHOICES_AT_MOST, RecordChoice, form_of


@dataclass(frozen=True, slots=True)
class BulkField:
    """A field and the values people may set it to."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def bulk_names(object_type: ObjectType) -> tuple[str, ...]:
    """Fields with a menu of values: choices and relations that are not what makes a record unique."""
    columns = [object_type.model._meta.get_field(name) for name in object_type.fields]
    chosen = [c for c in columns if isinstance(c, models.ForeignKey) or getattr(c, "choices", None)]
    return tuple(c.name for c in chosen if c.name not in object_type.model.NATURAL_KEY)


def bulk_fields(object_type: ObjectType, viewer: User) -> tuple[BulkField, ...]:
    """The menus of the bulk bar, with the records this person may choose. One query per relation."""
    form = form_of(object_type)(viewer=viewer)
    found = []
    for name in bulk_names(object_type):
        field: Any = form.fields[name]
        options = _options(field)
        if len(options) <= CHOICES_AT_MOST:
            found.append(BulkField(name, capfirst(str(field.label)), options))
    return tuple(found)


def _options(field: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(field, RecordChoice):
        rows = field.queryset[: CHOICES_AT_MOST + 1]
        chosen = [(str(row.uid), str(row)) for row in rows]
        return tuple(chosen if field.required else [("", str(field.empty_label)), *chosen])
    return tuple(
        (str(value), str(label)) for value, label in field.choices if value != "" or not field.required
    )
