"""Process behavior charts of single values: centre, natural limits and proven steps. Exact on fractions.

Sources: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2; D. J. Wheeler, *Understanding Variation* (1993);
L. S. Nelson, "Control charts for individual measurements", Journal of Quality Technology 14 (1982) 172-173. When a
step is proven is our own rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

REACH = Fraction("2.66")
"""Mean moving ranges from the centre to a limit: three standard deviations, as Wheeler rounds 3 / d2."""
NIST_REACH = 3 / Fraction("1.128")
"""The same with d2 = 1.128 for ranges of two, as NIST prints it."""
RANGE_REACH = Fraction("3.267")
"""A moving range of so many mean moving ranges or more is a disturbance, not routine variation."""
BASE = 12
"""Values a process must have shown before a step can be told from it; with fewer, limits are provisional."""
RUN = 8
"""Values in a row on one side of the centre that prove a step."""

SETTLED = 24
"""Values from which limits are computed; later ones are judged by them, so that what was told as a signal stays one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process routinely does, in the metric's unit, from ``points`` values."""

    centre: Fraction
    range_mean: Fraction
    points: int
    reach: Fraction = REACH

    @property
    def lower(self) -> Fraction:
        """May lie below what is possible, such as a negative share: cut it off where it is drawn, never here."""
        return self.centre - self.reach * self.range_mean

    @property
    def upper(self) -> Fraction:
        return self.centre + self.reach * self.range_mean

    @property
    def is_provisional(self) -> bool:
        return self.points < BASE

    def away(self, value: Fraction) -> Fraction:
        """How far a value is from the centre, in standard deviations; 0 at the centre.

        Without any variation, whatever differs from the centre is beyond every limit.
        """
        away = value - self.centre
        third = self.reach * self.range_mean / 3
        if third:
            return away / third
        return Fraction((away > 0) - (away < 0)) * _BEYOND


_BEYOND = Fraction(10**6)


def limits(values: Sequence[Fraction], *, reach: Fraction = REACH, is_screened: bool = True) -> Limits | None:
    """The limits of a process that stays as it is; None for fewer than two values.

    ``is_screened`` leaves disturbances out of the mean moving range, once, so that they do not hide themselves.
    """
    if len(values) < 2:
        return None
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    mean = sum(ranges, Fraction(0)) / len(ranges)
    if is_screened and mean:
        routine = [each for each in ranges if each < RANGE_REACH * mean]
        mean = sum(routine, Fraction(0)) / len(routine) if routine else mean
    return Limits(sum(values, Fraction(0)) / len(values), mean, len(values), reach)


def steps(values: Sequence[Fraction], *, rebased: Collection[int] = ()) -> tuple[int, ...]:
    """Where the process changed: indices of the first values of its parts, always with 0 where there are values.

    A step is proven where, after at least ``BASE`` values of a part, ``RUN`` in a row lie on one side of the centre of
    its first ``BASE``; it begins with the first of the run. ``rebased`` are indices at which somebody knows that the
    process changed; there a new part begins whatever the values say. What comes later never moves a step.
    """
    found = [0] if values else []
    side = length = 0
    for index, value in enumerate(values):
        if index in rebased and index:
            found.append(index)
            side = length = 0
        start = found[-1]
        if index < start + BASE:
            continue
        centre = sum(values[start : start + BASE], Fraction(0)) / BASE
        now = (value > centre) - (value < centre)
        length = length + 1 if now and now == side else int(now != 0)
        side = now
        if length == RUN:
            found.append(index - RUN + 1)
            side = length = 0
    return tuple(found)


def parts(values: Sequence[Fraction], *, rebased: Collection[int] = ()) -> tuple[Limits | None, ...]:
    """The limits that hold for each value: those of the part it belongs to, from its first ``SETTLED`` values."""
    found: list[Limits | None] = []
    for start, end in pairwise((*steps(values, rebased=rebased), len(values))):
        found += [limits(values[start : min(end, start + SETTLED)])] * (end - start)
    return tuple(found)
