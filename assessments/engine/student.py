"""Quantiles of Student's t distribution, for any positive number of degrees of freedom."""

from __future__ import annotations

from math import exp, lgamma, log

TINY = 1e-300
ENOUGH = 1e-15
MOST_STEPS = 500


def quantile(share: float, freedom: float) -> float:
    """The t below which ``share`` (0 to 1, both excluded) of the distribution lies.

    Found by halving the interval on the exact distribution. Raises ``ValueError`` outside the ranges.
    """
    if not 0 < share < 1 or freedom <= 0:
        raise ValueError(f"no quantile {share} with {freedom} degrees of freedom")
    if share < 0.5:
        return -quantile(1 - share, freedom)
    low, high = 0.0, 1.0
    while below(high, freedom) < share:
        low, high = high, high * 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if below(middle, freedom) < share else (low, middle)
    return low


def below(t: float, freedom: float) -> float:
    """The share of the distribution below ``t`` at or above 0: 1 - I(x; v/2, 1/2) / 2 with x = v / (v + t²).

    Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 26.5.27 and 26.7.1.
    """
    return 1 - incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function I(x; a, b) for x from 0 to 1, by its continued fraction.

    Source: Abramowitz and Stegun, 26.5.8, turned by 26.5.2 where it converges slowly; summed by Lentz's method.
    """
    if x in (0.0, 1.0):
        return x
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    upper, lower = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value, change, step = lower, 0.0, 0
    while abs(change - 1) >= ENOUGH and step < MOST_STEPS:
        step += 1
        for part in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            lower, upper = 1 / _away(1 + part * lower), _away(1 + part / upper)
            change = lower * upper
            value *= change
    return value


def _away(value: float) -> float:
    """The value, kept away from zero, by which nobody can divide."""
    return value if abs(value) > TINY else TINY
