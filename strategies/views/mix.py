"""The enterprise's mix of disciplines: page, file and data from one function."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.views.requests import today_of
from strategies.queries.mix import discipline_mix
from strategies.serializers.mix import mix_page
from strategies.serializers.mix_data import mix_data, mix_header, mix_rows
from workbench.views.answers import csv_file


class DisciplineMix(Door):
    """Each unit with its strategy in force, what it intends, and what its latest check says."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        mix = discipline_mix(self.viewer, today_of(self.request))
        return render(request, "strategies/discipline_mix.html", {"page": mix_page(mix, self.viewer)})


class DisciplineMixExport(Door):
    """The same rows as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        mix = discipline_mix(self.viewer, today_of(self.request))
        return csv_file(f"discipline-mix-{mix.day}", mix_header(), list(mix_rows(mix)))


class DisciplineMixData(DataDoor):
    """The mix of disciplines, as the caller may see it."""

    @extend_schema(operation_id="discipline_mix", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Units with the strategy they follow and the latest check: points 0 to 100, gaps as business - IT."""
        return Response(mix_data(discipline_mix(self.viewer, today_of(self.request))))
