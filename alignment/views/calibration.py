"""How people promise, as page, file and data: shown to each person about themselves first."""

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
from alignment.queries.calibration import CalibrationReport, calibration_report
from alignment.serializers.calibration import (
    HEADER,
    calibration_data,
    calibration_lines,
    calibration_page,
)
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class CalibrationDoor(Door):
    """What the viewer may know of promises that were due."""

    permission = None

    def report(self) -> CalibrationReport:
        wanted = unit_of(self.request.GET)
        return calibration_report(self.viewer, timezone.now(), self.enterprise, wanted)


class SponsorCalibration(CalibrationDoor):
    """Promised against realized, over time and by person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request, "alignment/sponsor_calibration.html", {"page": calibration_page(self.report())}
        )


class SponsorCalibrationExport(CalibrationDoor):
    """The same as a file."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return csv_file("sponsor-calibration", HEADER, list(calibration_lines(self.report())))


class SponsorCalibrationData(DataDoor):
    """Medians of what came of promises, one's own and those the caller may read."""

    @extend_schema(
        operation_id="sponsor_calibration", parameters=[UNIT], responses={200: OpenApiTypes.OBJECT}
    )
    def get(self, request: Request) -> Response:
        """Null where fewer than the least number of promises can be judged."""
        wanted = unit_of(request.query_params)
        return Response(
            calibration_data(calibration_report(self.viewer, timezone.now(), self.enterprise, wanted))
        )
