"""How much a need is worth serving better: importance against satisfaction, both on a scale from 0 to 10.

Source: Anthony W. Ulwick, "Turn Customer Input into Innovation", Harvard Business Review, January 2002:
opportunity = importance + max(importance - satisfaction, 0). A missing answer stays missing: it is never
counted as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from customers.choices import OpportunityBand

TOP = Decimal(10)
PLACES = 4
"""Decimals to which a score counts: enough for two decimals on any usual scale."""
EXTREME_ABOVE, STRONG_FROM, WORTH_FROM = Decimal(15), Decimal(12), Decimal(10)
SMALL_SAMPLE = 30
"""Below this many answers a mean is shown in grey and said to rest on few: it may be chance."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What customers answered, on the scale they were asked on. ``None`` where nobody was asked."""

    importance: Decimal | None
    satisfaction: Decimal | None
    scale_min: int | None
    scale_max: int | None


def on_ten(answer: Decimal | None, low: int | None, high: int | None) -> Decimal | None:
    """An answer given between ``low`` and ``high`` as 0 to 10, in a straight line.

    Raises ``ValueError`` where the scale has no width.
    """
    if answer is None or low is None or high is None:
        return None
    if low >= high:
        raise ValueError(f"a scale from {low} to {high} has no width")
    return (answer - low) * TOP / (high - low)


def opportunity(answers: Answers) -> Decimal | None:
    """The opportunity score, 0 to 20; ``None`` unless both importance and satisfaction are known."""
    importance = on_ten(answers.importance, answers.scale_min, answers.scale_max)
    satisfaction = on_ten(answers.satisfaction, answers.scale_min, answers.scale_max)
    if importance is None or satisfaction is None:
        return None
    return importance + max(importance - satisfaction, Decimal(0))


def band(score: Decimal | None) -> OpportunityBand | None:
    """The band of a score: above 15 extreme, 12 to 15 strong, from 10 worth considering, below it served.

    Of the shared boundaries 15 is still strong, 12 is strong and 10 is worth considering. The score counts to four
    decimals. Source of the bands: practitioners of Ulwick's method; see docs/calculations.md.
    """
    if score is None:
        return None
    exact = score.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP)
    if exact > EXTREME_ABOVE:
        return OpportunityBand.EXTREME
    if exact >= STRONG_FROM:
        return OpportunityBand.STRONG
    return OpportunityBand.CONSIDER if exact >= WORTH_FROM else OpportunityBand.LOW


def is_few(respondents: int | None) -> bool:
    """Whether a mean rests on so few answers that it may be chance. Unknown is not few."""
    return respondents is not None and respondents < SMALL_SAMPLE
