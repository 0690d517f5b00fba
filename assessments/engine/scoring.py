"""What the answers to some statements come to: means on the scale of the instrument and from 0 to 100.

Our own rules. Each person counts once: first their own weighted mean over the statements they answered, then the plain
mean of those. In the whole each group counts the same, however many statements it has. A missing answer is left out and counted as left out, never as a zero or as the middle. Sums are exact,
so that the order of people and statements never matters and equal scores are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.engine.agreement import mean_absolute_deviation
from assessments.engine.maturity import overall

Sheet = Mapping[str, int]
"""What one person answered: key of the statement → answer on the scale. What they could not say is not there."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers from ``low`` to ``high``. Raises ``ValueError`` where that is no scale."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"a scale from {self.low} to {self.high} has no width")

    def on_hundred(self, value: Fraction) -> Fraction:
        """A value of the scale as 0 to 100, in a straight line."""
        return (value - self.low) * 100 / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as the calculation sees it. ``weight`` is at least 1."""

    key: str
    group: str = ""
    subject: str = ""
    weight: int = 1
    is_reversed: bool = False

    def counted(self, answer: int, scale: Scale) -> int:
        """The answer as it counts: from the other end of the scale where the statement is reversed."""
        return scale.low + scale.high - answer if self.is_reversed else answer


@dataclass(frozen=True, slots=True)
class Score:
    """A mean with what it rests on.

    ``mean`` and ``deviation`` are on the scale of the instrument, ``hundred`` is the mean from 0 to 100. ``deviation`` is
    the mean absolute deviation of people from the mean: 0 where all agree. ``n`` counts people, ``left_out`` the
    answers that people of this side did not give.
    """

    mean: float
    hundred: float
    deviation: float
    n: int
    left_out: int


def own_mean(items: Sequence[Item], sheet: Sheet, scale: Scale) -> Fraction | None:
    """One person's weighted mean over the items they answered; ``None`` where they answered none."""
    given = [(item.weight, item.counted(sheet[item.key], scale)) for item in items if item.key in sheet]
    if not given:
        return None
    return Fraction(sum(weight * value for weight, value in given), sum(weight for weight, _ in given))


def own_whole(groups: Sequence[Sequence[Item]], sheet: Sheet, scale: Scale) -> Fraction | None:
    """One person's mean over the groups they said something about, each group counting the same."""
    means = (own_mean(items, sheet, scale) for items in groups)
    return overall([mean for mean in means if mean is not None])


def score(means: Sequence[Fraction], scale: Scale, left_out: int = 0) -> Score | None:
    """The score of these people's own means; ``None`` where there is none."""
    if not means:
        return None
    mean = sum(means, Fraction(0)) / len(means)
    return Score(
        mean=float(mean),
        hundred=float(scale.on_hundred(mean)),
        deviation=mean_absolute_deviation(means),
        n=len(means),
        left_out=left_out,
    )


def missing(items: Sequence[Item], sheets: Sequence[Sheet]) -> int:
    """The answers to these items that these people did not give."""
    return sum(item.key not in sheet for item in items for sheet in sheets)
