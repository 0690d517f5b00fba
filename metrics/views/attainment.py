"""How objectives stand by their measures, for programs and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.views.requests import today_of
from metrics.queries.measures import objectives_of, scored_objectives
from metrics.serializers.api import HEADER, attainment_data, attainment_rows
from strategies.queries.strategy_map import mappable
from strategies.views.strategy_map import chosen
from workbench.views.answers import csv_file

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from strategies.models import Strategy


class AttainmentData(DataDoor):
    """Objectives of one strategy with their measures."""

    @extend_schema(
        operation_id="attainment",
        parameters=[
            OpenApiParameter(
                "strategy",
                OpenApiTypes.UUID,
                description="A strategy; that of your own unit where none is named.",
            )
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Scores from 0 to 120, where 0 is the baseline and 100 the target of the present period."""
        return Response(
            attained(
                chosen(request.query_params, mappable(self.viewer), self.viewer),
                self.viewer,
                today_of(self.request),
            )
        )


class AttainmentExport(Door):
    """The same figures as a file: a row for each measure, and one for each objective without."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        strategy, day = (
            chosen(request.GET, mappable(self.viewer), self.viewer),
            today_of(self.request),
        )
        name = f"attainment-{strategy.code if strategy else 'none'}-{day}"
        return csv_file(name, HEADER, list(attainment_rows(attained(strategy, self.viewer, day))))


def attained(strategy: Strategy | None, viewer: User, day: date) -> dict[str, Any]:
    """The objectives of a strategy by their measures on a day; empty without a strategy."""
    if strategy is None:
        return {}
    objectives = objectives_of(strategy, viewer)
    return attainment_data(objectives, scored_objectives(objectives, viewer, day))
