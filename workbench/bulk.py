"""Which fields of many records may be changed at once, and to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.catalog import ObjectType
from workbench.filters import NONE
from workbench.forms import CHOICES_AT_MOST, RecordChoice, form_of
from workbench.reach import places_of


@dataclass(frozen=True, slots=True)
class BulkField:
    """A field and the values people may set it to."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    """Empty where they are loaded only when somebody opens the menu."""


def bulk_names(object_type: ObjectType) -> tuple[str, ...]:
    """Shown fields with a menu of values, other than those that make a record unique."""
    shown = [name for name in object_type.fields if name in object_type.columns]
    columns = [object_type.model._meta.get_field(name) for name in shown]
    chosen = [c for c in columns if isinstance(c, models.ForeignKey) or getattr(c, "choices", None)]
    return tuple(c.name for c in chosen if c.name not in object_type.model.NATURAL_KEY)


def bulk_fields(object_type: ObjectType, filters: Sequence[dict[str, Any]] = ()) -> tuple[BulkField, ...]:
    """The menus of the bulk bar, without a query: what the filter bar has not loaded comes when it is opened."""
    fields: dict[str, Any] = form_of(object_type).base_fields
    loaded = {menu["name"]: menu["options"] for menu in filters}
    found = []
    for name in bulk_names(object_type):
        field = fields[name]
        if name in loaded and not places_of(object_type.model, name):
            options = _from_filter(field, loaded[name])
        else:
            options = () if isinstance(field, RecordChoice) else _options(field)
        found.append(BulkField(name, capfirst(str(field.label)), options))
    return tuple(found)


def bulk_options(object_type: ObjectType, viewer: User, name: str) -> tuple[tuple[str, str], ...]:
    """What a field may be set to. Raises ``LookupError`` for a field that is not offered."""
    if name not in bulk_names(object_type):
        raise LookupError(name)
    return _options(form_of(object_type)(viewer=viewer).fields[name])


def _from_filter(field: Any, options: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    chosen = [(option["value"], option["label"]) for option in options if option["value"] not in ("", NONE)]
    return tuple(chosen if field.required else [("", str(_("None"))), *chosen])


def _options(field: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(field, RecordChoice):
        rows = field.queryset[: CHOICES_AT_MOST + 1]
        chosen = [(str(row.uid), str(row)) for row in rows]
        return tuple(chosen if field.required else [("", str(field.empty_label)), *chosen])
    return tuple(
        (str(value), str(label)) for value, label in field.choices if value != "" or not field.required
    )
