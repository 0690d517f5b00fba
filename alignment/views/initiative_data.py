"""An initiative's page for programs, from the same function as the page."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import DataDoor
from alignment.models import Initiative
from alignment.queries.initiative import brief
from alignment.serializers.initiative_data import brief_data


class InitiativeBriefData(DataDoor):
    """What an initiative's page tells: its score explained, its money, its benefits and who answers for it."""

    @extend_schema(operation_id="initiative_brief", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, uid: UUID) -> Response:
        """What is not known is null, never 0; ``score`` is null where nothing is published about it."""
        initiative = get_object_or_404(Initiative.objects.visible_to(self.viewer).for_list(), uid=uid)
        return Response(brief_data(brief(initiative, self.viewer, timezone.now(), self.enterprise)))
