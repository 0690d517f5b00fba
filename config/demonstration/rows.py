"""The shapes in which the demonstration is written down.

Records name each other by key. Money is in thousands of euros. Days are told in whole months from the month of
building: 0 is that month, -3 three months earlier. A beginning is the first day of its month, an end the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.choices import UnitKind
from alignment.choices import Change, Explicitness, Health, Office, Purpose, Status
from customers.choices import SegmentKind
from metrics.choices import Direction, FormulaKind, Frequency
from strategies.choices import Discipline, Perspective

Number = Decimal | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    key: str
    name: str
    parent: str
    kind: UnitKind = UnitKind.BUSINESS


@dataclass(frozen=True, slots=True)
class PersonRow:
    key: str
    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class SignInRow:
    """``roles`` are pairs of a role and a unit. The first word of the address is the role it shows."""

    person: str
    email: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A link to the record named: how strong, how we know, and how many months ago we learned it."""

    to: str
    strength: int
    evidence: str
    age: int = 3
    share: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    key: str
    name: str
    discipline: Discipline
    perspective: Perspective
    weight: int
    due: int
    owner: str
    description: str


@dataclass(frozen=True, slots=True)
class ElementRow:
    key: str
    name: str
    statement: str
    objectives: tuple[Tie, ...]
    needs: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class SegmentRow:
    key: str
    name: str
    description: str
    parent: str = ""
    kind: SegmentKind = SegmentKind.PAYING_CUSTOMER


@dataclass(frozen=True, slots=True)
class NeedRow:
    """Answers are means on a scale from 1 to 5; empty where nobody was asked."""

    key: str
    statement: str
    short_name: str
    segment: str
    importance: str
    satisfaction: str
    respondents: int
    owner: str
    evidence: str
    age: int = 5


@dataclass(frozen=True, slots=True)
class MetricRow:
    key: str
    name: str
    unit_of_measure: str
    direction: Direction
    formula: FormulaKind
    frequency: Frequency
    decimals: int
    owner: str
    definition: str


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """``annual`` is in thousands of euros a year."""

    key: str
    name: str
    unit: str
    owner: str
    explicitness: Explicitness
    change: Change
    metric: str
    baseline: str
    target: str
    due: int
    description: str
    annual: int | None = None


@dataclass(frozen=True, slots=True)
class ProgramRow:
    key: str
    name: str
    unit: str
    owner: str
    description: str


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    reason: str
    by: str
    until: int


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """``budget`` is the plan of this fiscal year, ``following`` what the next one is expected to take."""

    key: str
    name: str
    unit: str
    program: str
    owner: str
    status: Status
    health: Health | None
    office: Office
    purpose: Purpose
    start: int
    end: int
    budget: int
    following: int
    description: str
    needs: tuple[Tie, ...] = ()
    benefits: tuple[Tie, ...] = ()
    exemption: ExemptionRow | None = None
