"""One set of filters per record type, shared by the list, the export and the API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import django_filters as df
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.actors import Actor
from foundation.catalog import Derived, ObjectType
from foundation.reading import seen_through
from workbench.inputs import number_in
from workbench.types import derived_of, with_derived

ARCHIVED = [("with", _("With archived")), ("only", _("Only archived"))]
NONE = "none"
YES_OR_NO = [("true", _("Yes")), ("false", _("No"))]


class TypeFilter(df.FilterSet):
    """Filters of one record type; ``viewer`` limits what its relations may be compared with."""

    object_type: ObjectType

    q = df.CharFilter(method="words", label=_("Words or number"))
    archived = df.ChoiceFilter(choices=ARCHIVED, method="put_away", label=_("Archived"))

    def __init__(self, data: Mapping[str, Any] | None, queryset: QuerySet[Any], *, viewer: Actor) -> None:
        super().__init__(data, queryset=with_derived(queryset))
        self.viewer = viewer
        for declared in self.filters.values():
            if isinstance(declared, df.ModelChoiceFilter):
                declared.queryset = declared.queryset.visible_to(viewer).for_list()

    def words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word must occur in one of the type's search fields; a code finds its record."""
        return queryset.filter(matching(self.object_type, value, self.viewer))

    def put_away(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.exclude(archived_at=None) if value == "only" else queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            return queryset.none()
        if not self.form.cleaned_data.get("archived"):
            queryset = queryset.filter(archived_at=None)
        return super().filter_queryset(queryset)


def matching(object_type: ObjectType, words: str, viewer: Actor) -> Q:
    """The condition that every word occurs in a search field that the viewer may read, or is the record's code."""
    condition = Q()
    read = {name: seen_through(viewer, object_type.model, name) for name in object_type.search}
    for word in words.split()[:8]:
        found = Q()
        for name, seen in read.items():
            found |= seen & Q(**{f"{name}__icontains": word})
        if number := number_in(object_type.model, word):
            found |= Q(number=number)
        condition &= found
    return condition


class BranchFilter(df.ModelChoiceFilter):
    """Compares with a record of a tree and everything below it."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not isinstance(value, models.Model):
            return super().filter(qs, value)
        trees: Any = type(value)._default_manager.all()
        return qs.filter(**{f"{self.field_name}__in": trees.with_below(value)})


@cache
def filters_of(object_type: ObjectType) -> type[TypeFilter]:
    """The filter set of a type, from the names in its catalog entry."""
    declared = {name: _filter(object_type, name) for name in object_type.filters}
    declared |= {key: _kept(each) for key, each in derived_of(object_type.model).items()}
    meta = type("Meta", (), {"model": object_type.model, "fields": []})
    name = f"{object_type.model.__name__}Filter"
    return type(name, (TypeFilter,), {**declared, "object_type": object_type, "Meta": meta})


def _kept(each: Derived) -> df.Filter:
    return df.ChoiceFilter(
        field_name=each.key, choices=each.choices, null_label=_("None"), null_value=NONE, label=each.label
    )


def _filter(object_type: ObjectType, name: str) -> df.Filter:
    column: Any = object_type.model._meta.get_field(name)
    label = str(getattr(column, "verbose_name", name))
    if isinstance(column, models.ForeignKey):
        is_tree = hasattr(column.related_model._default_manager.all(), "with_below")
        return (BranchFilter if is_tree else df.ModelChoiceFilter)(
            field_name=name,
            to_field_name="uid",
            queryset=column.related_model._default_manager.all(),
            null_label=_("None") if column.null else None,
            null_value=NONE,
            label=label,
        )
    if getattr(column, "choices", None):
        return df.ChoiceFilter(
            field_name=name,
            choices=column.flatchoices,
            null_label=_("None") if column.null or column.generated else None,
            null_value=NONE,
            label=label,
        )
    if isinstance(column, models.BooleanField):
        return df.TypedChoiceFilter(
            field_name=name, choices=YES_OR_NO, coerce=lambda value: value == "true", label=label
        )
    if isinstance(column, models.DateField):
        return df.DateFromToRangeFilter(field_name=name, label=label)
    return df.CharFilter(field_name=name, lookup_expr="iexact", label=label)
