"""How far people agree: about one thing, and about the order of several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

Number = int | Fraction


def mean_absolute_deviation(values: Sequence[Number]) -> float:
    """The mean distance from the mean, in the unit of the values: 0 where all agree.

    At most half the width of the scale. Raises ``ValueError`` where there is no value.
    """
    if not values:
        raise ValueError("nobody answered")
    mean = Fraction(sum(values)) / len(values)
    return float(sum(abs(value - mean) for value in values) / len(values))


def ranks(values: Sequence[Number]) -> list[Fraction]:
    """The rank of each value from 1 for the smallest; equal values share the mean of their ranks."""
    below = {value: sum(other < value for other in values) for value in set(values)}
    alike = Counter(values)
    return [Fraction(2 * below[value] + alike[value] + 1, 2) for value in values]


def kendall_w(rows: Sequence[Sequence[Number]]) -> float | None:
    """Kendall's coefficient of concordance, 0 to 1, corrected for ties: 1 where all give the same order.

    Each row is what one person gave to the same things. ``None`` for fewer than two people or two things, and where
    nobody tells any two things apart.
    W = 12 S / (m² (n³ - n) - m T), S the sum of squared deviations of the rank sums from their mean, T the sum of
    t³ - t over the groups of t ties. Source: M. G. Kendall, "Rank Correlation Methods", Griffin, 1948, chapter 6.
    """
    people, things = len(rows), len(rows[0]) if rows else 0
    if people < 2 or things < 2:
        return None
    ranked = [ranks(row) for row in rows]
    ties = sum(count**3 - count for row in ranked for count in Counter(row).values())
    whole = people**2 * (things**3 - things) - people * ties
    if whole == 0:
        return None
    middle = Fraction(people * (things + 1), 2)
    spread = sum((sum(column) - middle) ** 2 for column in zip(*ranked, strict=True))
    return float(12 * spread / whole)
