"""Broken lines: one row each, with who answers for it and the one action that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alignment.choices import GapKind, Hop
from alignment.engine.facts import Ref
from alignment.engine.gaps import Gap
from alignment.engine.shares import known_sum
from alignment.models import Initiative
from alignment.queries.sight import LineOfSight
from alignment.serializers import words
from alignment.serializers.paging import page_of
from alignment.serializers.remedies import Remedies, Remedy
from customers.models import Need
from foundation import formats
from foundation.actors import Actor
from foundation.models import Record

COLUMN = {
    GapKind.OBJECTIVE_WITHOUT_NEED: 0,
    GapKind.NEED_WITHOUT_INITIATIVE: 1,
    GapKind.NEED_WITHOUT_OBJECTIVE: 1,
    GapKind.INITIATIVE_WITHOUT_NEED: 2,
    GapKind.INITIATIVE_WITHOUT_BENEFIT: 3,
    GapKind.BENEFIT_NOT_MEASURED: 3,
}
ROOM = {0: (1, 1), 1: (2, 1), 2: (4, 4), 3: (3, 1)}
"""How many rows of a column the lane shows: of its only kind, or of each of several. All are on the list."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One broken line."""

    code: str
    name: str
    url: str
    note: str
    amount: str
    owner: str
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Broken lines of one kind: how many, how much money, and the first of them."""

    kind: str
    head: SafeString
    amount: str
    rows: Sequence[GapRow]
    more: int


class Lane:
    """The gaps of a line of sight for one viewer."""

    def __init__(self, line: LineOfSight, viewer: Actor, scale: formats.Scale) -> None:
        self.line, self.scale = line, scale
        self.remedies = Remedies(line.rows, line.labels, viewer)
        self.by_kind = {kind: list(gaps) for kind, gaps in groupby(line.sight.gaps, key=lambda gap: gap.kind)}

    def column(self, number: int) -> list[GapGroup]:
        """The groups of one column of the lane, each cut to the room there is."""
        groups = [gaps for kind, gaps in self.by_kind.items() if COLUMN[kind] == number]
        room = ROOM[number][len(groups) > 1]
        return [self._group(gaps, room) for gaps in groups]

    def everything(self, room: int) -> list[GapGroup]:
        """All groups, cut to ``room`` rows each."""
        return [self.group(kind, room) for kind in self.by_kind]

    def group(self, kind: GapKind, room: int) -> GapGroup:
        """The gaps of one kind, which there must be, cut to ``room`` rows."""
        return self._group(self.by_kind[kind], room)

    def page(self, kind: GapKind, number: int) -> tuple[GapGroup, int]:
        """One page of the gaps of a kind, which there must be, and how many pages there are."""
        gaps, pages = self._page(kind, number)
        whole = self.group(kind, 0)
        return replace(whole, rows=[self.row(gap) for gap in gaps], more=0), pages

    def _page(self, kind: GapKind, number: int) -> tuple[Sequence[Gap], int]:
        return page_of(self.by_kind[kind], number)

    def named(self, room: int, only: GapKind | None = None, number: int | None = None) -> Iterable[Ref]:
        """The records named by ``room`` rows of each kind, or of one kind; with ``number`` by that page of it."""
        for kind, gaps in self.by_kind.items():
            if only in (None, kind):
                rows = gaps[:room] if number is None else self._page(kind, number)[0]
                yield from (ref for gap in rows for ref in (gap.ref, gap.near))

    def _group(self, gaps: Sequence[Gap], room: int) -> GapGroup:
        known = known_sum(gap.amount for gap in gaps)
        shown = min(room, len(gaps))
        return GapGroup(
            kind=gaps[0].kind,
            head=words.gap_head(gaps[0].kind, len(gaps)),
            amount="" if known is None else formats.money(known, self.line.rows.currency),
            rows=[self.row(gap) for gap in gaps[:shown]],
            more=len(gaps) - shown,
        )

    def row(self, gap: Gap) -> GapRow:
        label = self.line.labels.of(gap.ref)
        owner = getattr(label.record, "owner", None)
        remedy = self.remedies.of(gap.action, gap.near)
        return GapRow(
            code=label.code,
            name=label.name,
            url=label.url,
            note=self._note(gap, label.record),
            amount="" if gap.amount is None else formats.amount(gap.amount, self.scale),
            owner=str(owner) if owner else "",
            remedy=remedy,
        )

    def _note(self, gap: Gap, record: Record | None) -> str:
        """What helps to judge the gap: who has the need and how much it matters, or why it is one."""
        if isinstance(record, Need):
            segment = str(self.line.rows.segments.get(record.segment_id, ""))
            if record.importance_score is None:
                return segment
            importance = formats.number(record.importance_score, 1)
            return _("%(segment)s, importance %(importance)s") % {
                "segment": segment,
                "importance": importance,
            }
        if isinstance(record, Initiative):
            return str(self.line.rows.units.get(record.unit_id, ""))
        if gap.ref.hop is Hop.BENEFIT:
            return str(gap.reason.label)
        return ""
