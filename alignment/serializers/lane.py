"""Broken lines: one row each, with who answers for it and the one action that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.choices import Action, GapKind, Hop
from alignment.engine.facts import Ref
from alignment.engine.gaps import Gap
from alignment.engine.shares import known_sum
from alignment.queries.sight import LineOfSight
from alignment.serializers import words
from customers.models import Need
from foundation import formats
from foundation.actors import Actor
from foundation.models import Record
from strategies.models import Objective
from workbench.links import record_url
from workbench.types import type_of

COLUMN = {
    GapKind.OBJECTIVE_WITHOUT_NEED: 0,
    GapKind.NEED_WITHOUT_INITIATIVE: 1,
    GapKind.NEED_WITHOUT_OBJECTIVE: 1,
    GapKind.INITIATIVE_WITHOUT_NEED: 2,
    GapKind.INITIATIVE_WITHOUT_BENEFIT: 3,
    GapKind.BENEFIT_NOT_MEASURED: 3,
}
ROOM = {0: (1,), 1: (2, 1), 2: (4,), 3: (3, 1)}
"""How many rows the lane has for the first and for further kinds of a column; all are on the list."""
STRATEGIC = {Action.LINK_ELEMENT, Action.LINK_OBJECTIVE, Action.PUT_IN_FORCE}
"""What it takes to change the upper half of the chain."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One broken line."""

    code: str
    name: str
    url: str
    note: str
    amount: str
    owner: str
    action: str
    action_url: str
    """Empty where the viewer may not mend it."""
    in_place: bool


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
        self.line, self.viewer, self.scale = line, viewer, scale

    def column(self, number: int) -> list[GapGroup]:
        """The groups of one column of the lane, each cut to the room there is."""
        groups = [gaps for kind, gaps in self._by_kind() if COLUMN[kind] == number]
        room = ROOM[number]
        return [self._group(gaps, room[min(at, len(room) - 1)]) for at, gaps in enumerate(groups)]

    def everything(self) -> list[GapGroup]:
        """All groups, whole."""
        return [self._group(gaps, len(gaps)) for _kind, gaps in self._by_kind()]

    def _by_kind(self) -> Iterable[tuple[GapKind, list[Gap]]]:
        for kind, gaps in groupby(self.line.sight.gaps, key=lambda gap: gap.kind):
            yield kind, list(gaps)

    def _group(self, gaps: Sequence[Gap], room: int) -> GapGroup:
        known = known_sum(gap.amount for gap in gaps)
        shown = room if len(gaps) > room + 1 else len(gaps)
        return GapGroup(
            kind=gaps[0].kind,
            head=words.gap_head(gaps[0].kind, len(gaps)),
            amount="" if known is None else formats.money(known, self.line.currency),
            rows=[self.row(gap) for gap in gaps[:shown]],
            more=len(gaps) - shown,
        )

    def row(self, gap: Gap) -> GapRow:
        label = self.line.labels.of(gap.ref)
        owner = getattr(label.record, "owner", None)
        url = self.mend_url(gap.action, gap.near)
        return GapRow(
            code=label.code,
            name=label.name,
            url=label.url,
            note=self._note(gap, label.record),
            amount="" if gap.amount is None else formats.amount(gap.amount, self.scale),
            owner=str(owner) if owner else "",
            action=str(gap.action.label),
            action_url=url,
            in_place=gap.action is not Action.PUT_IN_FORCE,
        )

    def mend_url(self, action: Action, near: Ref) -> str:
        """Where the action is done; empty where the viewer may not do it or not read the record."""
        record = self.line.labels.of(near).record
        if record is None or not self._may(action, record):
            return ""
        if action is Action.PUT_IN_FORCE and isinstance(record, Objective):
            strategy = self.line.rows.strategies[record.strategy_id]
            object_type = type_of(type(strategy))
            return record_url(object_type, strategy, "edit") if object_type else ""
        return reverse("mend", args=[action.value, record._meta.model_name, record.uid])

    def _may(self, action: Action, record: Record) -> bool:
        """Links of initiatives belong to their unit; the upper half of the chain to the strategy's unit."""
        strategic = action in STRATEGIC or not hasattr(record, "unit_id")
        if action is Action.LINK_INITIATIVE:
            return self.viewer.access.allows(Permission.EDIT_INITIATIVES)
        if strategic:
            return self.viewer.access.allows(Permission.EDIT_STRATEGY)
        unit = self.line.rows.units[record.unit_id]  # type: ignore[attr-defined]
        return self.viewer.access.allows(Permission.EDIT_INITIATIVES, [unit.path])

    def _note(self, gap: Gap, record: Record | None) -> str:
        """What helps to judge the gap: who has the need and how much it matters, or why it is one."""
        if isinstance(record, Need):
            segment = str(self.line.rows.segments.get(record.segment_id, ""))
            if record.importance_score is None:
                return segment
            importance = formats.number(record.importance_score, 1)
            return _("%(segment)s, importance %(importance)s of 10") % {
                "segment": segment,
                "importance": importance,
            }
        if gap.ref.hop is Hop.BENEFIT:
            return str(gap.reason.label)
        return ""
