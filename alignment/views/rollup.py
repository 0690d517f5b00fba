"""Costs and benefits added up, and what reaches no objective: page, file and data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.forms.question import unit_of, whole_number
from alignment.queries.rollup import RollUp, roll_up
from alignment.serializers.rollup import VIEWS, roll_up_data, roll_up_header, roll_up_lines, roll_up_page
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class RollUpDoor(Door):
    """The sums that an address asks for."""

    permission = None

    def found(self) -> RollUp:
        query = self.request.GET
        unit, basis = unit_of(query), query.get("basis", "")
        return roll_up(self.viewer, timezone.now(), self.enterprise, basis=basis, unit=unit)


class RollUpPage(RollUpDoor):
    """Cost, alignment and benefits by unit, program and objective; and the work that reaches no objective."""

    def get(self, request: HttpRequest) -> HttpResponse:
        number = whole_number(request.GET.get("page", ""))
        page = roll_up_page(self.found(), self.viewer, request.GET, number)
        return render(request, "alignment/roll_up.html", {"page": page})


class RollUpExport(RollUpDoor):
    """One view as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        asked = request.GET.get("view", "")
        view = asked if asked in VIEWS else "units"
        name = "without-an-objective" if view == "unaligned" else f"roll-up-{view}"
        return csv_file(name, roll_up_header(view), list(roll_up_lines(self.found(), view)))


class RollUpData(DataDoor):
    """Cost, alignment and benefits over everything, by unit, program and objective, and what reaches no objective."""

    @extend_schema(
        operation_id="roll_up",
        parameters=[
            UNIT,
            OpenApiParameter(
                "basis", OpenApiTypes.STR, description="A fiscal year, or `life` for the whole life."
            ),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Of the initiatives the caller may read, units by uid; money of benefits is a year's, of financial ones alone."""
        query = request.query_params
        unit, basis = unit_of(query), query.get("basis", "")
        return Response(
            roll_up_data(roll_up(self.viewer, timezone.now(), self.enterprise, basis=basis, unit=unit))
        )
