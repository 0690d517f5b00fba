"""Matrix, table and nested lines: the same line of sight as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import sqrt

from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.engine.shapes import Key, Kind, Row
from alignment.engine.shares import known_sum
from alignment.models import Benefit
from alignment.serializers.lane import Lane
from alignment.serializers.nodes import COLUMN_OF, Columns, Shown, ends
from alignment.serializers.remedies import Remedy
from foundation.templatetags.sightline_glyphs import DISCIPLINES

PER_PAGE = 100
SIDE = 20
"""Pixels of the side of the largest square, and of the widest bar."""
SMALLEST = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What one initiative or group gives to one need; ``side`` is the side of its square in pixels."""

    amount: str
    css: str
    side: str = ""
    at: str = ""
    is_hole: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An initiative or group with a cell for each need."""

    node: Shown
    cells: Sequence[Cell]


def matrix_heads(columns: Columns) -> list[tuple[Shown | None, int]]:
    """Objectives over the needs, with how many columns each spans."""
    by_key = {node.key: node for node in columns.shown.values()}
    return [
        (by_key.get(home), len(list(needs)))
        for home, needs in groupby(columns.needs(), key=lambda need: need.home)
    ]


def matrix(columns: Columns) -> Iterator[MatrixRow]:
    """Rows of linked initiatives or groups, in the order of the map."""
    parts: dict[tuple[str, str], Decimal | None] = {}
    for edge in columns.line.sight.edges:
        if COLUMN_OF[edge.source.kind] == 1:
            pair = columns.code(edge.target), columns.code(edge.source)
            parts[pair] = known_sum([parts.get(pair), edge.amount])
    most = max((part for part in parts.values() if part), default=Decimal(1))
    needs = columns.needs()
    for node in columns.column(2):
        yield MatrixRow(node, [_cell(columns, parts, node, need, most) for need in needs])


def _cell(
    columns: Columns, parts: dict[tuple[str, str], Decimal | None], node: Shown, need: Shown, most: Decimal
) -> Cell:
    if (node.key, need.key) not in parts:
        return Cell("", "", is_hole=not need.is_drawn)
    part = parts[node.key, need.key]
    side = max(SMALLEST, sqrt(max(part or 0, 0) / most) * SIDE)
    return Cell(columns.amount(part), need.css or "none", f"{side:.1f}", f"{(SIDE - side) / 2:.1f}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One initiative with its main line."""

    code: str
    name: str
    url: str
    amount: str
    status: str
    need: str
    more_needs: int
    objective: str
    css: str
    benefit: str
    more_benefits: int
    target: str
    state: str
    owner: str
    remedy: Remedy


def table(columns: Columns, lane: Lane, page: int) -> tuple[list[TableRow], int]:
    """One page of initiatives, the most money first, and how many pages there are."""
    rows, pages = page_of(columns.line.sight.rows, page)
    lane.remedies.want(
        chain.findings[0]
        for chain in (columns.line.chains.initiatives[row.initiative] for row in rows)
        if chain.findings
    )
    return [_table_row(columns, lane, row) for row in rows], pages


def page_of(rows: Sequence[Row], page: int) -> tuple[Sequence[Row], int]:
    """The rows of one page, the last one where there are fewer, and how many pages there are."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    start = (min(page, pages) - 1) * PER_PAGE
    return rows[start : start + PER_PAGE], pages


def _table_row(columns: Columns, lane: Lane, row: Row) -> TableRow:
    line = columns.line
    label = line.labels.of(Ref(Hop.INITIATIVE, row.initiative))
    chain = line.chains.initiatives[row.initiative]
    benefit = None if row.benefit is None else line.labels.of(Key(Kind.BENEFIT, row.benefit)).record
    return TableRow(
        code=label.code,
        name=label.name,
        url=label.url,
        amount=columns.amount(row.amount),
        status=getattr(label.record, "status", ""),
        need=_name(columns, Hop.NEED, row.need, short=True),
        more_needs=row.more_needs,
        objective=_name(columns, Hop.OBJECTIVE, row.objective),
        css=DISCIPLINES.get(row.discipline, ""),
        benefit=_name(columns, Hop.BENEFIT, row.benefit),
        more_benefits=row.more_benefits,
        target=ends(benefit)[1] if isinstance(benefit, Benefit) else "",
        state=row.state,
        owner=str(getattr(label.record, "owner", None) or ""),
        remedy=lane.remedies.next_step(chain),
    )


def _name(columns: Columns, hop: Hop, key: int | str | None, *, short: bool = False) -> str:
    if key is None:
        return ""
    label = columns.line.labels.of(Ref(hop, key))
    return str(getattr(label.record, "short", label.name)) if short else label.name
