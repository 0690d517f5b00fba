"""What waits for the person who looks, as page, file and data. Nobody sees the work of another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from reports.queries import my_work
from reports.serializers.my_work import COLUMNS, work_data, work_lines, work_page
from workbench.views.answers import csv_file


class MyWorkPage(Door):
    """Reviews, challenges, rounds and broken lines that wait for the viewer."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = my_work(self.viewer, timezone.now(), self.enterprise)
        return render(request, "reports/my_work.html", {"page": work_page(found)})


class MyWorkExport(Door):
    """The same as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        found = my_work(self.viewer, timezone.now(), self.enterprise)
        return csv_file("my-work", list(COLUMNS), list(work_lines(found)))


class MyWorkData(DataDoor):
    """One's own work alone, by kind."""

    @extend_schema(operation_id="my_work", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """What waits for the caller."""
        return Response(work_data(my_work(self.viewer, timezone.now(), self.enterprise)))
