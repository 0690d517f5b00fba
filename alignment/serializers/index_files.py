"""The alignment index and the scores of initiatives as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alignment.choices import IndexFactor
from alignment.queries.index import FactorPoints, Published
from alignment.queries.scores import Scored

MADE = [f"{factor.value}_{end}" for factor in IndexFactor for end in ("won", "could")]
"""Columns of what a figure is made of."""
INDEX_HEADER = (
    "unit_uid", "unit_code", "unit", "index", *MADE, "initiatives", "exempt", "with_money", "published_at",
)  # fmt: skip
SCORES_HEADER = ("uid", "code", "name", "unit", "score", *MADE, "changed_at")


def lines(found: Published | None) -> Iterator[list[Any]]:
    """The unit asked for, then those right below it."""
    if found is None:
        return
    published_at = found.edition.published_at.isoformat()
    for scope in (found.chosen, *found.below):
        unit, known = scope.unit, scope.coverage
        counts = [known["initiatives"], scope.exempt, known["with_money"]]
        yield [
            str(unit.uid),
            unit.code,
            str(unit),
            scope.figure,
            *_made(scope.factors),
            *counts,
            published_at,
        ]


def scores_lines(found: Sequence[Scored]) -> Iterator[list[Any]]:
    """One line for each initiative that has a score."""
    for each in found:
        one = each.initiative
        made = _made(each.factors)
        yield [
            str(one.uid),
            one.code,
            str(one),
            str(one.unit),
            each.figure,
            *made,
            each.changed_at.isoformat(),
        ]


def _made(factors: tuple[FactorPoints, ...]) -> list[Any]:
    """Points won and what could be won, factor by factor; empty where one is left out."""
    parts = {part.factor: part for part in factors}
    found = [parts.get(factor) for factor in IndexFactor]
    return [value for part in found for value in ((part.won, part.could) if part else ("", ""))]
