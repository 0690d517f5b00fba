"""The line of sight and the chains for programs, from the same functions as the pages."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from alignment.choices import Action, ChainState, Grouping, Measure, Status
from alignment.forms.question import chain_question_of, question_of
from alignment.models.standing import STATIONS
from alignment.queries.chains import chain_report
from alignment.queries.sight import line_of_sight
from alignment.serializers.api import chain_data, sight_data
from alignment.views.api_parameters import UNIT

STATE = OpenApiParameter("state", str, enum=ChainState.values, description="State of the chain.")
ASKED = [
    UNIT,
    OpenApiParameter("segment", OpenApiTypes.UUID, description="A segment and everything below it."),
    OpenApiParameter("status", str, enum=Status.values, description="Stage of initiatives."),
    STATE,
    OpenApiParameter("weight", str, enum=Measure.values, description="Figure the lines carry."),
    OpenApiParameter("basis", str, description="A fiscal year, or `life` for the whole life."),
    OpenApiParameter("group", str, enum=[value for value in Grouping.values if value]),
    OpenApiParameter("open", str, description="Codes of the groups to show open, parted by commas."),
    OpenApiParameter("names", int, description="How many names there are at most inside an open group."),
    OpenApiParameter("q", str, description="Words in a need or in the name of an initiative."),
]


class LineOfSightData(DataDoor):
    """Nodes, lines, gaps and figures of the line of sight, as the caller may see it."""

    @extend_schema(operation_id="line_of_sight", parameters=ASKED, responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The answer to the question the address asks; unknown answers count as none."""
        line = line_of_sight(self.viewer, question_of(request.query_params), timezone.now(), self.enterprise)
        return Response(sight_data(line))


class ChainsData(DataDoor):
    """The chain of every objective, element, need and initiative the caller may see."""

    @extend_schema(
        operation_id="chains",
        parameters=[
            STATE,
            OpenApiParameter("type", str, enum=[hop.value for hop in STATIONS]),
            OpenApiParameter("action", str, enum=Action.values, description="The one thing to do."),
            UNIT,
            OpenApiParameter("owner", str, description="The uid of a person, or `nobody`."),
            OpenApiParameter("open", bool, description="Only what needs mending, the worst first."),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """The chains asked for as of the day up to which they are kept; the counts are always of all."""
        report = chain_report(self.viewer, timezone.now(), chain_question_of(request.query_params))
        return Response(chain_data(report))
