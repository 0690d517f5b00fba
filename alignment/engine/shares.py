"""Dividing an amount so that the parts add up to it exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from alignment.choices import Strength
from alignment.engine.facts import Id, LinkFact, order

CENT = Decimal("0.01")
WHOLE = 100_00
"""A whole in hundredths of a percent, the finest share that can be stated."""

Weights = Mapping[Id | None, int | Fraction]
"""What each receiver gets, relative to the others; what goes to None goes nowhere."""


def by_strength(links: Iterable[LinkFact], *, backwards: bool = False) -> dict[Id | None, int]:
    """Weights by the strength of each link; everything goes nowhere where nothing is linked.

    Receivers are the targets of the links, or their sources when read ``backwards``.
    """
    weights: defaultdict[Id | None, int] = defaultdict(int)
    for link in links:
        if link.strength > Strength.NONE:
            weights[link.source if backwards else link.target] += link.strength
    return weights or {None: 1}


def stated_first(links: Iterable[LinkFact]) -> tuple[dict[Id | None, int], bool]:
    """How an initiative's money divides among its links, and whether their stated shares exceed 100 percent.

    Stated shares come first; what they leave is divided by strength among the links that state none, or goes
    nowhere if all do. Stated shares of more than 100 percent in sum are scaled down to 100. Where they leave nothing, links
    that state none get nothing, yet are named: they are links all the same.
    """
    live = [link for link in links if link.strength > Strength.NONE]
    if all(link.share is None for link in live):
        return by_strength(live), False
    rest = by_strength(link for link in live if link.share is None)
    stated = [(link.target, int(link.share * 100)) for link in live if link.share is not None]
    total = sum(share for _, share in stated)
    parts = sum(rest.values()) if total < WHOLE else 1
    weights: defaultdict[Id | None, int] = defaultdict(int)
    for target, share in stated:
        weights[target] += share * parts
    left = max(WHOLE - total, 0)
    for key, strength in rest.items():
        if left or key is not None:
            weights[key] += strength * left
    return weights, total > WHOLE


def divide(amount: Decimal | None, weights: Weights) -> dict[Id | None, Decimal | None]:
    """``amount`` in parts of whole cents that add up to it (rounded to cents, half to even).

    Largest remainder (Hamilton's method): every part is rounded down, then the cents left over go one each
    to the parts that lost most; equal losses are settled by id, nothing last. A negative amount is divided
    like its opposite. A missing amount has missing parts.
    """
    if amount is None:
        return dict.fromkeys(weights)
    sign = -1 if amount < 0 else 1
    cents = int(abs(amount).quantize(CENT, ROUND_HALF_EVEN) * 100)
    total = sum(weights.values())
    parts = {key: int(cents * weight // total) for key, weight in weights.items()}
    left = cents - sum(parts.values())
    if left:
        losses = {key: cents * weight % total for key, weight in weights.items()}
        for key in sorted(losses, key=lambda key: (-losses[key], order(key)))[:left]:
            parts[key] += 1
    return {key: sign * part * CENT for key, part in parts.items()}


def whole(amount: Decimal | None) -> Decimal | None:
    """The one part of an amount that is not divided: rounded to cents like any other."""
    # Nothing is added so that what rounds to nothing has no sign.
    return None if amount is None else amount.quantize(CENT, ROUND_HALF_EVEN) + 0


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is, because a missing amount is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None
