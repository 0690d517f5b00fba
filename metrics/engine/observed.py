"""From what a source tells to the sums that are kept, by the kind of formula. Exact; pure.

A source tells one value, or what many values come to: how many there were and their sum. Whatever cannot be, is refused
with the field it is about. Files have millions of observations: what there is of each is a tuple, not an object.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from metrics.choices import FormulaKind, Impossible
from metrics.engine.formulas import RAW
from metrics.engine.layout import LIMB, SCALE

LARGEST = Decimal(10) ** 12
"""What one figure may come to; in thousands or millions, more fits."""
LARGEST_SQUARED = Decimal(10) ** 9
"""What one figure may come to whose square is kept as well."""
MOST = 10**12
"""How many values or answers one observation may stand for."""
LOWEST_SCORE, HIGHEST_SCORE = Decimal(0), Decimal(10)
PROMOTER, DETRACTOR = 9, 6
"""Answers from 9 promote, those up to 6 detract."""


class Told(NamedTuple):
    """What a source said of one metric, place and day; None where it said nothing."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int | None = None
    promoters: int | None = None
    detractors: int | None = None
    squares: Decimal | None = None


class Kept(NamedTuple):
    """Whole numbers as they are kept: see ``layout``."""

    numerator: int = 0
    denominator: int = 0
    n: int = 0
    squares_high: int = 0
    squares_low: int = 0


class Refused(ValueError):
    """What was told cannot be: ``field`` says where, ``why`` what is wrong with it."""

    def __init__(self, field: str, why: Impossible) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def kept(kind: FormulaKind, told: Told, *, satisfied_from: int | None = None) -> Kept:
    """The sums of one observation. Raises ``Refused``.

    A mean, a sum, a percentile and a median take ``value``; a mean and a sum instead of it ``numerator`` (their sum), ``n``
    and, for the interval of a mean, ``squares`` (the sum of squared values). A ratio and a rate take ``numerator`` and
    ``denominator``. A net promoter score takes one answer from 0 to 10 as ``value``, or ``promoters``, ``detractors`` and
    ``n``. A satisfaction share takes one answer as ``value``, or the satisfied as ``numerator``, and ``n``.
    """
    keep, others = _OF[kind]
    for name, at in others:
        if told[at] is not None:
            raise Refused(name, Impossible.NOT_OF_KIND)
    found = keep(told, satisfied_from)
    if not 0 < found.n <= MOST:
        raise Refused("n", Impossible.TOO_LARGE if found.n else Impossible.OF_NOTHING)
    return found


def fixed(name: str, figure: Decimal, largest: Decimal = LARGEST) -> int:
    """A figure as a whole number. Raises ``Refused``."""
    if not figure.is_finite():
        raise Refused(name, Impossible.NO_NUMBER)
    if abs(figure) > largest:
        raise Refused(name, Impossible.TOO_LARGE)
    return int((figure * SCALE).to_integral_value(ROUND_HALF_EVEN))


def _sum(told: Told, _satisfied_from: int | None) -> Kept:
    if told.value is not None:
        _alone(told, "numerator", "n")
        return Kept(fixed("value", told.value), 0, 1)
    return Kept(*_added(told))


def _mean(told: Told, _satisfied_from: int | None) -> Kept:
    """Of values whose squares are not told, ``denominator`` is how many there are: nobody knows how far they spread."""
    if told.value is not None:
        _alone(told, "numerator", "n", "squares")
        value = fixed("value", told.value, LARGEST_SQUARED)
        return Kept(value, 0, 1, *divmod(value * value, LIMB))
    numerator, _none, n = _added(told)
    if told.squares is None:
        return Kept(numerator, n * SCALE, n)
    squares = fixed("squares", told.squares, LARGEST_SQUARED**2) * SCALE
    if n * squares < numerator * numerator - n * SCALE:
        raise Refused("squares", Impossible.LESS_THAN_MEAN)
    return Kept(numerator, 0, n, *divmod(squares, LIMB))


