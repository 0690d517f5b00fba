"""Benefit contracts: promised against realized, as page, file and data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.forms.question import unit_of
from alignment.queries.contracts import ContractReport, contract_report
from alignment.serializers.contracts import HEADER, contracts_data, contracts_lines, contracts_page
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class ContractsDoor(Door):
    """A page about the benefits of a unit the address may name."""

    permission = None

    def report(self) -> ContractReport:
        wanted = unit_of(self.request.GET)
        return contract_report(self.viewer, timezone.now(), self.enterprise, wanted)


class BenefitContracts(ContractsDoor):
    """What was promised, what came, and what is behind."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "alignment/benefit_contracts.html", {"page": contracts_page(self.report())})


class BenefitContractsExport(ContractsDoor):
    """The same as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return csv_file("benefit-contracts", HEADER, list(contracts_lines(self.report())))


class BenefitContractsData(DataDoor):
    """Every benefit the caller may see, promised against realized."""

    @extend_schema(operation_id="benefit_contracts", parameters=[UNIT], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Shares are percent of the way from baseline to target; what is not known is null, never 0."""
        wanted = unit_of(request.query_params)
        return Response(contracts_data(contract_report(self.viewer, timezone.now(), self.enterprise, wanted)))
