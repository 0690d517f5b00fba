"""The level of maturity that criteria come to.

The mean of its statements is a criterion, the mean of the criteria is the whole, and halves count upward: the level is
floor(whole + 1/2). Source of the scheme (six criteria, five levels): J. Luftman, "Assessing Business-IT Alignment
Maturity", Communications of the AIS 4 (2000), article 14. The statements are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def overall(criteria: Sequence[Fraction | int]) -> Fraction | None:
    """The mean of the criteria, each counting the same; ``None`` where there is none."""
    return Fraction(sum(criteria)) / len(criteria) if criteria else None


def level(value: Fraction | float) -> int:
    """The nearest level; halfway between two it is the higher one."""
    return floor(value + Fraction(1, 2))
