"""Where money contradicts the discipline: put into pages once they are shown, as a file and as data."""

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
from alignment.queries.money import MoneyWarnings, money_warnings
from alignment.serializers.money import HEADER, lines, warning_rows, warnings_data
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class MoneyWarningsPart(Door):
    """The warnings of a unit and those below it, or of all, for the head of another page; nothing where there are none."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"rows": warning_rows(self.found()), "alone": "alone" in request.GET}
        return render(request, "alignment/money_warnings.html", context)

    def found(self) -> MoneyWarnings:
        unit = unit_of(self.request.GET)
        return money_warnings(self.viewer, timezone.now(), self.enterprise, unit)


class MoneyWarningsExport(MoneyWarningsPart):
    """The same as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:  # type: ignore[override]
        return csv_file("money-warnings", HEADER, list(lines(self.found())))


class MoneyWarningsData(DataDoor):
    """Units whose money contradicts the discipline of the strategy they follow."""

    @extend_schema(
        operation_id="money_warnings",
        parameters=[UNIT],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """As the caller may see it, on the plan of the current fiscal year where there is one."""
        unit = unit_of(request.query_params)
        return Response(warnings_data(money_warnings(self.viewer, timezone.now(), self.enterprise, unit)))
