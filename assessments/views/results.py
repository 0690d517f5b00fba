"""What a round came to: as a page, as a file, and for programs."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from assessments.choices import Moment
from assessments.exports import HEADER, result_rows
from assessments.models import Round
from assessments.queries.results import results
from assessments.serializers.results import results_page
from assessments.serializers.results_data import results_data
from workbench.exchange.writing import csv_chunks
from workbench.views.base import RecordPage


class RoundResults(RecordPage):
    """Both sides beside each other, with the gap, the agreement and what is withheld."""

    role = "results"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        wanted = request.GET.get("moment", "")
        moment = Moment(wanted) if wanted in Moment.values else Moment.TODAY
        found = results(self.record)
        moment = moment if moment in found.moments else Moment.TODAY
        context = {
            "page": results_page(found, moment),
            "record": self.record,
            "object_type": self.object_type,
        }
        return render(request, "assessments/results.html", context)


class RoundResultsExport(RecordPage):
    """The same as a CSV file."""

    role = "results"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        rows = result_rows(results(self.record))
        response = StreamingHttpResponse(csv_chunks(HEADER, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.record.code}-results.csv"'
        return response


class RoundResultsData(APIView):
    """The same for programs."""

    signs_in_itself = True

    @extend_schema(operation_id="round_results", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, uid: UUID) -> Response:
        """Scores, gaps, agreement and reliability of a round, each side apart; withheld sides say so."""
        viewer: Any = cast("User", request.user)
        return Response(
            results_data(results(get_object_or_404(Round.objects.visible_to(viewer).for_list(), uid=uid)))
        )
