"""Scores and indices as they are published: rounded to tenths so that parts still add up, and plain enough to be stored.

The steps of a waterfall follow one another: each goes from the rounded sum before it to the rounded sum after it, and
so they end exactly at the published score. The parts of an index stand beside one another: they are rounded by largest
remainders (Hamilton's method), so that a part whose value is the same does not move because another did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from alignment.choices import IndexFactor, ScoreChange, StepKind
from alignment.engine.counterfactual import NEW, Gain
from alignment.engine.index import Index
from alignment.engine.judging import Said
from alignment.engine.tallies import Coverage
from alignment.engine.waterfall import Waterfall

Plain = dict[str, Any]
TENTH = Decimal("0.1")
CENT = Decimal("0.01")
Rounded = Callable[[Sequence[Fraction]], list[float]]
CAUSES = 3
"""Reasons kept for a change."""


def tenths(points: Fraction) -> float:
    """Points rounded to a tenth, half to even."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return float(exact.quantize(TENTH, ROUND_HALF_EVEN))


def told_score(fall: Waterfall, said: Mapping[IndexFactor, str]) -> Plain:
    """A waterfall: factors with what they could earn and won, those left out, and the steps with start and end.

    ``said`` are the evidence sentences of other apps' factors.
    """
    total, steps = Fraction(0), []
    won: dict[IndexFactor, Fraction] = {}
    for step in fall.steps:
        before, total = total, total + step.points
        won[step.factor] = won.get(step.factor, Fraction(0)) + step.points
        is_first = step.kind in FIRST
        if is_first or tenths(before) != tenths(total):
            steps.append(
                {
                    "factor": step.factor.value,
                    "kind": step.kind.value,
                    "start": tenths(before),
                    "end": tenths(total),
                    "about": list(step.about),
                    "there": step.there,
                }
            )
    return {
        "factors": _parts(fall.could, won, said, running),
        "left_out": [f.value for f in fall.left_out],
        "steps": steps,
    }


FIRST = {StepKind.LINKED, StepKind.REACHED, StepKind.IMPORTANT, StepKind.PROMISED, StepKind.SAID}


def _parts(
    could: Mapping[IndexFactor, Fraction],
    won: Mapping[IndexFactor, Fraction],
    said: Mapping[IndexFactor, str],
    rounded: Rounded,
) -> list[Plain]:
    """Each factor with the points it could earn and won; both columns add up to their rounded sums."""
    most, total = rounded(list(could.values())), rounded([won[factor] for factor in could])
    return [
        {"factor": factor.value, "could": most[place], "won": total[place]}
        | ({"evidence": said[factor]} if said.get(factor) else {})
        for place, factor in enumerate(could)
    ]


def running(points: Sequence[Fraction]) -> list[float]:
    """Each part as the rounded sum up to it less the rounded sum before it."""
    sums = [tenths(each) for each in accumulate(points, initial=Fraction(0))]
    return [round(after - before, 1) for before, after in pairwise(sums)]


def apportioned(points: Sequence[Fraction]) -> list[float]:
    """Each part rounded down to a tenth; the tenths left of the rounded sum go one each to those that lost most.

    Equal losses are settled by place.
    """
    parts = [int(each * 10) for each in points]
    left = round(tenths(sum(points, Fraction(0))) * 10) - sum(parts)
    by_loss = sorted(range(len(parts)), key=lambda place: parts[place] - points[place] * 10)
    for place in by_loss[:left]:
        parts[place] += 1
    return [part / 10 for part in parts]


def told_gains(gains: Iterable[Gain]) -> list[Plain]:
    """What would raise a score, by at least a tenth; ``target`` is None for a benefit that is not there yet."""
    return [
        {
            "act": gain.act.value,
            "hop": gain.hop.value,
            "target": None if gain.target == NEW else gain.target,
            "points": tenths(gain.points),
        }
        for gain in gains
        if tenths(gain.points)
    ]


def told_index(index: Index, left_out: Iterable[IndexFactor], said: Mapping[IndexFactor, Said]) -> Plain:
    """An index: factors with what they could earn and won, those left out, and what it rests on."""
    won = {factor: index.could[factor] * index.values[factor] for factor in index.could}
    evidence = {factor: each.evidence for factor, each in said.items()}
    return {
        "factors": _parts(index.could, won, evidence, apportioned),
        "left_out": [factor.value for factor in left_out],
        "values": {factor.value: float(value) for factor, value in index.values.items()},
        "coverage": _coverage(index.coverage),
    }


def _coverage(coverage: Coverage) -> Plain:
    counts = {name: getattr(coverage, name) for name in coverage.__slots__}
    return {name: _money(value) if isinstance(value, Fraction) else value for name, value in counts.items()}


def _money(amount: Fraction) -> str:
    """An amount as a decimal text with cents."""
    return str((Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(CENT, ROUND_HALF_EVEN))


def causes_of(before: Plain, after: Plain) -> list[Plain]:
    """The steps by which a score differs from the one before, the largest difference first.

    Each with its factor, its kind, the points by which it differs and what it is about.
    """
    old, new = _by_step(before), _by_step(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        change = round((now["points"] if now else 0) - (was["points"] if was else 0), 1)
        if change:
            about = (now or was or {})["about"]
            found.append({"factor": key[0], "kind": key[1], "points": change, "about": about})
    return sorted(found, key=lambda cause: (-abs(cause["points"]), cause["factor"], cause["kind"]))[:CAUSES]


def _by_step(detail: Plain) -> dict[tuple[str, str], Plain]:
    return {
        (step["factor"], step["kind"]): {"points": step["end"] - step["start"], "about": step["about"]}
        for step in detail.get("steps", ())
    }


def turned(turn: ScoreChange) -> list[Plain]:
    """A cause that is no step."""
    return [{"factor": "", "kind": turn.value, "points": 0.0, "about": []}]
