"""The phone's view: discipline, objective, need, initiative, benefit as nested disclosures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString

from alignment.choices import Action, Hop
from alignment.engine.facts import Ref
from alignment.engine.shapes import COLUMN_OF, Edge, Key, Kind, Node, Share
from alignment.serializers import words
from alignment.serializers.nodes import Columns, Shown
from alignment.serializers.remedies import Remedies, Remedy
from foundation.templatetags.sightline_glyphs import DISCIPLINES

BAR = 20
"""Pixels of the widest bar beside a need."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An initiative or group under a need: what it gives, and the first of its benefits."""

    node: Shown
    amount: str
    benefit: Shown | None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need under its objective."""

    node: Shown
    width: str
    items: Sequence[ItemLine] | None
    """None where they are sent when they are asked for."""
    remedy: Remedy = field(default_factory=Remedy)
    """What mends a need that nothing serves."""

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective with the needs whose home it is; no node for needs that reach none."""

    node: Shown | None
    amount: str
    needs: Sequence[NeedLine]
    is_open: bool = False
    """Whether it is the first with needs, or holds the need whose part was asked for by address."""


@dataclass(frozen=True, slots=True)
class DisciplineLine:
    """A discipline with its share and intent; no name for what reaches no discipline."""

    css: str
    discipline: str
    share: Share | None
    text: SafeString | str
    objectives: Sequence[ObjectiveLine]


class Lines:
    """Edges looked up by their ends, then nested."""

    def __init__(self, columns: Columns, part: str = "", remedies: Remedies | None = None) -> None:
        self.columns, self.part, self.remedies = columns, part, remedies
        self.by_source: defaultdict[Key, list[Edge]] = defaultdict(list)
        for edge in columns.line.sight.edges:
            self.by_source[edge.source].append(edge)
        amounts = [node.amount for node in columns.line.sight.nodes if COLUMN_OF[node.key.kind] == 1]
        self.most = max((amount for amount in amounts if amount), default=Decimal(1))

    def disciplines(self) -> Iterator[DisciplineLine]:
        """Disciplines in the order of the map, then what reaches none."""
        line = self.columns.line
        groups: defaultdict[str, list[ObjectiveLine]] = defaultdict(list)
        needs = self._needs()
        found = [node for node in line.sight.nodes if COLUMN_OF[node.key.kind] == 0]
        opened = next((node.key for node in found if needs[node.key]), None)
        for node in found:
            shown, amount = self.columns.shown[node.key], self.columns.money(node.amount)
            is_open = node.key == opened or self._is_asked(needs[node.key])
            groups[node.discipline].append(ObjectiveLine(shown, amount, needs[node.key], is_open))
        loose = needs[None]
        if loose:
            is_open = opened is None or self._is_asked(loose)
            groups[""].append(ObjectiveLine(None, "", loose, is_open))
        shares = {share.discipline: share for share in line.sight.shares}
        for discipline, objectives in groups.items():
            share = shares.get(discipline)
            text = words.share_text(share, line.question.measure) if share else ""
            yield DisciplineLine(DISCIPLINES.get(discipline, ""), discipline, share, text, objectives)

    def _needs(self) -> defaultdict[Key | None, list[NeedLine]]:
        """The needs of each objective; those that reach none under None."""
        found: defaultdict[Key | None, list[NeedLine]] = defaultdict(list)
        is_short = not self.columns.line.sight.is_grouped
        for node in self.columns.line.sight.nodes:
            if COLUMN_OF[node.key.kind] == 1:
                shown = self.columns.shown[node.key]
                width = f"{float(max(node.amount or 0, 0) / self.most) * BAR:.1f}"
                items = self.items(node.key) if is_short or shown.key == self.part else None
                found[node.home].append(NeedLine(shown, width, items, self._remedy(node)))
        return found

    def _remedy(self, node: Node) -> Remedy:
        if self.remedies is None or node.count or node.key.kind is not Kind.NEED or node.key.id is None:
            return Remedy()
        return self.remedies.of(Action.LINK_INITIATIVE, Ref(Hop.NEED, node.key.id))

    def _is_asked(self, needs: Sequence[NeedLine]) -> bool:
        return any(need.node.key == self.part for need in needs)

    def items(self, need: Key) -> list[ItemLine]:
        """What serves a need or group of needs, the most money first."""
        edges = sorted(self.by_source[need], key=lambda edge: -(edge.amount or 0))
        return [
            ItemLine(
                self.columns.shown[edge.target],
                self.columns.amount(edge.amount),
                self._benefit(edge.target),
            )
            for edge in edges
        ]

    def _benefit(self, item: Key) -> Shown | None:
        """The benefit most of an item's money buys."""
        edges = sorted(self.by_source[item], key=lambda edge: -(edge.amount or 0))
        return self.columns.shown[edges[0].target] if edges else None
