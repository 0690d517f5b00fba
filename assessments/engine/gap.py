"""How differently business and IT see the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from assessments.engine.reliability import variance
from assessments.engine.student import quantile

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Gap:
    """The two means and ``difference`` = business - IT, in the unit of the values.

    ``low`` to ``high`` is the 95 % confidence interval of the difference; ``None`` where a side has fewer than two
    people, or nobody on either side differs from the others, so that there is no spread to judge by.
    """

    business: float
    it: float
    difference: float
    low: float | None
    high: float | None
    n_business: int
    n_it: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero: chance alone would seldom produce such a gap."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def perception_gap(business: Sequence[int | Fraction], it: Sequence[int | Fraction]) -> Gap | None:
    """The gap between two groups of people; ``None`` where one side is empty.

    The interval is Welch's, which does not take the two spreads for equal. Source: B. L. Welch, "The generalization of
    'Student's' problem when several different population variances are involved", Biometrika 34 (1947) 28-35.
    """
    if not business or not it:
        return None
    ours, theirs = Fraction(sum(business)) / len(business), Fraction(sum(it)) / len(it)
    reach = _reach(business, it)
    difference = ours - theirs
    return Gap(
        business=float(ours),
        it=float(theirs),
        difference=float(difference),
        low=None if reach is None else float(difference) - reach,
        high=None if reach is None else float(difference) + reach,
        n_business=len(business),
        n_it=len(it),
    )


def _reach(business: Sequence[int | Fraction], it: Sequence[int | Fraction]) -> float | None:
    """Half the width of the interval: t × standard error, with the degrees of freedom of Welch and Satterthwaite."""
    if len(business) < 2 or len(it) < 2:
        return None
    errors = [variance(side) / len(side) for side in (business, it)]
    whole = sum(errors)
    if whole == 0:
        return None
    freedom = whole**2 / (errors[0] ** 2 / (len(business) - 1) + errors[1] ** 2 / (len(it) - 1))
    return quantile((1 + CONFIDENCE) / 2, float(freedom)) * sqrt(whole)
