"""Who was asked in which round, and how the two sides see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from strategies.choices import Discipline

PRODUCT, OPERATIONS, INTIMACY = (
    Discipline.PRODUCT_LEADERSHIP,
    Discipline.OPERATIONAL_EXCELLENCE,
    Discipline.CUSTOMER_INTIMACY,
)
DISCIPLINE, MATURITY = "Value-discipline check", "Alignment maturity"
"""Instruments by name, their first edition."""
IT_PEOPLE = ("halloran", "haddad", "costa", "murphy", "lindqvist", "corrigan")
"""Those who answer for IT, wherever their unit stands."""
BUSINESS = (
    "moss", "brennan", "keane", "kowal", "walsh", "reilly", "deboer", "nair", "fischer", "weber", "daly", "okafor",
)  # fmt: skip

Levels = Mapping[str, tuple[float, float]]
"""What a side says on average, today and as it should be, by subject; in an instrument without subjects by group."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """``opened`` and ``closed`` are days before building; one without ``closed`` waits until ``last`` days from now.

    ``business`` and ``it`` are what those of ``answered`` say; who is asked and not among them has said nothing.
    """

    key: str
    name: str
    instrument: str
    unit: str
    opened: int
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    business: Levels
    it: Levels = field(default_factory=dict)
    closed: int | None = None
    last: int | None = None


ROUNDS = (
    RoundRow(
        "root_check", "How we win customers", DISCIPLINE, "alderbrook", 96,
        (*BUSINESS, "tanaka", "adeyemi", *IT_PEOPLE), (*BUSINESS, *IT_PEOPLE),
        {INTIMACY: (7.5, 8.6), OPERATIONS: (4.9, 5.9), PRODUCT: (4.0, 5.0)},
        {INTIMACY: (5.7, 8.0), OPERATIONS: (6.2, 6.6), PRODUCT: (3.3, 4.1)},
        closed=75,
    ),
    RoundRow(
        "commercial_check", "How Commercial lines wins firms", DISCIPLINE, "commercial", 61,
        ("deboer", "nair", "moss", "brennan", "daly", "okafor", *IT_PEOPLE),
        ("deboer", "nair", "moss", "brennan", "daly", "okafor", *IT_PEOPLE[:5]),
        {INTIMACY: (5.4, 6.2), OPERATIONS: (5.1, 6.8), PRODUCT: (4.9, 7.7)},
        {INTIMACY: (4.6, 5.8), OPERATIONS: (5.3, 7.0), PRODUCT: (4.5, 6.5)},
        closed=40,
    ),
    RoundRow(
        "claims_check", "How Claims wins members", DISCIPLINE, "claims", 61,
        ("fischer", "weber", "brennan", "tanaka", "reilly", "okafor", *IT_PEOPLE),
        ("fischer", "weber", "brennan", "tanaka", "reilly", "okafor", "haddad", "murphy"),
        {INTIMACY: (5.6, 6.3), OPERATIONS: (7.2, 8.5), PRODUCT: (3.1, 3.6)},
        {INTIMACY: (5.0, 6.0), OPERATIONS: (6.5, 8.0), PRODUCT: (3.0, 3.5)},
        closed=40,
    ),
    RoundRow(
        "maturity", "How business and IT work together", MATURITY, "alderbrook", 47,
        (*BUSINESS, *IT_PEOPLE), (*BUSINESS[:10], *IT_PEOPLE),
        {
            "Communication": (2.7, 0), "Measuring value": (1.9, 0), "Governance": (2.6, 0),
            "Partnership": (2.4, 0), "Scope and architecture": (3.0, 0), "Skills": (2.5, 0),
        },
        {
            "Communication": (3.6, 0), "Measuring value": (3.1, 0), "Governance": (3.4, 0),
            "Partnership": (2.9, 0), "Scope and architecture": (3.2, 0), "Skills": (2.7, 0),
        },
        closed=26,
    ),
    RoundRow(
        "personal_check", "How Personal lines wins households", DISCIPLINE, "personal", 9,
        ("moss", "brennan", "keane", "kowal", "tanaka", "daly", "okafor", "halloran", "corrigan", "murphy", "costa"),
        ("brennan", "keane", "tanaka", "costa"),
        {INTIMACY: (6.4, 8.4), OPERATIONS: (4.6, 6.0), PRODUCT: (4.1, 5.2)},
        {INTIMACY: (5.2, 8.0), OPERATIONS: (5.9, 6.4), PRODUCT: (3.7, 4.4)},
        last=12,
    ),
)  # fmt: skip
"""Of Claims too few answered for IT, so that side stays closed. The last one waits for its answers."""
