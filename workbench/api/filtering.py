from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from workbench.filters import filters_of
from workbench.ordering import ordered, sortable
from workbench.types import derived_of

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TypeFilters(BaseFilterBackend):
    """The filters and the order of the type's list; a value that means nothing is refused, not ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        object_type = getattr(view, "object_type", None)
        if object_type is None or getattr(view, "action", "") != "list":
            return queryset
        by = request.query_params.get("sort", "")
        if by.lstrip("-") not in {"", *sortable(object_type)}:
            raise ValidationError({"sort": [f"Choose one of: {', '.join(sortable(object_type))}."]})
        viewer: Any = request.user
        rows = ordered(object_type, queryset, by, viewer)
        bound = filters_of(object_type)(request.query_params, rows, viewer=viewer)
        if not bound.form.is_valid():
            raise ValidationError(bound.form.errors)
        return bound.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """What the OpenAPI document says about the filters."""
        kept = derived_of(view.object_type.model)
        names = ["q", "archived", *view.object_type.filters, *kept]
        parameters = [_parameter(name, {"type": "string"}) for name in names]
        choices = sorted(sortable(view.object_type))
        return [
            *parameters,
            _parameter("sort", {"type": "string", "enum": [*choices, *(f"-{c}" for c in choices)]}),
        ]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}
