"""Everything the template of the line of sight shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from alignment.choices import GapKind, Hop
from alignment.engine.facts import Ref
from alignment.engine.shares import known_sum
from alignment.queries.sight import LineOfSight
from alignment.serializers import controls, words
from alignment.serializers.lane import Lane
from alignment.serializers.lines import Lines
from alignment.serializers.nodes import Columns, edges
from alignment.serializers.tables import matrix, matrix_heads, table
from foundation import formats
from foundation.actors import Actor
from foundation.templatetags.sightline_glyphs import DISCIPLINES

Context = dict[str, Any]
PHONE_ROWS = 10
"""Gaps of each kind on the phone's list; the rest is one tap away."""


def page(line: LineOfSight, viewer: Actor, query: QueryDict, view: str, number: int) -> Context:
    """The context of one view. Nested lines come along with the map: they are its phone."""
    columns = Columns(line)
    lane = Lane(line, viewer, columns.scale)
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
    }
    parts: dict[str, Callable[[], Context]] = {
        "map": lambda: _map(columns, lane, query),
        "matrix": lambda: _matrix(columns, lane),
        "table": lambda: _table(columns, lane, query, number),
        "gaps": lambda: {"groups": lane.everything()},
    }
    return context | parts[view]()


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
        "exempt": [line.labels.of(Ref(Hop.INITIATIVE, key)) for key in line.sight.exempt],
        "gaps_url": controls.address(query, view="gaps"),
        "open_url": controls.address(query, open=""),
        "opened": line.question.opened,
        "is_grouped": line.sight.is_grouped,
        "disciplines": list(Lines(columns).disciplines()),
        "share_most": _most(line),
        "unlinked": _unlinked(line),
        "groups": lane.everything(PHONE_ROWS),
        "data": data(columns),
    }


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
    groups = [group for group in lane.everything() if group.kind == "initiative_without_need"]
    return {
        "heads": matrix_heads(columns),
        "needs": columns.needs(),
        "rows": list(matrix(columns)),
        "orphans": groups[0].rows if groups else [],
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
