"""Dividing an amount so that the parts add up to it exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import floor

from alignment.choices import Strength
from alignment.engine.facts import Id, LinkFact, order

CENT = Decimal("0.01")

Shares = Mapping[Id | None, Fraction]
"""Parts of a whole by receiver, adding up to 1; what goes to None goes nowhere."""


def by_strength(links: Iterable[LinkFact], *, backwards: bool = False) -> dict[Id | None, Fraction]:
    """Shares in proportion to the strength of each link; everything goes nowhere where nothing is linked.

    Receivers are the targets of the links, or their sources when read ``backwards``.
    """
    weights: defaultdict[Id | None, Fraction] = defaultdict(Fraction)
    for link in links:
        if link.strength > Strength.NONE:
            weights[link.source if backwards else link.target] += link.strength
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {None: Fraction(1)}


def stated_first(links: Iterable[LinkFact]) -> tuple[dict[Id | None, Fraction], bool]:
    """How an initiative's money divides among its links, and whether their stated shares exceed 100 percent.

    Stated shares come first; what they leave is divided by strength among the links that state none, or goes
    nowhere if all do. Stated shares of more than 100 percent in sum are scaled down to 100.
    """
    live = [link for link in links if link.strength > Strength.NONE]
    stated: defaultdict[Id | None, Fraction] = defaultdict(Fraction)
    for link in live:
        if link.share is not None:
            stated[link.target] += Fraction(link.share) / 100
    total = sum(stated.values(), Fraction())
    if total >= 1:
        return {target: share / total for target, share in stated.items()}, total > 1
    shares = defaultdict(Fraction, stated)
    for target, share in by_strength(link for link in live if link.share is None).items():
        shares[target] += share * (1 - total)
    return dict(shares), False


def divide(amount: Decimal | None, shares: Shares) -> dict[Id | None, Decimal | None]:
    """``amount`` in parts of whole cents that add up to it (rounded to cents, half to even).

    Largest remainder (Hamilton's method): every part is rounded down, then the cents left over go one each
    to the parts that lost most; equal losses are settled by id, nothing last. A negative amount is divided
    like its opposite. A missing amount has missing parts.
    """
    if amount is None:
        return dict.fromkeys(shares)
    sign = -1 if amount < 0 else 1
    cents = int(abs(amount).quantize(CENT, ROUND_HALF_EVEN) * 100)
    quotas = {key: cents * share for key, share in shares.items()}
    parts = {key: floor(quota) for key, quota in quotas.items()}
    losers = sorted(quotas, key=lambda key: (parts[key] - quotas[key], order(key)))
    for key in losers[: cents - sum(parts.values())]:
        parts[key] += 1
    return {key: sign * part * CENT for key, part in parts.items()}


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is, because a missing amount is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None
