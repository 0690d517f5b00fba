"""Is the process alive, and can it serve? For load balancers and the container's health check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone

from accounts.doors import public
from accounts.models import Enterprise
from metrics.queries.freshness import Freshness, freshness

if TYPE_CHECKING:
    from django.http import HttpRequest


@public
def livez(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@public
def readyz(_request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration; 503 where not. Workers are not asked."""
    try:
        state = {"database": _answers(), "migrations": _is_migrated()}
    except DatabaseError:
        state = {"database": False, "migrations": False}
    ready = all(state.values())
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


@public
def nightly(_request: HttpRequest) -> JsonResponse:
    """The figures of metrics are those of the night that was due last; 503 where a run failed or is late."""
    enterprise = Enterprise.objects.first()
    found = (
        freshness(now=timezone.now(), enterprise=enterprise) if enterprise else Freshness(None, None, None)
    )
    state = {
        "fresh": found.is_fresh,
        "as_of": found.good and found.good.as_of_date,
        "failed": found.failed and found.failed.as_of_date,
        "late": found.missing,
    }
    return JsonResponse(state, status=200 if found.is_fresh else 503)


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


_seen: dict[str, bool] = {}


def _is_migrated() -> bool:
    """Whether nothing is left to migrate. A yes is remembered: a running process does not gain migrations."""
    if not _seen.get("migrated"):
        executor = MigrationExecutor(connection)
        _seen["migrated"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _seen["migrated"]
