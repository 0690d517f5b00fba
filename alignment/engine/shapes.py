"""What a drawing of the line of sight is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from alignment.choices import ChainState
from alignment.engine.facts import Id
from alignment.engine.gaps import Gap


class Kind(StrEnum):
    """What a node stands for."""

    OBJECTIVE = "objective"
    NEED = "need"
    INITIATIVE = "initiative"
    PROGRAM = "program"
    UNIT = "unit"
    BENEFIT = "benefit"
    DISCIPLINE = "discipline"
    OBJECTIVE_NEEDS = "objective_needs"
    DISCIPLINE_NEEDS = "discipline_needs"
    SEGMENT_NEEDS = "segment_needs"
    OBJECTIVE_ITEMS = "objective_items"
    DISCIPLINE_ITEMS = "discipline_items"
    SEGMENT_ITEMS = "segment_items"
    UNIT_BENEFITS = "unit_benefits"


COLUMNS = (
    frozenset({Kind.OBJECTIVE, Kind.DISCIPLINE}),
    frozenset({Kind.NEED, Kind.OBJECTIVE_NEEDS, Kind.DISCIPLINE_NEEDS, Kind.SEGMENT_NEEDS}),
    frozenset(
        {
            Kind.INITIATIVE,
            Kind.PROGRAM,
            Kind.UNIT,
            Kind.OBJECTIVE_ITEMS,
            Kind.DISCIPLINE_ITEMS,
            Kind.SEGMENT_ITEMS,
        }
    ),
    frozenset({Kind.BENEFIT, Kind.UNIT_BENEFITS}),
)
COLUMN_OF = {kind: number for number, kinds in enumerate(COLUMNS) for kind in kinds}
RECORDS = frozenset({Kind.OBJECTIVE, Kind.NEED, Kind.INITIATIVE, Kind.BENEFIT})
"""Kinds of nodes that are records; the others are groups."""


class Key(NamedTuple):
    """Names a node: a record, or a group of objectives, needs, initiatives (items) or benefits by what its kind says.

    The group of id None holds what names no unit, program or segment, or reaches no objective. Disciplines are known
    by name; the empty one is of what reaches none in force.
    """

    kind: Kind
    id: Id | None


@dataclass(frozen=True, slots=True)
class Node:
    """A record or group in a column.

    ``amount`` is None where nothing is known; ``count`` says how many initiatives stand behind the node and
    ``size`` how many records are in it; ``home`` is the node in whose band it lies; ``state`` is None for groups
    and benefits. ``inside`` is the open group it stands in; the rest of an open group stands in itself.
    """

    key: Key
    amount: Decimal | None
    count: int
    discipline: str = ""
    home: Key | None = None
    state: ChainState | None = None
    size: int = 1
    inside: Key | None = None

    @property
    def is_rest(self) -> bool:
        """Whether it is what an open group has no room to name."""
        return self.inside == self.key


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one column to the next; ``amount`` is None where nothing is known."""

    source: Key
    target: Key
    amount: Decimal | None
    discipline: str


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative of the table: its amount, its main need, objective and benefit, and how many more."""

    initiative: Id
    amount: Decimal | None
    state: ChainState
    need: Id | None
    more_needs: int
    objective: Id | None
    discipline: str
    benefit: Id | None
    more_benefits: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one discipline gets of the linked money, in percent, against what the strategy intends."""

    discipline: str
    amount: Decimal
    actual: Decimal | None
    intended: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The facts of the finding. ``stated`` is the strategy's lead discipline, ``leading`` the money's."""

    total: Decimal
    linked: Decimal
    without_amount: int
    initiatives: int
    linked_initiatives: int
    needs: int
    served_needs: int
    benefits: int
    measured_benefits: int
    stated: str
    leading: str


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything a page, a file or a program shows of the line of sight."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]
    exempt: tuple[Id, ...]
    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    totals: Totals
    is_grouped: bool
    """Whether groups stand for initiatives."""
    nesting: Mapping[Key, Key] = field(default_factory=dict)
    """For each open group that stands inside another open one, that other."""
