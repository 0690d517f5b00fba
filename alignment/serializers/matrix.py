"""Initiatives by needs as a table: what each gives to each, group by group.

A group that is open stands over its members as a row of sums, so that it can be closed where it was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from math import sqrt
from urllib.parse import quote

from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.engine.shapes import COLUMN_OF, Key, Kind, Node
from alignment.engine.shares import known_sum
from alignment.models import Initiative
from alignment.serializers.lane import GapRow
from alignment.serializers.nodes import Columns, Shown
from alignment.serializers.opening import Opening
from foundation.actors import Actor

SIDE = 20
"""Pixels of the side of the largest square."""
SMALLEST = 4
Parts = Mapping[tuple[Key, Key], Decimal | None]
"""What each initiative, or group, gives to each need, or group of needs."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one initiative or group gives to one need; ``side`` is the side of its square in pixels.

    ``mark`` names the pair where the viewer may link it.
    """

    amount: str
    css: str
    side: str = ""
    at: str = ""
    mark: str = ""
    place: int = 0
    """Which column, from 1."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An initiative or group with a cell for each need; ``close_url`` where it is the sums of an open group.

    ``url`` leads to the record, or opens, closes or goes on with the group.
    """

    node: Shown
    cells: Sequence[Cell]
    depth: int = 0
    close_url: str = ""
    url: str = ""

    @property
    def turn(self) -> str:
        """The icon of a group that opens or closes."""
        if self.close_url:
            return "chevron-down"
        return "chevron-right" if self.node.is_group and not self.node.is_rest else ""


@dataclass(frozen=True, slots=True)
class LooseRow:
    """An initiative without a need, with a pair for each column where it can be linked; empty where it cannot."""

    gap: GapRow
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over neighboring needs: their objective, or the open group they stand in."""

    name: str
    css: str
    span: int
    close_url: str = ""


