"""Dashboards: whose there are, and what each of their charts shows. As many statements for one chart as for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from customers.models import Segment
from foundation.actors import Actor
from metrics.choices import Standing
from metrics.engine.chart import ControlChart
from metrics.models import Dashboard, Metric, Run
from metrics.queries.annotations import Annotation, annotated
from metrics.queries.charts import PERIODS, Spot, Wanted, charts, first_shown, newest_standings, spots_of

MOST_OFFERED = 60
"""Segments in a menu: of more the charts of each metric lead further down."""
FEATURED = 12
"""Charts shown to who has arranged nothing."""
WORST_FIRST = (Standing.OFF, Standing.WATCH, Standing.UNKNOWN, Standing.ON)


@dataclass(frozen=True, slots=True)
class Tile:
    """A chart of a dashboard: what is wanted, and where and how it stands; no spot where nothing can be shown of it."""

    wanted: Wanted
    spot: Spot | None
    chart: ControlChart | None
    annotations: Sequence[Annotation] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard with its charts; ``dashboard`` is none for what is featured. ``run`` is the one whose figures these are."""

    dashboard: Dashboard | None
    run: Run | None
    tiles: Sequence[Tile]


def dashboards_of(viewer: User) -> list[Dashboard]:
    """Those that a person finds: their own, and those of their roles; of all roles for who may change metrics. One query."""
    found = Dashboard.objects.shown_to(viewer)
    if viewer.access.allows(Permission.EDIT_METRICS):
        found = Dashboard.objects.filter(Q(user=viewer) | Q(user=None)).order_by("role", "name", "pk")
    return list(found)


def board_of(
    dashboard: Dashboard | None, viewer: Actor, run: Run | None, inside: Segment | None = None
) -> Board:
    """A dashboard as a run has published it, in one segment where that is given.

    Six queries, whatever is on it; eight where nobody has chosen.
    """
    wanted = wanted_on(dashboard) if dashboard else featured(run)
    asked = list(dict.fromkeys(Wanted(each.metric, each.segment or inside) for each in wanted))
    spots = spots_of(asked) if run else {}
    day = run.as_of_date if run else date.min
    drawn = dict(zip(spots.values(), charts(list(spots.values()), day), strict=True))
    told = _annotated(list(spots.values()), viewer, day)
    return Board(
        dashboard,
        run,
        [
            Tile(each, spot, drawn[spot] if spot else None, told.get(each.metric.pk, ()))
            for each, spot in ((each, spots.get(each)) for each in asked)
        ],
    )


def wanted_on(dashboard: Dashboard) -> list[Wanted]:
    """What somebody has put on a dashboard, in its order. One query."""
    rows = dashboard.tiles.filter(metric__archived_at=None).select_related("metric", "segment__segmentation")
    return [Wanted(row.metric, row.segment) for row in rows.order_by("position")]


def featured(run: Run | None) -> list[Wanted]:
    """What needs a look where nobody has chosen: of metrics with figures those off target first. Three queries."""
    if run is None:
        return []
    rows = Metric.objects.active()
    spots = spots_of([Wanted(metric) for metric in rows])
    standing = newest_standings(list(spots.values()), run.as_of_date)
    known = [wanted for wanted, spot in spots.items() if spot in standing]
    known.sort(key=lambda each: (WORST_FIRST.index(standing[spots[each]]), each.metric.name, each.metric.pk))
    return known[:FEATURED]


def _annotated(spots: Sequence[Spot], viewer: Actor, day: date) -> Mapping[int, Sequence[Annotation]]:
    if not spots:
        return {}
    first = min(first_shown(spot.grain, day, PERIODS) for spot in spots)
    return annotated({spot.metric.pk for spot in spots}, viewer, first, day)


def segments_told() -> list[tuple[str, str]]:
    """Uid and name of those by which something is told; where there are too many for a menu the topmost alone. One query."""
    rows = Segment.objects.active().filter(metrics_place__isnull=False)
    told = list(rows.order_by("segmentation__name", "number").values_list("uid", "name", "parent"))
    if len(told) > MOST_OFFERED:
        told = [row for row in told if row[2] is None]
    return [(str(uid), name) for uid, name, _parent in told[:MOST_OFFERED]]


def segment_asked(uid: UUID | None) -> Segment | None:
    """The segment somebody wants to look into; none where it is not there any more. One query where one is named."""
    if uid is None:
        return None
    return Segment.objects.active().select_related("segmentation").filter(uid=uid).first()
