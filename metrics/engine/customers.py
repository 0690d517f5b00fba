"""What customers are worth and how they are served, where it is more than a ratio of two sums. Exact on fractions.

Churn, retention, vitality and the perfect order rate are ratios: ``formulas`` computes them, nothing here.
Sources: S. Gupta and D. Lehmann, *Managing Customers as Investments* (2005), for the multiple of the margin; T. Keiningham and
others, *The Wallet Allocation Rule* (2015); DAMA UK, *The Six Primary Dimensions for Data Quality Assessment* (2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

PERCENT = 100


def margin_multiple(retention: Fraction, interest: Fraction) -> Fraction:
    """How many yearly margins a customer is worth, with a share ``retention`` staying each year and this yearly interest.

    Raises ``ValueError`` where that has no end: retention is from 0 to 1, interest above it less one.
    """
    if not 0 <= retention <= 1 or interest <= retention - 1:
        raise ValueError((retention, interest))
    return retention / (1 + interest - retention)


def wallet_share(rank: Fraction, brands: int) -> Fraction:
    """Which share of what a customer spends goes to the brand of this rank, from 1 for the best; ties share a mean rank.

    The shares of all brands of a customer add up to 1. Raises ``ValueError`` for a rank that there is not.
    """
    if not 1 <= rank <= brands:
        raise ValueError((rank, brands))
    return (1 - rank / (brands + 1)) * Fraction(2, brands)


def estimated_perfect_orders(rates: Sequence[Fraction]) -> Fraction | None:
    """Percent of orders without any fault, if faults had nothing to do with one another: only an estimate.

    Where faults meet in the same orders more are perfect than this says: count the orders, and compute a ratio. None
    without rates. Raises ``ValueError`` for a rate that is not from 0 to 1.
    """
    if not all(0 <= rate <= 1 for rate in rates):
        raise ValueError(rates)
    return PERCENT * Fraction(prod(rates)) if rates else None


def uniqueness(things: int, records: int) -> Fraction | None:
    """Percent of records that are no duplicates, with so many real things behind them; None without records.

    Raises ``ValueError`` for more things than records, or fewer than none.
    """
    if not 0 <= things <= records:
        raise ValueError((things, records))
    return Fraction(PERCENT * things, records) if records else None
