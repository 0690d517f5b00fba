"""The alignment index as plain data and in the terminal. Points are decimal texts with one decimal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.models import Edition, Initiative
from alignment.queries.index import FactorPoints, Published, ScopeFigure
from alignment.queries.question import WHOLE_LIFE
from alignment.queries.scores import Named, ScoreAt, Scored, ScoreOf
from alignment.serializers import index_words as words
from alignment.serializers.plain import reference
from foundation.models import Record

Data = dict[str, Any]


def index_data(found: Published | None) -> Data:
    """Everything the page shows; ``edition`` and ``unit`` are null where nothing is published or open to the caller."""
    if found is None:
        return {"edition": None, "unit": None, "units": [], "trend": [], "moved": []}
    return {
        "edition": edition_data(found.edition),
        "currency": found.enterprise.currency,
        "unit": _scope(found.chosen),
        "since": edition_data(found.since) if found.since else None,
        "before": _scope(found.before) if found.before else None,
        "trend": [{"at": at.isoformat(), "index": text(figure)} for at, figure in found.trend],
        "moved": [
            {
                "initiative": reference(move.initiative),
                "was": text(move.was),
                "now": text(move.now),
                "at": move.at.isoformat(),
                "causes": [_cause(cause) for cause in move.causes],
            }
            for move in found.moves
        ],
        "units": [_scope(each) for each in found.below],
    }


def edition_data(edition: Edition) -> Data:
    """When it was published and last confirmed, which money counts, and what was weighed how by which decision."""
    return {
        "published_at": edition.published_at.isoformat(),
        "confirmed_at": edition.confirmed_at.isoformat(),
        "day": edition.day.isoformat(),
        "occasion": edition.occasion,
        "basis": WHOLE_LIFE if edition.year is None else str(edition.year),
        "weights": edition.weights,
        "decided": reference(edition.decided) if edition.decided else None,
    }


def _scope(scope: ScopeFigure) -> Data:
    return {
        **reference(scope.unit),
        "index": text(scope.figure),
        "factors": factors_data(scope.factors),
        "left_out": [factor.value for factor in scope.left_out],
        "coverage": dict(scope.coverage),
        "exempt": scope.exempt,
        "chains": {station: dict(states) for station, states in scope.chains.items()},
    }


def factors_data(factors: tuple[FactorPoints, ...]) -> list[Data]:
    """Points won by each factor of those it could earn."""
    return [
        {
            "factor": part.factor.value,
            "could": text(part.could),
            "won": text(part.won),
            **({"evidence": part.evidence} if part.evidence else {}),
        }
        for part in factors
    ]


def score_data(found: ScoreOf, history: tuple[ScoreAt, ...] = ()) -> Data:
    """A score with its waterfall, what would raise it and its history.

    ``steps`` run from 0 to ``score``: ``start``, ``end``, what they are ``about`` (null for what may not be read) and one
    ``evidence`` sentence. ``gains`` are acts with the ``points`` by which each alone would raise the score.
    """
    return {
        "initiative": reference(found.initiative),
        "edition": edition_data(found.edition),
        "score": text(found.figure),
        "changed_at": found.changed_at.isoformat(),
        "factors": factors_data(found.factors),
        "left_out": [factor.value for factor in found.left_out],
        "steps": [
            {
                "factor": step.factor.value,
                "kind": step.kind.value,
                "start": text(step.start),
                "end": text(step.end),
                "points": text(step.points),
                "about": [_named(each) for each in step.about],
                "of": step.there or None,
                "evidence": words.step_words(step),
            }
            for step in found.steps
        ],
        "gains": [
            {
                "act": gain.act.value,
                "target": _named(gain.target),
                "points": text(gain.points),
                "sentence": words.gain_words(gain),
            }
            for gain in found.gains
        ],
        "history": _history(history),
    }


def unscored_data(initiative: Initiative, history: tuple[ScoreAt, ...]) -> Data:
    """What is told of an initiative that has no score now: it is exempt, stopped, archived or quite new."""
    return {"initiative": reference(initiative), "score": None, "history": _history(history)}


def _history(history: tuple[ScoreAt, ...]) -> list[Data]:
    return [
        {
            "at": each.at.isoformat(),
            "score": text(each.figure),
            "causes": [_cause(c) for c in each.causes],
        }
        for each in history
    ]


def _cause(cause: Mapping[str, Any]) -> Data:
    return {"factor": cause["factor"], "kind": cause["kind"], "points": text(Decimal(str(cause["points"])))}


def _named(each: Named) -> Data | str | None:
    return reference(each) if isinstance(each, Record) else each


def text(points: Decimal | None) -> str | None:
    """Points as a decimal text."""
    return None if points is None else str(points)


def scores_data(found: Sequence[Scored]) -> list[Data]:
    """Every score with what it is made of."""
    return [
        {
            **reference(each.initiative),
            "unit": reference(each.initiative.unit),
            "score": text(each.figure),
            "factors": factors_data(each.factors),
            "changed_at": each.changed_at.isoformat(),
        }
        for each in found
    ]


def summary(found: Published | None) -> str:
    """The index in lines for a terminal."""
    if found is None:
        return _("No index has been published yet.")
    fact, tension = words.finding(found)
    lines_ = [f"{fact} {tension}".strip()]
    for part in found.chosen.factors:
        about = words.evidence(part, found.chosen, found.enterprise.currency)
        lines_.append(f"{part.won:>6} / {part.could:<6} {part.factor.label}: {about}")
    lines_ += [f"{'':>6}   {'':<6} {factor.label}: {_('left out')}" for factor in found.chosen.left_out]
    return "\n".join(lines_)
