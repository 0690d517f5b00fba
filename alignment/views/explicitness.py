"""Benefits by explicitness and change, as page, file and data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from alignment.forms.question import unit_of
from alignment.queries.contracts import contract_report
from alignment.serializers.explicitness import HEADER, matrix_data, matrix_lines, matrix_page
from alignment.views.api_parameters import UNIT
from alignment.views.contracts import ContractsDoor
from workbench.views.answers import csv_file


class BenefitMatrix(ContractsDoor):
    """Twelve cells: how explicit benefits are, and what people do differently for them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "alignment/benefit_matrix.html", {"page": matrix_page(self.report())})


class BenefitMatrixExport(ContractsDoor):
    """The same as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return csv_file("benefit-matrix", HEADER, list(matrix_lines(self.report())))


class BenefitMatrixData(DataDoor):
    """Counts by explicitness and change; money of the financial ones alone."""

    @extend_schema(operation_id="benefit_matrix", parameters=[UNIT], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Of the benefits the caller may see."""
        wanted = unit_of(request.query_params)
        return Response(matrix_data(contract_report(self.viewer, timezone.now(), self.enterprise, wanted)))
