"""How sure a share or a net promoter score is, seeing how many were asked. Limits are for a confidence of 95 %.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927) 209-212; B. Rocks, "Interval estimation for the Net Promoter Score", The American
Statistician 70 (2016) 365-372.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""How many standard errors reach to a limit."""
MORE = 3.0
"""Answers that the adjusted interval adds: a quarter of them detractors, a quarter promoters."""


@dataclass(frozen=True, slots=True)
class Interval:
    """``low`` to ``high``, in the unit of the figure."""

    low: float
    high: float


def wilson(hits: float, of: float, *, z: float = Z) -> Interval | None:
    """The interval of a share ``hits / of``, from 0 to 1; None where nobody was asked."""
    if of <= 0:
        return None
    share = hits / of
    width = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / width
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / width
    # At 0 and 1 the limit is the share itself, which rounding would miss by a hair.
    return Interval(max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


def adjusted_wald(promoters: float, detractors: float, asked: float, *, z: float = Z) -> Interval | None:
    """The interval of a net promoter score, from -100 to 100; None where nobody was asked.

    Wald's, after three answers have been added (3/4 of one to promoters, 3/4 to detractors): of those compared by Rocks
    it keeps its promise best with few answers.
    """
    if asked <= 0:
        return None
    return wald(promoters + MORE / 4, detractors + MORE / 4, asked + MORE, z=z)


def wald(promoters: float, detractors: float, asked: float, *, z: float = Z) -> Interval:
    """The plain interval of a net promoter score, from -100 to 100, by the variance of one answer (-1, 0 or 1)."""
    score = (promoters - detractors) / asked
    reach = z * sqrt(score_variance(promoters / asked, detractors / asked) / asked)
    return Interval(max(-100.0, 100 * (score - reach)), min(100.0, 100 * (score + reach)))


def score_variance(promoters: float, detractors: float) -> float:
    """Of one answer that counts 1, 0 or -1, from the shares of promoters and detractors."""
    return max(0.0, promoters + detractors - (promoters - detractors) ** 2)
