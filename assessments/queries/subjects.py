"""What people said about each subject of their instrument, for several rounds at once and without anything else.

The figures are those of ``results``: the same answers may be read, and each person counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.choices import Moment, Side
from assessments.engine.outcome import subjects_of
from assessments.engine.scoring import Item, Scale, own_mean
from assessments.models import Round, Statement
from assessments.queries.results import Sheets, Turnout, item_of, sheets_of, turnouts_of


@dataclass(frozen=True, slots=True)
class SubjectMeans:
    """Each person's mean for each subject from 0 to 100; a side that is too small or said nothing is not there."""

    means: Mapping[tuple[Side, Moment, str], Sequence[Fraction]]
    turnout: Mapping[Side, Turnout]


def subject_means(rounds: Collection[Round]) -> dict[int, SubjectMeans]:
    """By primary key of the round; the caller may read the rounds, whose instrument is loaded. Five queries."""
    items = _items(rounds)
    turnouts = turnouts_of(rounds)
    read = {moment: sheets_of(rounds, moment) for moment in Moment}
    return {
        asked.pk: SubjectMeans(
            means=_means(
                items[asked.instrument_id],
                Scale(asked.instrument.scale_min, asked.instrument.scale_max),
                {moment: sheets[asked.pk] for moment, sheets in read.items()},
            ),
            turnout=turnouts[asked.pk],
        )
        for asked in rounds
    }


def _items(rounds: Collection[Round]) -> dict[int, list[Item]]:
    """The statements of each instrument that was asked."""
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for statement in Statement.objects.filter(instrument__in={r.instrument_id for r in rounds}).asked():
        found[statement.instrument_id].append(item_of(statement))
    return found


def _means(
    items: Sequence[Item], scale: Scale, read: Mapping[Moment, Mapping[Side, Sheets]]
) -> dict[tuple[Side, Moment, str], list[Fraction]]:
    """What each person of a side came to, by moment and subject."""
    chosen = {name: [item for item in items if item.subject == name] for name in subjects_of(items)}
    found: dict[tuple[Side, Moment, str], list[Fraction]] = {}
    for moment, sides in read.items():
        for side, sheets in sides.items():
            for name, about in chosen.items():
                means = (own_mean(about, sheet, scale) for sheet in sheets.values())
                found[side, moment, name] = [scale.on_hundred(mean) for mean in means if mean is not None]
    return {key: means for key, means in found.items() if means}
