"""The table: a row for each initiative, with its main line."""

from __future__ import annotations

from dataclasses import dataclass

from alignment.choices import Hop
from alignment.engine.facts import Ref
from alignment.engine.shapes import Key, Kind, Row
from alignment.models import Benefit
from alignment.serializers.lane import Lane
from alignment.serializers.nodes import Columns, ends
from alignment.serializers.paging import page_of
from alignment.serializers.remedies import Remedy
from foundation.templatetags.sightline_glyphs import DISCIPLINES


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
