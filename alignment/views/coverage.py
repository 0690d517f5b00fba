"""What serves each element of a strategy: the page, its file and its data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.queries.coverage import coverage_report
from alignment.serializers.adoption import begin_url
from alignment.serializers.coverage import HEADER, coverage_data, coverage_page, lines
from alignment.views.api_parameters import STRATEGY
from workbench.inputs import uuid_in
from workbench.views.answers import csv_file, page_or_results


class ITNeedCoverage(Door):
    """Element, needs, initiatives; every gap with the action that mends it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = uuid_in(request.GET.get("strategy", ""))
        found = coverage_report(self.viewer, timezone.now(), self.enterprise, wanted)
        page: dict[str, Any] = {"strategy": None, "begin_url": begin_url(self.viewer)}
        if found is not None:
            page = coverage_page(found, self.viewer, request.GET.get("show", ""))
        return page_or_results(request, "alignment/coverage.html", {"page": page})


class ITNeedCoverageExport(Door):
    """The same as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        wanted = uuid_in(request.GET.get("strategy", ""))
        found = coverage_report(self.viewer, timezone.now(), self.enterprise, wanted)
        return csv_file("element-coverage", HEADER, list(lines(found) if found else []))


class ITNeedCoverageData(DataDoor):
    """The elements of a strategy with the needs they ask for and the initiatives that serve those."""

    @extend_schema(
        operation_id="it_need_coverage",
        parameters=[STRATEGY],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Nothing where the caller may read no strategy."""
        found = coverage_report(
            self.viewer, timezone.now(), self.enterprise, uuid_in(request.query_params.get("strategy", ""))
        )
        return Response(coverage_data(found) if found else {"strategy": None, "elements": []})
