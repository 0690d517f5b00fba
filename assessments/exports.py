"""Results as a table for a spreadsheet: a row for each part and each statement, both sides beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessments.choices import Side
from assessments.engine.gap import Gap
from assessments.engine.outcome import parts_of
from assessments.engine.scoring import Score
from assessments.queries.results import Results

PLACES = 4
_SIDE = ("mean", "hundred", "deviation", "people", "left_out")
HEADER = (
    "moment", "group", "subject", "statement",
    *(f"{side.value}_{name}" for side in Side for name in _SIDE),
    "gap", "gap_low", "gap_high",
)  # fmt: skip


def result_rows(results: Results) -> Iterator[tuple[Any, ...]]:
    """The rows below ``HEADER``; what is withheld or was not answered is empty."""
    for moment in results.moments:
        for group, subject in parts_of(results.items):
            scores = [results.score(side, group=group, subject=subject, moment=moment) for side in Side]
            gap = results.gap(group=group, subject=subject, moment=moment)
            yield (moment.value, group, subject, "", *_sides(scores), *_gap(gap))
        for item in results.items:
            found = [results.outcomes.get((side, moment)) for side in Side]
            scores = [outcome.statements.get(item.key) if outcome else None for outcome in found]
            words = (moment.value, item.group, item.subject, results.texts[item.key])
            yield (*words, *_sides(scores), *_gap(None))


def _sides(scores: list[Score | None]) -> Iterator[Any]:
    for score in scores:
        if score is None:
            yield from ("",) * len(_SIDE)
        else:
            figures = (score.mean, score.hundred, score.deviation)
            yield from (*(round(figure, PLACES) for figure in figures), score.n, score.left_out)


def _gap(gap: Gap | None) -> tuple[Any, ...]:
    figures = (gap.difference, gap.low, gap.high) if gap else (None, None, None)
    return tuple("" if figure is None else round(figure, PLACES) for figure in figures)