class Matrix:
    """Rows and heads of one line of sight, for one viewer."""

    def __init__(self, columns: Columns, opening: Opening, viewer: Actor, *, marks: bool) -> None:
        self.columns, self.opening, self.viewer, self.marks = columns, opening, viewer, marks
        self.nodes = {node.key: node for node in columns.line.sight.nodes}
        self.needs = _adjoining([node for node in self.nodes.values() if COLUMN_OF[node.key.kind] == 1])
        self.parts = _parts(columns)
        self.most = max((part for part in self.parts.values() if part), default=Decimal(1))

    def shown_needs(self) -> list[Shown]:
        """The needs of the columns, in their order."""
        return [self.columns.shown[node.key] for node in self.needs]

    def heads(self) -> Iterator[Head]:
        """Objectives and open groups over the needs."""
        labels = self.columns.line.labels
        for over, nodes in groupby(self.needs, key=_over):
            members = list(nodes)
            if isinstance(over, str):
                yield Head(over, "", len(members))
                continue
            hues = {self.columns.shown[node.key].css for node in members}
            css = hues.pop() if len(hues) == 1 else ""
            close_url = self.opening.close(over) if COLUMN_OF[over.kind] == 1 else ""
            yield Head(labels.of(over).name, css, len(members), close_url)

    def rows(self) -> Iterator[MatrixRow]:
        """Linked initiatives and groups in the order of the map; members of open groups under their sums."""
        items = [node for node in self.nodes.values() if COLUMN_OF[node.key.kind] == 2 and node.count]
        yield from self._under(None, items, 0)

    def loose(self, rows: Iterable[GapRow]) -> list[LooseRow]:
        """Initiatives that serve no need yet, each with the pairs by which those who may can link it."""
        needs = [node for node in self.needs if node.key.kind is Kind.NEED]
        found = []
        for row in rows:
            may_mark = self.marks and bool(row.remedy.url) and len(needs) == len(self.needs)
            marks = [f"{row.code}:{self.columns.shown[node.key].key}" for node in needs] if may_mark else []
            found.append(LooseRow(row, marks))
        return found

    def _under(self, group: Key | None, items: Sequence[Node], depth: int) -> Iterator[MatrixRow]:
        """The rows directly in ``group``, each open group among them followed by its own."""
        nesting = self.columns.line.sight.nesting
        for key, members in _by_place(group, items, nesting).items():
            first = members[0]
            if key == first.key and first.inside == group:
                yield self._row(self.columns.shown[key], [first], depth)
                continue
            yield self._row(self._sums(key, members), members, depth, self.opening.close(key))
            yield from self._under(key, members, depth + 1)

    def _sums(self, key: Key, members: Sequence[Node]) -> Shown:
        """An open group as the row over its members."""
        total = replace(
            members[0],
            key=key,
            amount=known_sum(node.amount for node in members),
            count=sum(node.count for node in members),
            size=sum(node.size for node in members),
            inside=None,
        )
        return self.columns.as_shown(total)

    def _row(self, shown: Shown, members: Sequence[Node], depth: int, close_url: str = "") -> MatrixRow:
        may_mark = self.marks and shown.kind == Kind.INITIATIVE and self._may_link(members[0].key)
        cells = [
            self._cell(shown, members, need, at, may_mark=may_mark) for at, need in enumerate(self.needs, 1)
        ]
        return MatrixRow(shown, cells, depth, close_url, close_url or self._url(shown))

    def _url(self, shown: Shown) -> str:
        if shown.is_rest:
            return self.opening.more_url
        return f"{self.opening.prefix}{quote(shown.key)}" if shown.is_group else shown.url

    def _cell(self, shown: Shown, members: Sequence[Node], need: Node, at: int, *, may_mark: bool) -> Cell:
        column = self.columns.shown[need.key]
        mark = f"{shown.key}:{column.key}" if may_mark and need.key.kind is Kind.NEED else ""
        pairs = [pair for node in members if (pair := (node.key, need.key)) in self.parts]
        if not pairs:
            return Cell("", "", mark=mark, place=at)
        part = known_sum(self.parts[pair] for pair in pairs)
        side = min(max(SMALLEST, sqrt(max(part or 0, 0) / self.most) * SIDE), SIDE)
        amount, css = self.columns.amount(part), column.css or "none"
        return Cell(amount, css, f"{side:.1f}", f"{(SIDE - side) / 2:.1f}", mark, at)

    def _may_link(self, key: Key) -> bool:
        """Whether the viewer may link the initiative: its unit decides."""
        record = self.columns.line.labels.of(key).record
        unit = self.columns.line.rows.units.get(record.unit_id) if isinstance(record, Initiative) else None
        return unit is not None and self.viewer.access.allows(Permission.EDIT_INITIATIVES, [unit.path])


def _over(need: Node) -> Key | str:
    """What stands over a need: the open group it is in, its objective, or words where it has neither."""
    if need.key.kind is Kind.SEGMENT_NEEDS and not need.inside:
        return _("Segments")
    return need.inside or need.home or _("No objective")


def _parts(columns: Columns) -> dict[tuple[Key, Key], Decimal | None]:
    parts: dict[tuple[Key, Key], Decimal | None] = {}
    for edge in columns.line.sight.edges:
        if COLUMN_OF[edge.source.kind] == 1:
            pair = edge.target, edge.source
            parts[pair] = known_sum([parts[pair], edge.amount]) if pair in parts else edge.amount
    return parts


def _adjoining(needs: Sequence[Node]) -> list[Node]:
    """The same needs, those of one open group side by side where the first of them stands."""
    places: dict[Key, int] = {}
    for at, node in enumerate(needs):
        places.setdefault(node.inside or node.key, at)
    return sorted(needs, key=lambda node: places[node.inside or node.key])


def _by_place(group: Key | None, items: Sequence[Node], nesting: Mapping[Key, Key]) -> dict[Key, list[Node]]:
    """What stands directly in ``group``: nodes, and open groups with everything inside them."""
    found: dict[Key, list[Node]] = {}
    for node in items:
        inner = None if node.inside == group else node.inside
        while inner is not None and nesting.get(inner) != group:
            inner = nesting.get(inner)
        found.setdefault(inner or node.key, []).append(node)
    return found
