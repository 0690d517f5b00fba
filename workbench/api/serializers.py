from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import ForeignKey, QuerySet
from django.utils.text import capfirst
from rest_framework import serializers

from foundation.catalog import Derived, ObjectType
from workbench.forms import pickable
from workbench.types import derived_of

IDENTITY = ("uid", "code", "version", "created_at", "updated_at", "archived_at")
ORIGIN = ("source", "external_key")


class RelatedUid(serializers.SlugRelatedField[Any]):
    """A related record by its uid, among those the caller may see and choose."""

    def __init__(self, *, object_type: ObjectType, name: str, **kwargs: Any) -> None:
        self.object_type, self.name = object_type, name
        related: Any = object_type.model._meta.get_field(name).related_model
        super().__init__(slug_field="uid", queryset=related.objects.all(), **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        request = self.context.get("request")
        if request is None:
            related: Any = self.object_type.model._meta.get_field(self.name).related_model
            none: QuerySet[Any] = related.objects.none()
            return none
        return pickable(self.object_type, self.name, request.user, self.parent.instance)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(str(serializers.UUIDField().run_validation(data)))
        except serializers.ValidationError:
            self.fail("does_not_exist", slug_name="uid", value=str(data)[:80])


class RecordSerializer(serializers.ModelSerializer[Any]):
    """Translation only: the operation validates and saves."""

    code = serializers.CharField(read_only=True)

    def build_standard_field(self, field_name: str, model_field: Any) -> tuple[type[Any], dict[str, Any]]:
        """A column the database computes reads like a column of its kind and is never written."""
        if not model_field.generated:
            return super().build_standard_field(field_name, model_field)
        like = model_field.output_field.clone()
        like.model, like.name = model_field.model, field_name
        kind, options = super().build_standard_field(field_name, like)
        shape: dict[str, Any] = {
            name: options[name] for name in ("max_digits", "decimal_places") if name in options
        }
        return kind, {
            **shape,
            "read_only": True,
            "allow_null": True,
            "label": capfirst(str(model_field.verbose_name)),
        }


@cache
def serializer_of(object_type: ObjectType) -> type[RecordSerializer]:
    """The serializer of a type, from its catalog entry."""
    relations = {
        name: _related(object_type, name)
        for name in object_type.fields
        if isinstance(object_type.model._meta.get_field(name), ForeignKey)
    }
    kept = {key: _kept(each) for key, each in derived_of(object_type.model).items()}
    attributes = {
        "model": object_type.model,
        "fields": (*IDENTITY, *object_type.fields, *object_type.computed, *kept, *ORIGIN),
        "read_only_fields": IDENTITY,
        "validators": [],
    }
    meta = type("Meta", (), attributes)
    return type(
        f"{object_type.model.__name__}Serializer", (RecordSerializer,), {**relations, **kept, "Meta": meta}
    )


def _kept(each: Derived) -> serializers.CharField:
    known = ", ".join(value for value, _word in each.choices)
    return serializers.CharField(
        read_only=True, allow_null=True, label=str(each.label), help_text=f"One of: {known}."
    )


def _related(object_type: ObjectType, name: str) -> RelatedUid:
    column: Any = object_type.model._meta.get_field(name)
    optional = {"required": False, "allow_null": True} if column.null else {}
    return RelatedUid(object_type=object_type, name=name, label=str(column.verbose_name), **optional)
