"""Segments as the rows of a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from customers.choices import OpportunityBand
from customers.engine.coverage import Coverage
from customers.queries.segments import Branch
from workbench.links import list_url, record_url
from workbench.types import type_with_key

DEEPEST = 8
"""Steps of indentation; what lies deeper is not moved further in."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One segment: how far in it stands, and the needs of everything below it."""

    uid: str
    code: str
    name: str
    url: str
    kind: str
    depth: int
    above: str
    whole: Coverage
    needs_url: str
    extreme_url: str
    unasked_url: str
    current: bool


def tree_rows(branches: Iterable[Branch], *, current: int = 0) -> list[TreeRow]:
    """The rows of a tree, in its order; ``current`` is the key of the segment the page is about."""
    segment_type, needs = type_with_key("segment"), list_url(type_with_key("need"))
    names: dict[int, str] = {}
    rows = []
    for branch in branches:
        segment = branch.segment
        names[segment.pk] = segment.name
        query = {"segment": segment.uid}
        rows.append(
            TreeRow(
                uid=str(segment.uid),
                code=segment.code,
                name=segment.name,
                url=record_url(segment_type, segment),
                kind=str(segment.get_kind_display()),
                depth=min(branch.depth, DEEPEST),
                above=names.get(segment.parent_id or 0, ""),
                whole=branch.whole,
                needs_url=f"{needs}?{urlencode(query)}",
                extreme_url=f"{needs}?{urlencode({**query, 'band': OpportunityBand.EXTREME.value})}",
                unasked_url=f"{needs}?{urlencode({**query, 'band': 'none'})}",
                current=segment.pk == current,
            )
        )
    return rows
