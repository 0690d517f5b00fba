"""Everything the template of the line of sight shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from alignment.choices import GapKind, Hop
from alignment.engine.facts import Ref
from alignment.engine.shapes import Key
from alignment.engine.shares import known_sum
from alignment.queries.sight import LineOfSight
from alignment.serializers import controls, words
from alignment.serializers.beginning import beginning
from alignment.serializers.lane import Lane
from alignment.serializers.lines import Lines
from alignment.serializers.nodes import COLUMN_OF, Columns, edges
from alignment.serializers.tables import matrix, matrix_heads, page_of, table
from foundation import formats
from foundation.actors import Actor
from foundation.templatetags.sightline_glyphs import DISCIPLINES

Context = dict[str, Any]
EXEMPT = 2
"""Names of exempt initiatives under the lane; the rest is a number."""
PHONE_ROWS = 10
"""Gaps of each kind on the phone's list; the rest is one tap away."""


def page(line: LineOfSight, viewer: Actor, query: QueryDict, view: str, number: int) -> Context:
    """The context of one view. Nested lines come along with the map: they are its phone."""
    scale = formats.scale_for(node.amount for node in line.sight.nodes)
    lane = Lane(line, viewer, scale)
    line.labels.want(_named(line, lane, view, number))
    columns = Columns(line, scale)
    fact, tension = words.finding(line)
    context: Context = {
        "view": view,
        "fact": fact,
        "tension": tension,
        "filters": controls.filters(line),
        "basis": controls.basis(line),
        "views": controls.views(query, view),
        "weights": controls.weights(query, line.question.measure),
        "head": words.amount_head(line, columns.scale),
        "is_filtered": line.question.is_filtered,
        "reset_url": controls.address(query, unit="", segment="", status="", state=""),
        "gap_count": len(line.sight.gaps),
        "beginning": beginning(line, viewer),
    }
    parts: dict[str, Callable[[], Context]] = {
        "map": lambda: _map(columns, lane, query),
        "matrix": lambda: _matrix(columns, lane),
        "table": lambda: _table(columns, lane, query, number),
        "gaps": lambda: {"groups": lane.everything()},
    }
    return context | parts[view]()


def _named(line: LineOfSight, lane: Lane, view: str, number: int) -> Iterator[Key | Ref]:
    """The records a view names, so that each kind is read once."""
    if view == "gaps":
        yield from lane.named()
        return
    yield from (node.key for node in line.sight.nodes)
    if view == "matrix":
        yield from lane.named(only=GapKind.INITIATIVE_WITHOUT_NEED)
    if view == "map":
        yield from lane.named(PHONE_ROWS)
        yield from (Ref(Hop.INITIATIVE, key) for key in line.sight.exempt[:EXEMPT])
    for row in page_of(line.sight.rows, number)[0]:
        yield Ref(Hop.INITIATIVE, row.initiative)
        if row.benefit is not None:
            yield Ref(Hop.BENEFIT, row.benefit)


def part(line: LineOfSight, query: QueryDict, code: str) -> Context | None:
    """What serves the need, or group of needs, of that code: the part of the nested lines that is sent on demand."""
    scale = formats.scale_for(node.amount for node in line.sight.nodes)
    needs = [node.key for node in line.sight.nodes if COLUMN_OF[node.key.kind] == 1]
    key = next((key for key in needs if line.labels.of(key).code == code), None)
    if key is None:
        return None
    line.labels.want(node.key for node in line.sight.nodes)
    return {"items": Lines(Columns(line, scale)).items(key), "open_url": controls.address(query, open="")}


def _map(columns: Columns, lane: Lane, query: QueryDict) -> Context:
    line = columns.line
    return {
        "columns": [
            {"number": at, "head": head, "nodes": columns.column(at)}
            for at, head in enumerate(words.column_heads(line))
        ],
        "glyphs": columns.glyphs(),
        "brackets": [
            {
                "css": DISCIPLINES[share.discipline],
                "discipline": share.discipline,
                "text": words.share_text(share, line.question.measure),
            }
            for share in line.sight.shares
            if share.discipline in DISCIPLINES
        ],
        "lane": [lane.column(at) for at in range(4)],
        "exempt": [line.labels.of(Ref(Hop.INITIATIVE, key)) for key in line.sight.exempt[:EXEMPT]],
        "exempt_more": max(0, len(line.sight.exempt) - EXEMPT),
        "gaps_url": controls.address(query, view="gaps"),
        "open_url": controls.address(query, open=""),
        "opened": line.question.opened,
        "opened_column": _opened_column(line),
        "is_grouped": line.sight.is_grouped,
        "disciplines": list(Lines(columns, query.get("part", "")).disciplines()),
        "part": query.get("part", ""),
        "part_url": controls.address(query, part=""),
        "share_most": _most(line),
        "unlinked": _unlinked(line),
        "groups": lane.everything(PHONE_ROWS),
        "data": data(columns),
    }


def _opened_column(line: LineOfSight) -> int | None:
    """The column whose open group can be closed; None where none is open."""
    return COLUMN_OF[line.opened.kind] if line.opened else None


def _most(line: LineOfSight) -> float:
    """The end of the scale of all bars of shares."""
    shares = [part for share in line.sight.shares for part in (share.actual, share.intended)]
    return float(max((part for part in shares if part), default=100))


def _unlinked(line: LineOfSight) -> str:
    """The money of initiatives that serve no need."""
    amounts = (gap.amount for gap in line.sight.gaps if gap.kind is GapKind.INITIATIVE_WITHOUT_NEED)
    known = known_sum(amounts)
    return "" if known is None else formats.money(known, line.currency)


def data(columns: Columns) -> Context:
    """What the script needs beyond the rows: the lines, and how to write figures."""
    scale, currency = columns.scale, columns.line.currency
    unit = formats.amount(scale.value, scale)
    return {
        "edges": list(edges(columns)),
        "divisor": scale.value,
        "places": 0 if scale.value < formats.Scale.MILLIONS.value else 2,
        "money": formats.money(scale.value, currency, scale=scale).replace(unit, "%s", 1),
        "smaller": _("%n smaller"),
    }


def _matrix(columns: Columns, lane: Lane) -> Context:
    orphans = GapKind.INITIATIVE_WITHOUT_NEED
    return {
        "heads": matrix_heads(columns),
        "needs": columns.needs(),
        "rows": list(matrix(columns)),
        "orphans": lane.group(orphans).rows if orphans in lane.by_kind else [],
        "linked": columns.amount(columns.line.sight.totals.linked),
    }


def _table(columns: Columns, lane: Lane, query: QueryDict, number: int) -> Context:
    rows, pages = table(columns, lane, number)
    return {"rows": rows, "pager": _pager(query, min(number, pages), pages)}


def _pager(query: QueryDict, number: int, pages: int) -> Context | None:
    if pages == 1:
        return None
    return {
        "previous_url": controls.address(query, page=str(number - 1)) if number > 1 else "",
        "next_url": controls.address(query, page=str(number + 1)) if number < pages else "",
        "text": _("Page %(number)s of %(pages)s") % {"number": number, "pages": pages},
    }
