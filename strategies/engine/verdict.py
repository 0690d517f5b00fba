"""What a discipline check says: which discipline leads, by how much, and whether the other two are good enough.

The rules are ours. Treacy and Wiersema ("Customer Intimacy and Other Value Disciplines", Harvard Business Review 71(1),
1993, 84-93) ask to excel in one discipline and to keep the other two at the industry's threshold, and give no numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from strategies.choices import Agreement, Discipline, VerdictKind

MARGIN = 10
"""Points of 100 that the lead has to be ahead of the second."""

Points = Fraction | float
"""A score from 0 to 100. Given as a fraction or a whole number it is exact; so are ties and margins then."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scores of one side come to, and what counted.

    ``lead`` is None at a tie; ``tied`` then names those that share the first place. ``margin`` is the distance from the
    first to the second place in points, 0 at a tie. ``below`` names the disciplines that miss their minimum whatever the
    verdict: all but the lead, which has none to keep.
    """

    kind: VerdictKind
    lead: Discipline | None
    margin: Fraction
    below: tuple[Discipline, ...] = ()
    tied: tuple[Discipline, ...] = ()

    def agreement(self, stated: str) -> Agreement:
        """Whether the discipline that leads in the answers is the one the strategy states."""
        if stated in self.tied:
            return Agreement.UNDECIDED
        return Agreement.AGREES if stated == self.lead else Agreement.DIFFERS


def verdict(
    scores: Mapping[str, Points], thresholds: Mapping[str, Points | None], margin: Points = MARGIN
) -> Verdict:
    """The verdict on one set of scores, by discipline; the order in which they are given does not matter.

    The first that applies counts: *tie*, where two or three share the first place exactly; *stuck* in the middle, where
    the lead is ahead by less than ``margin``; *below threshold*, where another discipline misses its minimum; else
    *focused*. A tie or a small margin comes first because without a lead nobody can say which the other two are.
    A score equal to its minimum keeps it, and a lead by exactly ``margin`` is a lead. No minimum is no bar.
    Raises ``ValueError`` unless there is a score for each discipline.
    """
    if set(scores) != set(Discipline.values):
        raise ValueError("a verdict needs a score for each of the three disciplines")
    points = {discipline: Fraction(scores[discipline]) for discipline in Discipline}
    first, second, _third = sorted(points.values(), reverse=True)
    leaders = tuple(discipline for discipline in Discipline if points[discipline] == first)
    lead = leaders[0] if len(leaders) == 1 else None
    below = tuple(
        discipline
        for discipline in Discipline
        if discipline != lead and _misses(points[discipline], thresholds.get(discipline))
    )
    ahead = first - second
    kind = VerdictKind.BELOW_THRESHOLD if below else VerdictKind.FOCUSED
    if ahead < Fraction(margin):
        kind = VerdictKind.STUCK
    if lead is None:
        kind = VerdictKind.TIE
    return Verdict(kind, lead, ahead, below, () if lead else leaders)


def overall(sides: Mapping[str, Mapping[str, Points]]) -> dict[str, Fraction] | None:
    """The mean of the two sides by discipline: each side counts once, however many people answered on it.

    ``None`` unless two sides are given, each with all three disciplines: one side never stands for both.
    """
    if len(sides) != 2 or any(set(scores) != set(Discipline.values) for scores in sides.values()):
        return None
    return {
        discipline: sum((Fraction(scores[discipline]) for scores in sides.values()), Fraction(0)) / 2
        for discipline in Discipline.values
    }


def _misses(points: Fraction, minimum: Points | None) -> bool:
    return minimum is not None and points < Fraction(minimum)
