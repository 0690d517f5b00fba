"""How a list may be sorted: by the columns that are fields, ending in the number, which is unique."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Case, F, QuerySet, When

from foundation.actors import Actor
from foundation.catalog import ObjectType
from foundation.reading import seen_through
from workbench.columns import offered
from workbench.types import derived_of


def sortable(object_type: ObjectType) -> dict[str, str]:
    """Column name to the lookup it sorts by; relations sort by the first text field of what they show."""
    kept = derived_of(object_type.model)
    lookups = {"number": "number", "updated_at": "updated_at", **{key: key for key in kept}}
    for name in offered(object_type):
        try:
            column = object_type.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        lookups[name] = _shown(name, column)
    return lookups


def _shown(name: str, column: Any) -> str:
    if not isinstance(column, models.ForeignKey):
        return name
    related = column.related_model._meta
    texts = [f.name for f in related.fields if f.name in ("name", "short_name", "statement")]
    return f"{name}__{texts[0]}" if texts else f"{name}__number"


def ordered(object_type: ObjectType, queryset: QuerySet[Any], by: str, viewer: Actor) -> QuerySet[Any]:
    """Sorted by a column name, descending with a leading minus; the queryset's own order otherwise.

    Missing values come last in both directions: they are not the smallest, they are unknown. So do names that the
    viewer may not read: their place among the others would tell them.
    """
    lookup = sortable(object_type).get(by.lstrip("-"))
    if lookup is None:
        return queryset if queryset.query.order_by else queryset.order_by("number")
    kept = derived_of(object_type.model).get(lookup)
    key = kept.rank() if kept else F(lookup)
    if seen := seen_through(viewer, object_type.model, lookup):
        key = Case(When(seen, then=key))
    first = key.desc(nulls_last=True) if by.startswith("-") else key.asc(nulls_last=True)
    return queryset.order_by(first, "number")
