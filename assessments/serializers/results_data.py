"""Results as plain data, for programs: what the page shows, on both scales and not rounded for reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments.choices import InstrumentKind, Moment, Side
from assessments.engine.gap import Gap
from assessments.engine.outcome import Outcome, Part
from assessments.engine.scoring import Score
from assessments.queries.named import Named
from assessments.queries.results import Results
from assessments.serializers.results_named import named_data
from assessments.serializers.rounds import reason

Data = dict[str, Any]
PLACES = 4


def results_data(results: Results, people: Sequence[Named]) -> Data:
    """Everything the results page shows. A side that is withheld has no scores, and says why."""
    return {
        "round": {
            "uid": str(results.round.uid),
            "code": results.round.code,
            "name": results.round.name,
            "state": results.round.state,
            "is_anonymous": results.round.is_anonymous,
            "smallest_group": results.round.smallest_group,
            "instrument": str(results.round.instrument.uid),
            "unit": str(results.round.unit.uid),
        },
        "scale": {"low": results.scale.low, "high": results.scale.high},
        "sides": [_side(results, side) for side in Side],
        "outcomes": [
            _outcome(results, side, moment, found) for (side, moment), found in results.outcomes.items()
        ],
        "gaps": [_gap(moment, part, gap) for (moment, part), gap in results.gaps.items()],
        "people": named_data(results, people),
    }


def _side(results: Results, side: Side) -> Data:
    seen = results.turnout[side]
    return {
        "side": side.value,
        "invited": seen.invited,
        "answered": seen.answered,
        "counted": seen.counted,
        "is_withheld": results.withheld(side),
        "reason": reason(results.round, seen),
    }


def _outcome(results: Results, side: Side, moment: Moment, outcome: Outcome) -> Data:
    has_level = results.round.instrument.kind == InstrumentKind.MATURITY
    return {
        "side": side.value,
        "moment": moment.value,
        "level": outcome.level if has_level else None,
        "concordance": rounded(outcome.concordance),
        "scores": [{**_part(part), **score_data(score)} for part, score in outcome.scores.items()],
        "statements": [{"statement": key, **score_data(score)} for key, score in outcome.statements.items()],
        "reliability": [
            {**_part(part), "alpha": rounded(alpha)} for part, alpha in outcome.reliability.items()
        ],
    }


def _gap(moment: Moment, part: Part, gap: Gap) -> Data:
    return {
        "moment": moment.value,
        **_part(part),
        "business": rounded(gap.business),
        "it": rounded(gap.it),
        "difference": rounded(gap.difference),
        "low": rounded(gap.low),
        "high": rounded(gap.high),
        "people_business": gap.n_business,
        "people_it": gap.n_it,
    }


def score_data(score: Score) -> Data:
    """A score with what it rests on."""
    return {
        "mean": rounded(score.mean),
        "hundred": rounded(score.hundred),
        "deviation": rounded(score.deviation),
        "people": score.n,
        "left_out": score.left_out,
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def _part(part: Part) -> Data:
    return {"group": part[0], "subject": part[1]}
