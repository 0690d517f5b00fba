"""The four columns of the map, as their template shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from alignment.choices import ChainState, Health, Status
from alignment.engine.shapes import COLUMN_OF, RECORDS, Edge, Key, Kind, Node
from alignment.models import Benefit, Initiative
from alignment.queries.sight import LineOfSight
from alignment.serializers import words
from customers.models import Need
from foundation import formats
from foundation.models import Record
from foundation.templatetags.sightline_glyphs import DISCIPLINES
from strategies.models import Objective

NUMBERED = frozenset({Kind.OBJECTIVE_NEEDS, Kind.DISCIPLINE_NEEDS})
"""Groups whose place in a band says what they are of: they are named by how many they are."""
COUNTED: Mapping[Kind, Callable[[int], str]] = {
    Kind.DISCIPLINE: words.objectives,
    Kind.SEGMENT_NEEDS: words.needs,
    Kind.UNIT_BENEFITS: words.benefits,
}
"""Groups that say under their name how many they are."""
TROUBLED = {"weak", "stale", "broken"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One node: its name, its figures in words, its glyphs and its place."""

    key: str
    column: int
    name: str
    url: str
    home: str
    css: str
    """ci, oe or pl; empty where no discipline in force."""
    amount: str
    plain: str
    """The amount for a script: digits and a point, empty where unknown."""
    note: str = ""
    tally: str = ""
    """How many initiatives stand behind a need."""
    count: int = 0
    kind: str = ""
    status: str = ""
    health: str = ""
    state: str = ""
    ends: tuple[str, str] = ("", "")
    """Baseline and target of a benefit."""
    size: str = ""
    """How many records a group stands for; empty where the node is a record."""
    is_rest: bool = False
    """Whether it is what an open group has no room to name."""

    @property
    def is_group(self) -> bool:
        return bool(self.size)

    @property
    def is_drawn(self) -> bool:
        """Needs that nothing serves and objectives nothing reaches stand in the lane, not in the map."""
        return self.count > 0


def scale_of(line: LineOfSight) -> formats.Scale:
    """One scale for every amount of the page; at most millions, or what stands inside a group would read as nothing."""
    scale = formats.scale_for(node.amount for node in line.sight.nodes)
    return formats.Scale.MILLIONS if scale is formats.Scale.BILLIONS else scale


class Columns:
    """Nodes by name, made once and shared by map, matrix, lines and script."""

    def __init__(self, line: LineOfSight, scale: formats.Scale | None = None) -> None:
        self.line = line
        self.scale = scale or scale_of(line)
        line.labels.want(node.key for node in line.sight.nodes)
        self.shown = {node.key: self.as_shown(node) for node in line.sight.nodes}

    def column(self, number: int) -> list[Shown]:
        """Drawn nodes of one column from top to bottom."""
        return [node for node in self.shown.values() if node.column == number and node.is_drawn]

    def glyphs(self) -> dict[str, list[str]]:
        """The vocabulary of glyphs that stand in the map, for its key."""
        drawn = self.column(2)
        known: dict[str, list[str]] = {
            "status": list(Status.values),
            "health": list(Health.values),
            "state": list(ChainState.values),
        }
        return {
            name: [value for value in order if value in {getattr(node, name) for node in drawn}]
            for name, order in known.items()
        }

    def needs(self) -> list[Shown]:
        """Every need, also those nothing serves."""
        return [node for node in self.shown.values() if node.column == 1]

    def code(self, key: Key | None) -> str:
        """How page and script name a node."""
        return "" if key is None else self.line.labels.of(key).code

    def amount(self, value: Decimal | None) -> str:
        """A figure on the scale of the page."""
        return formats.amount(value, self.scale)

    def money(self, value: Decimal | None) -> str:
        """The same figure with its unit, for where no head names it."""
        return "" if value is None else formats.money(value, self.line.rows.currency, scale=self.scale)

    def as_shown(self, node: Node) -> Shown:
        """One node in words."""
        label = self.line.labels.of(node.key)
        record = label.record
        column = COLUMN_OF[node.key.kind]
        return Shown(
            key=label.code,
            column=column,
            name=self._name(node, label.name),
            url=label.url,
            home=self.code(node.home),
            css=DISCIPLINES.get(node.discipline, ""),
            amount=self.amount(node.amount),
            plain=plain(node.amount),
            note=self._note(node, record),
            tally=words.initiatives(node.count) if column == 1 and node.count else "",
            count=node.count,
            kind=node.key.kind,
            status=record.status if isinstance(record, Initiative) else "",
            health=_trouble(record.health) if isinstance(record, Initiative) else "",
            state=node.state if node.state and node.state in TROUBLED else "",
            ends=ends(record) if isinstance(record, Benefit) else ("", ""),
            size=formats.number(node.size) if node.key.kind not in RECORDS else "",
            is_rest=node.is_rest,
        )

    def _name(self, node: Node, name: str) -> str:
        if node.is_rest:
            return words.smaller(node.size)
        return words.needs(node.size) if node.key.kind in NUMBERED else name

    def _note(self, node: Node, record: Record | None) -> str:
        """The second line under a name."""
        counted = COUNTED.get(node.key.kind)
        if counted:
            return counted(node.size)
        if node.key.kind in NUMBERED:
            return ""
        if isinstance(record, Need):
            return str(self.line.rows.segments.get(record.segment_id, ""))
        if isinstance(record, Objective) and record.due_date:
            return _("by %(month)s") % {"month": formats.month(record.due_date)}
        return ""


def plain(value: Decimal | None) -> str:
    """An amount for a script: empty where it is unknown."""
    return "" if value is None else f"{value:f}"


def _trouble(health: str) -> str:
    """Good news stays silent."""
    return "" if health == "ok" else health


def ends(record: Benefit) -> tuple[str, str]:
    """Where a benefit starts and what it promises, in the unit of its metric."""
    metric = record.metric
    if metric is None:
        return ("", "")
    values = (record.baseline_value, record.target_value)
    baseline, target = (words.measured(value, metric.unit_of_measure, metric.decimals) for value in values)
    return (baseline, target)


def edges(columns: Columns, among: Iterable[Edge] | None = None) -> Iterable[tuple[str, str, str, str]]:
    """Lines for the script: from, to, amount, discipline; all, or those ``among`` some."""
    for edge in columns.line.sight.edges if among is None else among:
        source, target = columns.shown[edge.source], columns.shown[edge.target]
        yield source.key, target.key, plain(edge.amount), DISCIPLINES.get(edge.discipline, "")
