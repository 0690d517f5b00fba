"""One set of endpoints per record type, through the same doors as the pages."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from foundation.catalog import ObjectType
from workbench.api.errors import PreconditionRequired, told
from workbench.api.schema import WARNINGS
from workbench.api.serializers import RecordSerializer, serializer_of
from workbench.operations.records import Saved, Stale, save
from workbench.operations.removal import delete
from workbench.reach import authorize
from workbench.types import derived_of, with_derived


class RecordViewSet(DataDoor, mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """List, read, create, change and delete records of one type; changes name the version they are based on."""

    object_type: ObjectType
    lookup_field = "uid"
    lookup_value_converter = "uuid"
    http_method_names = ("get", "post", "patch", "delete", "head", "options")

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.object_type.model.objects
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        known = rows.visible_to(self.viewer).for_list()
        return known if self.action == "list" else with_derived(known)

    def get_serializer_class(self) -> type[RecordSerializer]:
        return serializer_of(self.object_type)

    def retrieve(self, request: Request, uid: str) -> Response:
        """One record, with its version as ETag."""
        return self.answer(self.get_object())

    def create(self, request: Request) -> Response:
        """A new record."""
        return self.answered(self.written(self.get_serializer(data=request.data)), status=201)

    def partial_update(self, request: Request, uid: str) -> Response:
        """New values for some fields; If-Match names the version they are based on."""
        record = self.get_object()
        version = self.based_on(record)
        serializer = self.get_serializer(record, data=request.data, partial=True)
        return self.answered(self.written(serializer, record, version))

    def destroy(self, request: Request, uid: str) -> Response:
        """Delete a record and its own parts; refused while others refer to it."""
        record = self.get_object()
        if self.based_on(record) != record.version:
            raise Stale(record)
        operation = self.object_type.delete or delete
        operation(object_type=self.object_type, record=record, actor=self.viewer, now=timezone.now())
        return Response(status=204)

    def written(self, serializer: Any, record: Any = None, version: int | None = None) -> Saved:
        """What the operation made of the caller's values; who may not write learns nothing about values."""
        authorize(self.viewer, self.object_type.permission, [record] if record else [])
        serializer.is_valid(raise_exception=True)
        return save(
            object_type=self.object_type,
            values=serializer.validated_data,
            record=record,
            version=version,
            actor=self.viewer,
            now=timezone.now(),
        )

    def based_on(self, record: Any) -> int:
        """The version in If-Match; -1 for one that never was."""
        tag = self.request.headers.get("If-Match")
        if tag is None:
            raise PreconditionRequired
        text = tag.strip().removeprefix("W/").strip('"')
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def answered(self, saved: Saved, status: int = 200) -> Response:
        """What was saved; what it is warned of stands in a header, for the record itself looks the same."""
        answer = self.answer(self.as_kept(saved.record), status)
        if saved.warnings:
            answer.headers[WARNINGS] = json.dumps([told(warning) for warning in saved.warnings])
        return answer

    def as_kept(self, record: Any) -> Any:
        """A record that was just written, with what upper apps keep about it by now."""
        if not derived_of(self.object_type.model):
            return record
        return with_derived(self.object_type.model.objects.for_list()).get(pk=record.pk)

    def answer(self, record: Any, status: int = 200) -> Response:
        return Response(
            self.get_serializer(record).data, status=status, headers={"ETag": f'"{record.version}"'}
        )


@cache
def view_of(object_type: ObjectType) -> type[RecordViewSet]:
    """The endpoints of a type."""
    return type(f"{object_type.model.__name__}ViewSet", (RecordViewSet,), {"object_type": object_type})
