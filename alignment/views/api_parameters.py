"""What addresses of several answers for programs may name, as the API's description says it."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

STRATEGY = OpenApiParameter("strategy", OpenApiTypes.UUID, description="By default the caller's own.")
UNIT = OpenApiParameter("unit", OpenApiTypes.UUID, description="A unit and everything below it.")
