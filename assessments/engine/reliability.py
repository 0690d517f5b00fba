"""Whether several statements measure the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def variance(values: Sequence[int | Fraction]) -> Fraction:
    """The sample variance (divided by n - 1). Raises ``ValueError`` for fewer than two values."""
    if len(values) < 2:
        raise ValueError("the spread of fewer than two values is unknown")
    mean = Fraction(sum(values)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Cronbach's alpha over people who answered every statement: at most 1, below 0 where statements disagree.

    alpha = k / (k - 1) (1 - sum of the statements' variances / variance of the sums). Reversed statements must have been
    turned. ``None`` for fewer than two statements or people, and where everybody has the same sum.
    Source: L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16 (1951) 297-334.
    """
    statements = len(rows[0]) if rows else 0
    if statements < 2 or len(rows) < 2:
        return None
    total = variance([sum(row) for row in rows])
    if total == 0:
        return None
    parts = sum((variance(column) for column in zip(*rows, strict=True)), Fraction(0))
    return float(Fraction(statements, statements - 1) * (1 - parts / total))
