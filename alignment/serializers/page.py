"""Everything the template of the line of sight shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.choices import GapKind, Hop
from alignment.engine.facts import Ref
from alignment.engine.shapes import COLUMN_OF, Key
from alignment.engine.shares import known_sum
from alignment.queries.sight import LineOfSight
from alignment.serializers import controls, words
from alignment.serializers.beginning import beginning
from alignment.serializers.lane import Lane
from alignment.serializers.lines import Lines
from alignment.serializers.matrix import Matrix
from alignment.serializers.nodes import Columns, edges, scale_of
from alignment.serializers.opening import Opening
from alignment.serializers.paging import page_of, pager
from alignment.serializers.tables import table
from foundation import formats
from foundation.actors import Actor
from foundation.templatetags.sightline_glyphs import DISCIPLINES

Context = dict[str, Any]
EXEMPT = 2
"""Names of exempt initiatives under the lane; the rest is a number."""
PHONE_ROWS = 10
"""Gaps of each kind on the phone's list; the rest is one tap away."""
FEW_GAPS = 20
"""Gaps of each kind on the list of all kinds, and initiatives without a need under the matrix."""
ORPHANS = GapKind.INITIATIVE_WITHOUT_NEED


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """What the address asks of the page besides its question: the view, and what only that view knows."""

    view: str
    query: QueryDict
    number: int = 1
    """The page of a long table."""
    kind: GapKind | None = None
    """The only kind of gaps to list."""
    is_compact: bool = False
    """Whether the reader keeps the rows of the matrix close."""


def page(line: LineOfSight, viewer: Actor, asked: PageQuestion) -> Context:
    """The context of one view. Nested lines come along with the map: they are its phone."""
    query = asked.query
    scale = scale_of(line)
    lane = Lane(line, viewer, scale)
    line.labels.want(_named(line, lane, asked))
    fact, tension = words.finding(line)
    context: Context = {
        "view": asked.view,
        "fact": fact,
        "tension": tension,
        "filters": controls.filters(line),
        "grouping": controls.grouping(line),
        "words": line.question.words,
        "basis": controls.basis(line),
        "views": controls.views(query, asked.view),
        "weights": controls.weights(query, line.question.measure),
        "head": words.amount_head(line, scale),
        "is_filtered": line.question.is_filtered,
        "reset_url": controls.address(query, unit="", segment="", status="", state="", q=""),
        "gap_count": len(line.sight.gaps),
        "beginning": beginning(line, viewer),
        "gaps_url": controls.address(query, view="gaps"),
    }
    if asked.view == "gaps":
        return context | _gaps(lane, asked)
    columns = Columns(line, scale)
    parts: dict[str, Callable[[], Context]] = {
        "map": lambda: _map(columns, lane, query),
        "matrix": lambda: _matrix(columns, lane, viewer, asked),
        "table": lambda: _table(columns, lane, asked),
    }
    return context | parts[asked.view]()


def _named(line: LineOfSight, lane: Lane, asked: PageQuestion) -> Iterator[Key | Ref]:
    """The records a view names, so that each kind is read once."""
    if asked.view == "gaps":
        kind = asked.kind if asked.kind in lane.by_kind else None
        yield from lane.named(FEW_GAPS, kind, asked.number if kind else None)
        return
    yield from (node.key for node in line.sight.nodes)
    yield from line.opened
    if asked.view == "matrix":
        yield from lane.named(FEW_GAPS, ORPHANS)
    if asked.view == "map":
        yield from lane.named(PHONE_ROWS)
        yield from (Ref(Hop.INITIATIVE, key) for key in line.sight.exempt[:EXEMPT])
    for row in page_of(line.sight.rows, asked.number)[0]:
        yield Ref(Hop.INITIATIVE, row.initiative)
        if row.benefit is not None:
            yield Ref(Hop.BENEFIT, row.benefit)


def part(line: LineOfSight, query: QueryDict, code: str) -> Context | None:
    """What serves the need, or group of needs, of that code: the part of the nested lines that is sent on demand."""
    scale = scale_of(line)
    needs = [node.key for node in line.sight.nodes if COLUMN_OF[node.key.kind] == 1]
    key = next((key for key in needs if line.labels.of(key).code == code), None)
    if key is None:
        return None
    line.labels.want(node.key for node in line.sight.nodes)
    columns = Columns(line, scale)
    return {"items": Lines(columns).items(key), **_opening(Opening(line, query))}


def _opening(opening: Opening) -> Context:
    """How groups are opened and closed."""
    return {
        "open_prefix": opening.prefix,
        "more_url": opening.more_url,
        "trails": list(opening.trails()),
    }


def _map(columns: Columns, lane: Lane, query: QueryDict) -> Context:
    line = columns.line
    opening = Opening(line, query)
    return {
        "columns": [
            {
                "number": at,
                "head": head,
                "nodes": (nodes := columns.column(at)),
                "closing": opening.in_column(at),
                "is_named": any(not node.is_group for node in nodes),
            }
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
        **_opening(opening),
        "is_grouped": line.sight.is_grouped,
        "disciplines": list(Lines(columns, query.get("part", ""), lane.remedies).disciplines()),
        "part": query.get("part", ""),
        "part_url": controls.address(query, part=""),
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
    return "" if known is None else formats.money(known, line.rows.currency)


def data(columns: Columns) -> Context:
    """What the script needs beyond the rows: the lines, and how to write figures."""
    scale, currency = columns.scale, columns.line.rows.currency
    unit = formats.amount(scale.value, scale)
    return {
        "edges": list(edges(columns)),
        "divisor": scale.value,
        "places": 0 if scale.value < formats.Scale.MILLIONS.value else 2,
        "money": formats.money(scale.value, currency, scale=scale).replace(unit, "%s", 1),
        "smaller": _("%n smaller"),
    }


def _matrix(columns: Columns, lane: Lane, viewer: Actor, asked: PageQuestion) -> Context:
    query, opening = asked.query, Opening(columns.line, asked.query)
    marks = "mark" in query and viewer.access.allows(Permission.EDIT_INITIATIVES)
    shown = Matrix(columns, opening, viewer, marks=marks)
    orphans = lane.group(ORPHANS, FEW_GAPS) if ORPHANS in lane.by_kind else None
    return {
        "heads": list(shown.heads()),
        "needs": shown.shown_needs(),
        "rows": list(shown.rows()),
        "orphans": {"rows": shown.loose(orphans.rows), "more": orphans.more} if orphans else None,
        "orphans_url": controls.address(query, view="gaps", kind=ORPHANS),
        "linked": columns.amount(columns.line.sight.totals.linked),
        "marks": marks,
        "may_mark": viewer.access.allows(Permission.EDIT_INITIATIVES),
        "mark_url": controls.address(query, mark="" if marks else "on"),
        "is_compact": asked.is_compact,
        **_opening(opening),
    }


def _table(columns: Columns, lane: Lane, asked: PageQuestion) -> Context:
    rows, pages = table(columns, lane, asked.number)
    return {"rows": rows, "pager": pager(asked.query, asked.number, pages)}


def _gaps(lane: Lane, asked: PageQuestion) -> Context:
    """A few gaps of each kind; of one kind all, a page at a time."""
    if asked.kind in lane.by_kind and asked.kind is not None:
        group, pages = lane.page(asked.kind, asked.number)
        return {
            "groups": [group],
            "pager": pager(asked.query, asked.number, pages, kind=asked.kind),
            "all_url": controls.address(asked.query),
        }
    return {"groups": lane.everything(FEW_GAPS)}
