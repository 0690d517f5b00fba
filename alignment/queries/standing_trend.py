"""How many chains were in which state, day by day: what was counted each night, and what holds now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from alignment.choices import ChainState
from alignment.models import StandingCount
from alignment.queries.chains import ChainQuestion, below, standings_asked
from foundation.actors import Actor

DAYS = 91
"""How far back the trend goes: a quarter."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many chains were in which state when a day began, or now; states that none is in are left out."""

    day: date
    counts: dict[ChainState, int]


def standing_trend(viewer: Actor, asked: ChainQuestion, today: date) -> list[Tally]:
    """The days that were counted, the earliest first, and ``today`` as it stands now. Two queries, one more for a unit.

    Of what ``asked`` says only unit and station count. A day on which nothing was counted is not there.
    """
    rows = StandingCount.objects.visible_to(viewer).filter(
        day__gt=today - timedelta(days=DAYS), day__lt=today
    )
    if asked.hop:
        rows = rows.filter(hop=asked.hop)
    if asked.unit is not None:
        rows = rows.filter(unit__in=below(asked.unit))
    found: defaultdict[date, dict[ChainState, int]] = defaultdict(dict)
    for day, state, count in rows.values_list("day", "state").annotate(Sum("count")).order_by("day"):
        found[day][ChainState(state)] = count
    now = standings_asked(viewer, ChainQuestion(hop=asked.hop, unit=asked.unit)).order_by()
    states = now.values_list("state").annotate(Count("pk"))
    found[today] = {ChainState(state): count for state, count in states}
    return [Tally(day, counts) for day, counts in found.items()]
