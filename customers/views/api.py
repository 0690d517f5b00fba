"""The answers about a need over time, and how well the needs of segments are known, for programs."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from customers.models import Need
from customers.queries.segments import forest
from customers.queries.series import series_of
from customers.serializers.api import coverage_data, series_data


class NeedSeriesData(DataDoor):
    """What customers answered about a need, from the first time they were asked to the last."""

    @extend_schema(operation_id="need_series", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, uid: UUID) -> Response:
        """The series of the need's page: scores from 0 to 10, opportunity to 20."""
        need = get_object_or_404(Need.objects.visible_to(self.viewer), uid=uid)
        return Response({"series": series_data(series_of(need))})


class SegmentCoverageData(DataDoor):
    """Every segment with the needs of its branch."""

    @extend_schema(operation_id="segment_coverage", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The counts of the page of segments."""
        trees = forest(self.viewer) or ()
        return Response({"segments": coverage_data(trees)})
