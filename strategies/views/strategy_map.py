"""The strategy map: a page, and the same for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor, Door
from accounts.permissions import Permission
from strategies.models import Objective, Strategy
from strategies.queries.strategy_map import StrategyMap, mappable, own_first, strategy_map
from strategies.serializers.strategy_map import map_data, map_page
from workbench.inputs import uuid_in
from workbench.types import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from workbench.cells import Cell

ATTAINMENT = "attainment"
"""The column, contributed from above, that the map shows on each objective."""


class StrategyMapPage(Door):
    """Objectives by perspective, the arrows between them, and what to mend."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        strategies = mappable(self.viewer)
        strategy = chosen(request.GET, strategies, self.viewer)
        page: dict[str, Any] | None = None
        if strategy is not None:
            found = strategy_map(strategy, self.viewer)
            strategies += [] if strategy in strategies else [strategy]
            page = map_page(found, strategies, attainments(found, self.viewer), self.viewer)
        may_state = self.viewer.access.allows(Permission.EDIT_STRATEGY)
        context = {"page": page, "create_url": reverse("strategy_create") if may_state else ""}
        return render(request, "strategies/strategy_map.html", context)


class StrategyMapData(DataDoor):
    """Objectives, arrows and findings of one strategy map."""

    @extend_schema(
        operation_id="strategy_map",
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
        """The map of the strategy asked for; nothing for somebody who may read none."""
        strategy = chosen(request.query_params, mappable(self.viewer), self.viewer)
        if strategy is None:
            return Response({})
        found = strategy_map(strategy, self.viewer)
        return Response(map_data(found, attainments(found, self.viewer)))


def chosen(query: Mapping[str, Any], strategies: Sequence[Strategy], viewer: User) -> Strategy | None:
    """The strategy a query names, else of ``strategies`` that of the viewer's own unit; nothing where there is none.

    One that is archived is found where it is named. Raises ``Http404`` for one that the viewer may not read.
    """
    named = uuid_in(query.get("strategy"))
    if named is None:
        return own_first(strategies, viewer)
    found = next((each for each in strategies if each.uid == named), None)
    seen = Strategy.objects.visible_to(viewer).select_related("unit")
    return found or get_object_or_404(seen, uid=named)


def attainments(found: StrategyMap, viewer: User) -> dict[int, Cell]:
    """What upper apps say each objective has attained; empty where none does."""
    records = list(found.objectives.values())
    column = next((each for each in columns_of(Objective) if each.key == ATTAINMENT), None)
    if column is None or not records:
        return {}
    cells = column.cells(records=records, viewer=viewer, now=timezone.now())
    return {record.pk: cell for record, cell in zip(records, cells, strict=True)}
