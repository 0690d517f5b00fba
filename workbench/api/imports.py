from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from accounts.permissions import Permission
from workbench.exchange import limits
from workbench.exchange.importing import ImportPlan, apply_import, plan_of_file
from workbench.exchange.problems import Problem, Refused
from workbench.types import all_types, type_with_key


class ImportRequest(serializers.Serializer[Any]):
    """A file of records of one type, and how to read it."""

    type = serializers.ChoiceField(choices=[object_type.key for object_type in all_types()])
    file = serializers.FileField(help_text="CSV or Excel; the first row names the columns.")
    mapping = serializers.FileField(required=False, help_text="A YAML mapping, for files made elsewhere.")
    dry_run = serializers.BooleanField(default=False, help_text="Check everything and write nothing.")


class ImportCounts(serializers.Serializer[Any]):
    """How many records of one type an import touches."""

    type = serializers.CharField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class RowWarning(serializers.Serializer[Any]):
    """A row that is taken although something speaks against it."""

    row = serializers.IntegerField()
    field = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()


class ImportAnswer(serializers.Serializer[Any]):
    """What the import did, or would do."""

    dry_run = serializers.BooleanField()
    counts = ImportCounts(many=True)
    warnings = RowWarning(many=True)


class Imports(DataDoor):
    """Takes a file of records, all of it or nothing: the importer of the pages and the command."""

    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="imports_create", request=ImportRequest, responses={200: ImportAnswer})
    def post(self, request: Request) -> Response:
        """Import a file. A refusal lists every problem with its row, field and remedy."""
        if not self.viewer.access.allows(Permission.IMPORT):
            raise PermissionDenied
        asked = ImportRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        # One byte too many is enough to refuse a file, and nobody has to hold the rest.
        mapping = given["mapping"].read(limits.MAX_BYTES + 1) if given.get("mapping") else b""
        try:
            plan = plan_of_file(
                object_type=type_with_key(given["type"]),
                data=given["file"].read(limits.MAX_BYTES + 1),
                mapping=mapping,
                actor=self.viewer,
            )
            apply_import(plan=plan, actor=self.viewer, now=timezone.now(), rehearse=given["dry_run"])
        except Refused as refused:
            return Response({"problems": [_told(problem) for problem in refused.problems]}, status=400)
        warnings = [_told(warning) for warning in plan.warnings]
        return Response({"dry_run": given["dry_run"], "counts": _counts(plan), "warnings": warnings})


def _counts(plan: ImportPlan) -> list[dict[str, Any]]:
    return [{"type": batch.object_type.key, **batch.counts} for batch in plan.batches]


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "field": problem.field,
        "message": str(problem.message),
        "remedy": str(problem.remedy),
    }
