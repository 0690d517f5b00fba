"""Pages that show figures of metrics say in their head how fresh these are."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.doors import Door
from metrics.queries.freshness import freshness
from metrics.serializers.freshness import freshness_view


def fresh(door: Door) -> dict[str, Any] | None:
    """What the head of the page shows. One query."""
    now = timezone.now()
    return freshness_view(freshness(now=now, enterprise=door.enterprise), now)
