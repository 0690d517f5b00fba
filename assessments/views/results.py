"""What a round came to: as a page, as a file, and for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from assessments.choices import Moment
from assessments.exports import HEADER, result_rows
from assessments.models import Round
from assessments.queries.named import named
from assessments.queries.results import results
from assessments.serializers.results import results_page
from assessments.serializers.results_data import results_data
from assessments.serializers.results_named import HEADER as NAMED_HEADER
from assessments.serializers.results_named import named_page, named_rows
from workbench.inputs import uuid_in
from workbench.views.answers import csv_file
from workbench.views.base import RecordPage


class RoundResults(RecordPage):
    """Both sides beside each other, with the gap, the agreement and what is withheld."""

    role = "results"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        wanted = request.GET.get("moment", "")
        moment = Moment(wanted) if wanted in Moment.values else Moment.TODAY
        found = results(self.record)
        moment = moment if moment in found.moments else Moment.TODAY
        page = results_page(found, moment)
        people = named(found)
        if people:
            page["named"] = named_page(found, people, moment, uuid_in(request.GET.get("person")))
        context = {
            "page": page,
            "record": self.record,
            "object_type": self.object_type,
        }
        return render(request, "assessments/results.html", context)


class RoundResultsExport(RecordPage):
    """The same as a CSV file."""

    role = "results"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        return csv_file(f"{self.record.code}-results", HEADER, list(result_rows(results(self.record))))


class RoundAnswersExport(RecordPage):
    """The answers of a named round with their names as a CSV file. Of an anonymous one there is none."""

    role = "results"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        if self.record.is_anonymous:
            raise Http404
        found = results(self.record)
        return csv_file(f"{self.record.code}-answers", NAMED_HEADER, list(named_rows(found, named(found))))


class RoundResultsData(DataDoor):
    """The same for programs."""

    @extend_schema(operation_id="round_results", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, uid: UUID) -> Response:
        """Scores, gaps, agreement and reliability of a round, each side apart; withheld sides say so.

        ``people`` names who answered what in a named round; in an anonymous one it is empty.
        """
        found = results(get_object_or_404(Round.objects.visible_to(self.viewer).for_list(), uid=uid))
        return Response(results_data(found, named(found)))
