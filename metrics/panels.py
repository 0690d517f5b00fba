"""What metrics add to the pages of the records they measure, and to lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Enterprise, User
from accounts.permissions import Permission
from accounts.queries import day_at, enterprise_day
from metrics.choices import SourceKind
from metrics.models import Metric, Source
from metrics.queries.charts import course_of
from metrics.queries.deliveries import latest_deliveries
from metrics.queries.freshness import freshness
from metrics.queries.measures import (
    Scored,
    objectives_of,
    scored_objectives,
    series_of,
    targets_of_segments,
    told_objective,
)
from metrics.serializers.charts import course_view
from metrics.serializers.deliveries import deliveries_view
from metrics.serializers.freshness import freshness_words
from metrics.serializers.measures import measures_view, metric_finding
from metrics.serializers.objectives import objectives_view
from metrics.serializers.series import reading_rows, series_view
from metrics.serializers.ways import Ways
from metrics.serializers.words import points, valued
from strategies.models import Objective, Strategy
from workbench.cells import Cell
from workbench.links import list_url, url_of
from workbench.types import type_with_key


def objective_measures(
    *, record: Objective, viewer: User, now: datetime, enterprise: Enterprise
) -> dict[str, Any]:
    """How an objective is measured. Four queries; two where it has no measure."""
    today = day_at(now, enterprise)
    scored, series = told_objective(record, viewer, today)
    ways = Ways.of(viewer, record, record.strategy.unit.path)
    may_wait = ways.may_measure and record.strategy.replaces_id is not None
    remap_url = f"{url_of(record.strategy)}#re-mapping" if may_wait else ""
    late = _late(now, enterprise) if scored.measures else None
    return {
        "today": today,
        "remap_url": remap_url,
        "late": late,
        **measures_view(record, scored, series, ways, today),
    }


def strategy_measures(
    *, record: Strategy, viewer: User, now: datetime, enterprise: Enterprise
) -> dict[str, Any]:
    """Each objective of a strategy with its measures. Five queries."""
    objectives = objectives_of(record, viewer)
    scored = scored_objectives(objectives, viewer, day_at(now, enterprise))
    ways = Ways.of(viewer, record, record.unit.path)
    return {"late": _late(now, enterprise), **objectives_view(objectives, scored, ways, record)}


def _late(now: datetime, enterprise: Enterprise) -> str:
    """What is to be known of figures that are older than they should be; nothing of fresh ones. One query."""
    found = freshness(now=now, enterprise=enterprise)
    return "" if found.is_fresh else freshness_words(found, now)


def metric_series(*, record: Metric, viewer: User, now: datetime, enterprise: Enterprise) -> dict[str, Any]:
    """The course of a metric, its targets and readings, and targets of its segments below. Four queries; eight where it has a course."""
    today = day_at(now, enterprise)
    course = course_of(record)
    series, of_segments = series_of(record), targets_of_segments(record)
    ways = Ways.of(viewer, record)
    return {
        "today": today,
        "finding": metric_finding(record, series, today),
        "course": course and course_view(*course),
        "chart_url": reverse("metric_chart", args=[record.uid]),
        "picture": series_view(record, series, None, today),
        "rows": reading_rows(record, series),
        "targets": [
            {
                "url": url_of(target),
                "segment": target.segment or "",
                "start": target.start_date,
                "end": target.end_date,
                "value": valued(record, target.value),
                "acceptable": valued(record, target.acceptable_value),
                "present": target.start_date <= today <= target.end_date,
            }
            for target in (*series.targets, *of_segments)
        ],
        "has_segments": bool(of_segments),
        "unit": record.unit_of_measure,
        "more": len(series.readings) - len(reading_rows(record, series)),
        "all_url": f"{list_url(type_with_key('reading'))}?metric={record.uid}",
        "reading_url": ways.reading(record),
        "target_url": ways.target(record),
    }


def attainment_cells(*, records: Sequence[Objective], viewer: User, now: datetime) -> list[Cell]:
    """What each objective has attained, with its standing. Three queries and one for the day."""
    scored = scored_objectives(records, viewer, enterprise_day(now))
    return [_cell(scored[record.pk]) for record in records]


def _cell(found: Scored) -> Cell:
    text = points(found.outcome.score) if found.outcome.score is not None else str(found.standing.label)
    return Cell(text, kind="health", value=found.standing.value)


def stratml(*, record: Strategy, viewer: User, **_: Any) -> dict[str, Any]:
    """Where the strategy is had as a file, and where a plan is brought in. No query."""
    may_import = viewer.access.allows(Permission.IMPORT)
    return {
        "export_url": reverse("strategy_stratml", args=[record.uid]),
        "import_url": reverse("stratml_import") if may_import else "",
    }


def source_files(*, record: Source, viewer: User, **_: Any) -> dict[str, Any]:
    """What became of the files of a source, and where the next one is handed in. Two queries."""
    may = all(viewer.access.allows(each) for each in (Permission.EDIT_METRICS, Permission.IMPORT))
    url = reverse("source_deliver", args=[record.uid])
    return {
        **deliveries_view(latest_deliveries(record)),
        "files_url": reverse("source_detail", args=[record.uid]),
        "deliver_url": url if may and not record.is_archived else "",
        "pull_url": reverse("source_pull", args=[record.uid])
        if may and record.kind == SourceKind.SQL
        else "",
    }
