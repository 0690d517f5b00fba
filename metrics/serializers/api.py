"""Attainment for programs and as a file: every figure the pages show, exact to one decimal, with why one is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from metrics.engine.attainment import Observed, Whole
from metrics.queries.measures import Measured, Scored, baseline_of, whole_of
from metrics.serializers.words import decimal_of
from strategies.choices import Perspective
from strategies.models import Objective

HEADER = (
    "objective", "objective_name", "objective_weight", "objective_attainment", "objective_standing",
    "objective_missing", "measure", "metric", "metric_name", "kind", "weight", "baseline_date",
    "baseline", "reading_date", "reading", "is_stale", "target_start", "target_end", "target",
    "acceptable", "standing", "attainment", "unknown",
)  # fmt: skip
"""Columns of the file. What begins with ``objective`` is said again in each row of the objective."""


def attainment_data(objectives: Sequence[Objective], scored: Mapping[int, Scored]) -> dict[str, Any]:
    """Objectives with their measures, and the mean of each perspective."""
    by_perspective = {
        perspective: [each for each in objectives if each.perspective == perspective]
        for perspective in Perspective
    }
    return {
        "objectives": [_objective(each, scored[each.pk]) for each in objectives],
        "perspectives": {key.value: _whole(whole_of(own, scored)) for key, own in by_perspective.items()},
    }


def attainment_rows(data: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Rows under ``HEADER`` from what programs get; an objective without measures has one row."""
    for each in data.get("objectives", ()):
        told = [each["uid"], each["name"], each["weight"], each["outcome"]["attainment"]]
        told += [each["standing"], each["missing"]]
        for measure in each["measures"]:
            yield told + _measure_row(measure)
        if not each["measures"]:
            yield told + [None] * (len(HEADER) - len(told))


def _measure_row(measure: Mapping[str, Any]) -> list[Any]:
    nothing: dict[str, Any] = {}
    baseline, reading, target = (measure[name] or nothing for name in ("baseline", "reading", "target"))
    return [
        *(measure["uid"], measure["metric"]["uid"], measure["metric"]["name"]),
        *(measure["kind"], measure["weight"]),
        *(baseline.get("day"), baseline.get("value"), reading.get("day"), reading.get("value")),
        measure["is_stale"],
        *(target.get(name) for name in ("start", "end", "value", "acceptable")),
        *(measure["standing"], measure["attainment"], measure["unknown"]),
    ]


def _objective(objective: Objective, found: Scored) -> dict[str, Any]:
    return {
        "uid": str(objective.uid),
        "name": str(objective),
        "weight": objective.weight,
        "standing": found.standing.value,
        "missing": found.missing.value if found.missing else None,
        "outcome": _whole(found.outcome),
        "output": _whole(found.output),
        "measures": [_measure(each) for each in found.measures],
    }


def _measure(each: Measured) -> dict[str, Any]:
    measure, aim = each.measure, each.aim
    target = aim and {
        "start": aim.start.isoformat(),
        "end": aim.end.isoformat(),
        "value": _figure(aim.value),
        "acceptable": _figure(aim.acceptable),
    }
    return {
        "uid": str(measure.uid),
        "metric": {"uid": str(measure.metric.uid), "name": str(measure.metric)},
        "kind": measure.kind,
        "weight": measure.weight,
        "baseline": _observed(baseline_of(measure)),
        "reading": _observed(each.reading),
        "is_stale": each.is_stale,
        "target": target,
        "standing": each.standing.value,
        "attainment": _figure(decimal_of(each.attainment.score)),
        "unknown": each.attainment.unknown.value if each.attainment.unknown else None,
    }


def _observed(found: Observed | None) -> dict[str, Any] | None:
    return {"day": found.day.isoformat(), "value": _figure(found.value)} if found else None


def _whole(whole: Whole) -> dict[str, Any]:
    return {"attainment": _figure(decimal_of(whole.score)), "known": whole.known, "total": whole.total}


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