def _added(told: Told) -> tuple[int, int, int]:
    return fixed("numerator", _given(told, "numerator", "value")), 0, _count(told, "n")


def _single(told: Told, _satisfied_from: int | None) -> Kept:
    return Kept(fixed("value", _given(told, "value")), 0, 1)


def _divided(told: Told, _satisfied_from: int | None) -> Kept:
    numerator = fixed("numerator", _given(told, "numerator"))
    denominator = fixed("denominator", _given(told, "denominator"))
    if denominator < 0:
        raise Refused("denominator", Impossible.NEGATIVE)
    return Kept(numerator, denominator, 1 if told.n is None else _count(told, "n"))


def _score(told: Told, _satisfied_from: int | None) -> Kept:
    if told.value is not None:
        _alone(told, "promoters", "detractors", "n")
        fixed("value", told.value)
        if not LOWEST_SCORE <= told.value <= HIGHEST_SCORE:
            raise Refused("value", Impossible.NO_ANSWER)
        return Kept(SCALE * (told.value >= PROMOTER), SCALE * (told.value <= DETRACTOR), 1)
    promoters, detractors, n = (_count(told, name) for name in ("promoters", "detractors", "n"))
    if promoters + detractors > n:
        raise Refused("n", Impossible.MORE_THAN_ASKED)
    return Kept(SCALE * promoters, SCALE * detractors, n)


def _satisfied(told: Told, satisfied_from: int | None) -> Kept:
    if told.value is not None and satisfied_from is not None:
        _alone(told, "numerator", "n")
        if fixed("value", told.value) < 0:
            raise Refused("value", Impossible.NO_ANSWER)
        return Kept(SCALE * (told.value >= satisfied_from), 0, 1)
    satisfied, n = fixed("numerator", _given(told, "numerator")), _count(told, "n")
    if satisfied < 0:
        raise Refused("numerator", Impossible.NEGATIVE)
    if satisfied > n * SCALE:
        raise Refused("n", Impossible.MORE_THAN_ASKED)
    return Kept(satisfied, 0, n)


def _given(told: Told, name: str, instead: str = "") -> Decimal:
    found: Decimal | None = getattr(told, name)
    if found is None:
        raise Refused(instead or name, Impossible.MISSING)
    return found


def _count(told: Told, name: str) -> int:
    found: int | None = getattr(told, name)
    if found is None:
        raise Refused(name, Impossible.MISSING)
    if found < 0:
        raise Refused(name, Impossible.NEGATIVE)
    return found


def _alone(told: Told, *others: str) -> None:
    """One value stands for itself: nothing else may be told of it."""
    for name in others:
        if getattr(told, name) is not None:
            raise Refused(name, Impossible.BOTH)


Keeping = Callable[[Told, int | None], Kept]


def _kind(keep: Keeping, *others: str) -> tuple[Keeping, tuple[tuple[str, int], ...]]:
    return keep, tuple((name, Told._fields.index(name)) for name in others)


_COUNTS = ("promoters", "detractors")
_OF = {
    FormulaKind.MEAN: _kind(_mean, "denominator", *_COUNTS),
    FormulaKind.SUM: _kind(_sum, "denominator", "squares", *_COUNTS),
    **dict.fromkeys(RAW, _kind(_single, "numerator", "denominator", "n", "squares", *_COUNTS)),
    FormulaKind.RATIO: _kind(_divided, "value", "squares", *_COUNTS),
    FormulaKind.RATE: _kind(_divided, "value", "squares", *_COUNTS),
    FormulaKind.NPS: _kind(_score, "numerator", "denominator", "squares"),
    FormulaKind.CSAT: _kind(_satisfied, "denominator", "squares", *_COUNTS),
}
"""Kind → how its sums are made, and what it does not take, with its place in what was told."""
