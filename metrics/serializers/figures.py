"""Figures of a metric as data: unrounded, and none where a figure is not known."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from metrics.engine.chart import Point
from metrics.models import Metric
from metrics.queries.breakdown import Look, Part, key_of
from metrics.queries.freshness import Freshness
from metrics.queries.readings import grain_of


def figures_data(metric: Metric, look: Look | None, found: Freshness) -> dict[str, Any]:
    """The whole answer; without figures where nothing has been computed of the metric."""
    data: dict[str, Any] = {
        "metric": str(metric.uid),
        "unit_of_measure": metric.unit_of_measure,
        "is_fresh": found.is_fresh,
        "as_of": None,
        "computed_at": None,
        "cut": "",
        "cuts": [],
        "place": None,
        "period": grain_of(metric.frequency).value,
        "figures": [],
        "parts": [],
    }
    if look:
        data |= {
            "as_of": look.run.as_of_date,
            "computed_at": look.run.finished_at,
            "cut": look.spot.cut_key,
            "cuts": [key_of(cut) for cut in look.cuts],
            "place": look.spot.place_key or None,
            "period": look.grain.value,
            "figures": [_period(point) for point in look.chart.points],
            "parts": [_part(part) for part in look.parts],
        }
    return data


def _period(point: Point) -> dict[str, Any]:
    return {
        "start": point.start,
        "end": point.end,
        "is_over": point.is_over,
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "n": point.n,
        "standing": point.standing.value,
        "limits": point.limits and asdict(point.limits),
        "begins": point.begins,
        "above": [rule.value for rule in point.above],
        "below": [rule.value for rule in point.below],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "place": str(part.branch.uid),
        "name": part.branch.name,
        "value": part.value,
        "before": part.values[-2] if len(part.values) > 1 else None,
        "low": part.low,
        "high": part.high,
        "n": part.n,
        "standing": part.standing.value,
    }
