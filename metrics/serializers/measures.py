"""Measures of an objective, outcome and output apart, and where a metric stands, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import formats
from metrics.choices import Direction, MeasureKind, Standing, Unknown
from metrics.engine.attainment import aim_on, newest, standing
from metrics.models import Metric
from metrics.queries.measures import Measured, Newest, Scored, Series, aim_of, baseline_of
from metrics.serializers.series import reading_rows, series_view
from metrics.serializers.ways import Ways
from metrics.serializers.words import points, rests_on, score_view, valued
from strategies.models import Objective
from workbench.cells import Cell
from workbench.links import url_of

NEXT_TARGETS = 2


def measures_view(
    objective: Objective, scored: Scored, series: Mapping[int, Series], ways: Ways, today: date
) -> dict[str, Any]:
    """The measures of an objective, outcome and output apart, with what they come to."""
    kinds = (
        (MeasureKind.OUTCOME, _("Outcome"), _("what customers or owners notice; it makes the score"), scored.outcomes),
        (MeasureKind.OUTPUT, _("Output"), _("what we do for it; shown, never scored"), scored.outputs),
    )  # fmt: skip
    groups = [
        {
            "kind": kind.value,
            "title": title,
            "note": note,
            "rows": [_measure_view(each, series[each.measure.metric_id], ways, today) for each in measures],
        }
        for kind, title, note, measures in kinds
        if measures or kind is MeasureKind.OUTCOME
    ]
    return {
        "measured": bool(scored.measures),
        "finding": attained(scored),
        "score": score_view(scored.outcome.score, scored.standing),
        "rests": rests_on(scored.outcome),
        "groups": groups,
        "add_url": ways.measure(objective),
    }


def attained(scored: Scored) -> tuple[str, str]:
    """How an objective stands, in two sentences."""
    if not scored.outcomes:
        return _("Nobody can say yet whether it is reached."), _("It has no outcome measure.")
    off = sum(each.standing == Standing.OFF for each in scored.outcomes)
    words = {"off": off, "total": len(scored.outcomes)}
    rest = ngettext(
        "%(off)d of %(total)d outcome measures is off target.",
        "%(off)d of %(total)d outcome measures are off target.",
        off,
    )
    rest = rest % words if off else ""
    if scored.outcome.score is None:
        return _("No score yet."), rest or _why(scored.outcomes[0]) + "."
    lead = _("%(points)s of 100 points on the way to its targets.")
    return lead % {"points": points(scored.outcome.score)}, rest


def metric_finding(metric: Metric, series: Series, today: date) -> tuple[str, str]:
    """The newest reading, and how it stands against the target of the period."""
    reading = newest((read.observed for read in series.readings), today)
    aim = aim_on(map(aim_of, series.targets), today)
    lead = _("No reading yet.")
    if reading is not None:
        words = {"value": valued(metric, reading.value), "day": formats.day(reading.day)}
        lead = _("%(value)s on %(day)s.") % words
    if aim is None:
        return lead, _("No target for this period.")
    stands = standing(Direction(metric.direction), reading, aim)
    words = {"value": valued(metric, aim.value), "day": formats.day(aim.end), "standing": str(stands.label)}
    if reading is None:
        return lead, _("The target is %(value)s by %(day)s.") % words
    return lead, _("%(standing)s: %(value)s by %(day)s.") % words


def _measure_view(each: Measured, series: Series, ways: Ways, today: date) -> dict[str, Any]:
    measure, metric = each.measure, each.measure.metric
    baseline = baseline_of(measure)
    return {
        "key": measure.code,
        "name": str(metric),
        "url": url_of(metric),
        "measure_url": ways.weigh(measure),
        "direction": str(metric.get_direction_display()),
        "baseline": (valued(metric, baseline.value), baseline.day) if baseline else None,
        "reading": (valued(metric, each.reading.value), each.reading.day) if each.reading else None,
        "stale": _stale(each),
        "target": _target_view(metric, each),
        "score": score_view(each.attainment.score, each.standing),
        "why": _why(each),
        "picture": series_view(metric, series, baseline, today),
        "rows": reading_rows(metric, series),
        "next": _next_targets(metric, series, today),
        "mend": _mend(each, ways),
        "reading_url": ways.reading(metric),
        "target_url": ways.target(metric),
    }


def _target_view(metric: Metric, each: Measured) -> dict[str, Any] | None:
    if each.aim is None:
        return None
    acceptable = each.aim.acceptable
    return {
        "value": valued(metric, each.aim.value),
        "end": each.aim.end,
        "acceptable": valued(metric, acceptable) if acceptable is not None else "",
    }


def _next_targets(metric: Metric, series: Series, today: date) -> str:
    """``90% by 31 Dec 2027, 92% by 31 Dec 2028``; empty where nothing is planned."""
    to_come = [target for target in series.targets if target.start_date > today][:NEXT_TARGETS]
    texts = [
        _("%(value)s by %(day)s") % {"value": valued(metric, t.value), "day": formats.day(t.end_date)}
        for t in to_come
    ]
    return ", ".join(texts)


def _stale(each: Measured) -> str:
    """That the newest reading is older than its frequency allows; empty where it is not."""
    if not each.is_stale:
        return ""
    frequency = str(each.measure.metric.get_frequency_display()).lower()
    return _("Older than a %(frequency)s value should be") % {"frequency": frequency}


def _why(each: Measured) -> str:
    """Why there is no score; empty where there is one."""
    unknown = each.attainment.unknown
    return str(unknown.label) if unknown else ""


def _mend(each: Measured, ways: Ways) -> dict[str, str] | None:
    """The one thing to do about a measure without a score."""
    metric = each.measure.metric
    match each.attainment.unknown:
        case None:
            return None
        case Unknown.NO_TARGET:
            url, label = ways.target(metric), _("Set a target")
        case Unknown.NO_READING | Unknown.OLD_READING:
            url, label = ways.reading(metric), _("Enter a reading")
        case _:
            url, label = ways.weigh(each.measure), _("Set the baseline")
    return {"url": url, "label": label} if url else None


def newest_cell(metric: Metric, found: Newest) -> Cell:
    """Its value, and whether it is late."""
    text = valued(metric, found.reading.value) if found.reading else _("No value yet")
    if found.is_stale:
        text = _("%(value)s, late") % {"value": text}
    return Cell(text, kind="health", value=found.standing.value)
