"""Making and arranging dashboards. Everybody may make their own; those of roles belong to who may change metrics."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from metrics.models import Dashboard, DashboardTile
from metrics.models.dashboard import MOST_TILES
from metrics.queries.charts import Wanted


class Rearranged(Exception):
    """Somebody else has arranged the dashboard in the meantime; nothing was written."""


def may_arrange(dashboard: Dashboard, user: User) -> bool:
    """One's own always; that of a role with the permission to change metrics."""
    if dashboard.user_id is not None:
        return dashboard.user_id == user.pk
    return user.access.allows(Permission.EDIT_METRICS)


@transaction.atomic
def make_dashboard(*, name: str, role: str, tiles: Sequence[Wanted], actor: User) -> Dashboard:
    """A dashboard for oneself, or for a role. Raises ``ValidationError`` or ``PermissionDenied``."""
    dashboard = Dashboard(name=name.strip(), role=role, user=None if role else actor)
    if not may_arrange(dashboard, actor):
        raise PermissionDenied
    dashboard.full_clean()
    dashboard.save()
    _put(dashboard, tiles)
    return dashboard


@transaction.atomic
def arrange(*, dashboard: Dashboard, tiles: Sequence[Wanted], version: int, actor: User) -> Dashboard:
    """Put these tiles on a dashboard, in this order. Raises ``Rearranged``, ``ValidationError`` or ``PermissionDenied``."""
    held = Dashboard.objects.select_for_update().filter(pk=dashboard.pk, version=version).first()
    if held is None:
        raise Rearranged
    if not may_arrange(held, actor):
        raise PermissionDenied
    held.version += 1
    held.save(update_fields=["version"])
    held.tiles.all().delete()
    _put(held, tiles)
    return held


@transaction.atomic
def remove_dashboard(*, dashboard: Dashboard, actor: User) -> list[Wanted]:
    """Take a dashboard away; what was on it, so that it can be made again. Raises ``PermissionDenied``."""
    if not may_arrange(dashboard, actor):
        raise PermissionDenied
    rows = dashboard.tiles.select_related("metric", "segment").order_by("position")
    tiles = [Wanted(row.metric, row.segment) for row in rows]
    dashboard.delete()
    return tiles


def _put(dashboard: Dashboard, tiles: Sequence[Wanted]) -> None:
    if len(tiles) > MOST_TILES:
        raise ValidationError(
            _("A dashboard holds %(most)s charts. Take one away first.") % {"most": MOST_TILES}
        )
    DashboardTile.objects.bulk_create(
        DashboardTile(dashboard=dashboard, position=position, metric=each.metric, segment=each.segment)
        for position, each in enumerate(tiles)
    )
