"""What happened to an initiative: the trail of its record joined with the changes of its score and their causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alignment.queries.scores import ScoreAt
from alignment.serializers.index_words import cause_words
from foundation import formats
from workbench.history import Happening

Data = dict[str, Any]
FIRST = 8
"""Happenings shown at once; the others open."""


def story(trail: Iterable[Happening], scores: Sequence[ScoreAt]) -> Data:
    """The newest first, by the day of the fact; of one day as they were recorded."""
    told = [*map(_happened, trail), *score_changes(scores)]
    told.sort(key=lambda entry: (entry["day"], entry["at"]), reverse=True)
    return {"first": told[:FIRST], "rest": told[FIRST:], "count": formats.number(len(told))}


def score_changes(scores: Sequence[ScoreAt]) -> list[Data]:
    """Every score with the one before it and why it is another; ``scores`` are newest first."""
    pairs = [*pairwise(scores), *((each, None) for each in scores[-1:])]
    return [_scored(now, before) for now, before in pairs]


def _scored(now: ScoreAt, before: ScoreAt | None) -> Data:
    was = None if before is None else before.figure
    if now.figure is None:
        title = _("No score any more")
    elif was is None:
        title = _("Score %(now)s") % {"now": formats.number(now.figure, 1)}
    else:
        told = {"was": formats.number(was, 1), "now": formats.number(now.figure, 1)}
        title = _("Score %(was)s → %(now)s") % told
    return _entry(now.at, _day_of(now.at), title) | {"who": cause_words(now.causes), "is_score": True}


def _happened(happening: Happening) -> Data:
    entry = _entry(happening.at, happening.day, happening.verb)
    return entry | {"of": happening.of, "who": happening.actor, "differences": happening.differences}


def _entry(at: datetime, day: date, title: str) -> Data:
    return {"at": at, "day": day, "title": title, "who": "", "of": None, "differences": (), "is_score": False}


def _day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
