"""The alignment index: its page, its file and its data, all from the newest edition."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from alignment.forms.question import unit_of
from alignment.models import Initiative
from alignment.queries.index import published
from alignment.queries.scores import history_of, score_of, scores
from alignment.serializers.index_data import index_data, score_data, scores_data, unscored_data
from alignment.serializers.index_files import INDEX_HEADER, SCORES_HEADER, lines, scores_lines
from alignment.serializers.index_page import index_page
from alignment.views.api_parameters import UNIT
from workbench.views.answers import csv_file


class AlignmentIndex(Door):
    """The index of a unit, what it is made of and what moved it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        found = published(self.viewer, self.enterprise, unit_of(request.GET))
        return render(request, "alignment/index.html", {"page": index_page(found)})


class AlignmentIndexExport(Door):
    """The same as a file: the unit asked for and those right below it."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        found = published(self.viewer, self.enterprise, unit_of(request.GET))
        return csv_file("alignment-index", INDEX_HEADER, list(lines(found)))


class AlignmentScoresExport(Door):
    """The score of every initiative as a file, with what it is made of."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return csv_file("alignment-scores", SCORES_HEADER, list(scores_lines(scores(self.viewer))))


class AlignmentScoresData(DataDoor):
    """The published score of every initiative the caller may read, with what it is made of."""

    @extend_schema(operation_id="alignment_scores", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Initiatives that are exempt, stopped or archived have none and are left out."""
        return Response({"scores": scores_data(scores(self.viewer))})


class AlignmentIndexData(DataDoor):
    """The published index of a unit with what it is made of, what moved it, and the units below."""

    @extend_schema(operation_id="alignment_index", parameters=[UNIT], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The newest edition about the unit asked for, or the topmost the caller may read."""
        return Response(index_data(published(self.viewer, self.enterprise, unit_of(request.query_params))))


class InitiativeScoreData(DataDoor):
    """The published score of an initiative: its waterfall, what would raise it, and its history with causes."""

    @extend_schema(operation_id="initiative_score", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, uid: UUID) -> Response:
        """``score`` is null where there is none: the initiative is exempt, stopped or archived, or was just created."""
        rows = Initiative.objects.visible_to(self.viewer)
        initiative = get_object_or_404(rows.for_list(), uid=uid)
        found = score_of(initiative, self.viewer)
        history = history_of(initiative)
        return Response(score_data(found, history) if found else unscored_data(initiative, history))
