"""StratML for programs: the file and the importer of the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from accounts.models import Unit
from accounts.permissions import Permission
from metrics.operations.stratml import import_stratml
from metrics.queries.stratml import told
from metrics.serializers.stratml_report import counts, left_out, plan_of_file, remarks
from metrics.serializers.stratml_writing import written
from metrics.serializers.stratml_xml import MAX_BYTES
from strategies.choices import Discipline
from strategies.models import Strategy
from workbench.api.imports import ImportCounts
from workbench.exchange.problems import Refused


class XmlFile(BaseRenderer):
    """Lets callers ask for XML; the file comes as it is, and what went wrong stays JSON."""

    media_type = "application/xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return JSONRenderer().render(data)


class StratmlData(DataDoor):
    """A strategy as a StratML file."""

    renderer_classes = (JSONRenderer, XmlFile)

    @extend_schema(operation_id="strategy_stratml", responses={(200, "application/xml"): OpenApiTypes.STR})
    def get(self, request: Request, uid: UUID) -> HttpResponse:
        """The same bytes as on the strategy's page: ISO 17469-1, PerformancePlanOrReport."""
        strategies = Strategy.objects.visible_to(self.viewer).select_related("unit", "sponsor")
        content = written(told(get_object_or_404(strategies, uid=uid)))
        return HttpResponse(content, content_type="application/xml; charset=utf-8")


class StratmlRequest(serializers.Serializer[Any]):
    """A StratML file, and what it does not say itself."""

    file = serializers.FileField(help_text="StratML in XML, at most 5 MB.")
    unit = serializers.UUIDField(help_text="The unit whose strategy the plan becomes.")
    discipline = serializers.ChoiceField(
        choices=Discipline.choices, required=False, default="", help_text="Needed for a plan that is new."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Check everything and write nothing.")


class StratmlLeftOut(serializers.Serializer[Any]):
    """Something in the file that has no home."""

    kind = serializers.CharField()
    name = serializers.CharField()
    line = serializers.IntegerField()


class StratmlAnswer(serializers.Serializer[Any]):
    """What the import did, or would do."""

    dry_run = serializers.BooleanField()
    strategy = serializers.UUIDField(allow_null=True)
    counts = ImportCounts(many=True)
    left_out = StratmlLeftOut(many=True)
    remarks = serializers.ListField(child=serializers.CharField())


class StratmlImports(DataDoor):
    """Takes a StratML file, all of it or nothing."""

    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="stratml_create", request=StratmlRequest, responses={200: StratmlAnswer})
    def post(self, request: Request) -> Response:
        """Import a plan as the strategy of a unit. A refusal lists every problem with its line and remedy."""
        if not self.viewer.access.allows(Permission.IMPORT):
            raise PermissionDenied
        asked = StratmlRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        unit = Unit.objects.visible_to(self.viewer).filter(uid=given["unit"]).first()
        if unit is None:
            raise serializers.ValidationError({"unit": "There is no such unit."})
        data, dry_run = given["file"].read(MAX_BYTES + 1), given["dry_run"]
        try:
            plan = plan_of_file(data=data, unit=unit, discipline=given["discipline"], actor=self.viewer)
            import_stratml(plan=plan, actor=self.viewer, now=timezone.now(), rehearse=dry_run)
        except Refused as refused:
            return Response({"problems": [_told(problem) for problem in refused.problems]}, status=400)
        strategy = plan.batches[0].steps[0]
        known = strategy.record is not None or not dry_run
        answer = {"dry_run": dry_run, "strategy": strategy.result.uid if known else None}
        said = {"counts": counts(plan), "left_out": left_out(plan), "remarks": remarks(plan)}
        return Response({**answer, **said})


def _told(problem: Any) -> dict[str, Any]:
    return {
        "line": problem.row,
        "field": problem.field,
        "message": str(problem.message),
        "remedy": str(problem.remedy),
    }
