"""How far a figure can be trusted: a grade from A to E, from what is known of the data it was made of.

Dimensions are those of DAMA UK, "The six primary dimensions for data quality assessment" (2013), as far as they can be measured
here: completeness over time and over places, timeliness, validity. Thresholds, and that the worst dimension is the grade, are
our own rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.choices import Dimension, Grade

AT_LEAST = (
    (Grade.A, Fraction(98, 100)),
    (Grade.B, Fraction(90, 100)),
    (Grade.C, Fraction(75, 100)),
    (Grade.D, Fraction(1, 2)),
)
"""What must be there for a grade, of one; below the last it is E."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many: periods with a value, places that told, days in time, rows that say something."""

    known: int
    expected: int


@dataclass(frozen=True, slots=True)
class Quality:
    """The grade of a figure, and that of each dimension that is known; a dimension of which nothing is known has none."""

    grade: Grade | None
    dimensions: Mapping[Dimension, tuple[Part, Grade]]


def quality(parts: Mapping[Dimension, Part]) -> Quality:
    """The worst of what is known; what is not known is neither good nor bad, and without anything known there is no grade."""
    graded = {name: (part, grade_of(part)) for name, part in parts.items() if part.expected > 0}
    grades = [grade for _part, grade in graded.values()]
    return Quality(max(grades, key=list(Grade).index) if grades else None, graded)


def grade_of(part: Part) -> Grade:
    """The grade of one dimension."""
    share = Fraction(part.known, part.expected)
    return next((grade for grade, least in AT_LEAST if share >= least), Grade.E)


def filled(values: Sequence[float | None]) -> Part:
    """Periods with a value, of those since the first that has one."""
    first = next((index for index, value in enumerate(values) if value is not None), len(values))
    since = values[first:]
    return Part(sum(value is not None for value in since), len(since))


def in_time(late: int, span: int) -> Part:
    """Of the days from one value to the next those that were not waited in vain: ``late`` after the days of grace."""
    return Part(max(span - late, 0), span)
