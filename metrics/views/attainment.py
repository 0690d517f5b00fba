"""How objectives stand by their measures, for programs."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import day_at
from metrics.queries.measures import objectives_of, scored_objectives
from metrics.serializers.api import attainment_data
from strategies.queries.strategy_map import mappable, own_first
from workbench.inputs import uuid_in


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
        strategies, named = mappable(viewer), uuid_in(request.query_params.get("strategy"))
        known = {each.uid: each for each in strategies}
        if named is not None and named not in known:
            raise Http404
        strategy = known[named] if named else own_first(strategies, viewer)
        if strategy is None:
            return Response({})
        objectives = objectives_of(strategy, viewer)
        return Response(
            attainment_data(objectives, scored_objectives(objectives, viewer, day_at(timezone.now())))
        )
