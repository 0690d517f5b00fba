"""What a drawing of the line of sight is made of."""

from __future__ import annotations

from dataclasses import dataclass
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
    OBJECTIVE_NEEDS = "objective_needs"
    UNIT_BENEFITS = "unit_benefits"


class Key(NamedTuple):
    """Names a node: a record, or a group of initiatives (program, unit), needs (objective) or benefits (unit).

    The group of id None holds what names no unit or reaches no objective.
    """

    kind: Kind
    id: Id | None


@dataclass(frozen=True, slots=True)
class Node:
    """A record or group in a column.

    ``amount`` is None where nothing is known; ``count`` says how many initiatives stand behind the node and
    ``size`` how many records are in it; ``home`` is the node in whose band it lies; ``state`` is None for groups
    and benefits.
    """

    key: Key
    amount: Decimal | None
    count: int
    discipline: str = ""
    home: Key | None = None
    state: ChainState | None = None
    size: int = 1


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
