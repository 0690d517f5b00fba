"""Scores and indices as they are published: rounded to tenths so that parts still add up, and plain enough to be stored.

Points are rounded where they add up to, not one by one: a step goes from the rounded sum before it to the rounded sum
after it. So the steps of a waterfall end exactly at the published score, and the parts of an index at the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
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
        "factors": _parts(fall.could, won, said),
        "left_out": [f.value for f in fall.left_out],
        "steps": steps,
    }


FIRST = {StepKind.LINKED, StepKind.REACHED, StepKind.IMPORTANT, StepKind.PROMISED, StepKind.SAID}


def _parts(
    could: Mapping[IndexFactor, Fraction],
    won: Mapping[IndexFactor, Fraction],
    said: Mapping[IndexFactor, str],
) -> list[Plain]:
    """Each factor with the points it could earn and won; both columns add up to their rounded sums."""
    parts, most, total = [], Fraction(0), Fraction(0)
    for factor, share in could.items():
        before = most, total
        most, total = most + share, total + won[factor]
        part: Plain = {
            "factor": factor.value,
            "could": _between(before[0], most),
            "won": _between(before[1], total),
        }
        if said.get(factor):
            part["evidence"] = said[factor]
        parts.append(part)
    return parts


def _between(before: Fraction, after: Fraction) -> float:
    return round(tenths(after) - tenths(before), 1)


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
        "factors": _parts(index.could, won, evidence),
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
