"""Series and coverage for programs: the figures of the pages, unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from customers.engine.opportunity import band, is_few
from customers.engine.series import Point
from customers.queries.segments import Tree


def series_data(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Each answer, oldest first, with what has changed since the one before; figures as text, exact."""
    return [
        {
            "asked_date": point.answer.day,
            "respondents": point.answer.respondents,
            "few": is_few(point.answer.respondents),
            **{
                name: _text(getattr(point.answer, name))
                for name in ("importance", "satisfaction", "opportunity")
            },
            "band": band(point.answer.opportunity),
            **{
                name: _text(getattr(point, name))
                for name in ("importance_change", "satisfaction_change", "opportunity_change")
            },
        }
        for point in points
    ]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def coverage_data(trees: Sequence[Tree]) -> list[dict[str, Any]]:
    """Each segment in the order of its tree, with the needs of everything below it."""
    return [
        {
            "uid": branch.segment.uid,
            "code": branch.segment.code,
            "name": branch.segment.name,
            "kind": branch.segment.kind,
            "segmentation": tree.segmentation.uid,
            "depth": branch.depth,
            "needs": branch.whole.needs,
            "answered": branch.whole.answered,
            "unanswered": branch.whole.unanswered,
            "extreme": branch.whole.extreme,
        }
        for tree in trees
        for branch in tree.branches
    ]
