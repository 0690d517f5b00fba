"""How much a need is worth serving better: importance against satisfaction, both on a scale from 0 to 10.

Source: Anthony W. Ulwick, "Turn Customer Input into Innovation", Harvard Business Review, January 2002:
opportunity = importance + max(importance - satisfaction, 0). A missing answer stays missing: it is never
counted as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

TOP = Decimal(10)


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
