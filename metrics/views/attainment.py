"""How objectives stand by their measures, for programs and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import Door
from accounts.queries import day_at
from metrics.queries.measures import objectives_of, scored_objectives
from metrics.serializers.api import attainment_data, attainment_header, attainment_rows
from strategies.queries.strategy_map import mappable, own_first
from workbench.exchange.writing import csv_chunks
from workbench.inputs import uuid_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from strategies.models import Strategy


class AttainmentData(APIView):
    """Objectives of one strategy with their measures."""

    signs_in_itself = True

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
        viewer: Any = request.user
        return Response(attained(chosen(request.query_params, viewer), viewer, day_at(timezone.now())))


class AttainmentExport(Door):
    """The same figures as a file: a row for each measure, and one for each objective without."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        strategy, day = chosen(request.GET, self.viewer), day_at(timezone.now())
        chunks = csv_chunks(attainment_header(), attainment_rows(attained(strategy, self.viewer, day)))
        name = f"attainment-{strategy.code if strategy else 'none'}-{day}.csv"
        return StreamingHttpResponse(
            chunks,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def chosen(query: Mapping[str, Any], viewer: User) -> Strategy | None:
    """The strategy a query names, else that of the viewer's own unit; nothing where there is none to read.

    Raises ``Http404`` for one that the viewer may not read.
    """
    strategies, named = mappable(viewer), uuid_in(query.get("strategy"))
    known = {each.uid: each for each in strategies}
    if named is not None and named not in known:
        raise Http404
    return known[named] if named else own_first(strategies, viewer)


def attained(strategy: Strategy | None, viewer: User, day: date) -> dict[str, Any]:
    """The objectives of a strategy by their measures on a day; empty without a strategy."""
    if strategy is None:
        return {}
    objectives = objectives_of(strategy, viewer)
    return attainment_data(objectives, scored_objectives(objectives, viewer, day))
