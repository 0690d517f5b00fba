"""How lines of sight stood in the weeks before, by what is dated: as the nights would have counted them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alignment.choices import Hop
from alignment.engine.chains import Chains, chains
from alignment.models import ChainStanding
from alignment.models.standing import STATIONS
from alignment.operations.standing import count_states, keep_standings
from alignment.queries.standing_facts import facts_on

if TYPE_CHECKING:
    from datetime import date

    from alignment.choices import ChainState
    from alignment.engine.facts import Facts, Id
    from config.demonstration.site import Site

WEEKS = 12
"""A quarter, as far back as the trend goes."""


def add_trend(site: Site) -> None:
    """Count the states of one day a week, and say since which of them each line stands as it does."""
    keep_standings(now=site.now)
    days = [site.today - timedelta(weeks=weeks) for weeks in range(WEEKS, 0, -1)]
    found = []
    for day in days:
        facts = known_by(facts_on(day), day)
        known = chains(facts, day)
        count_states(known, facts, day)
        found.append(_states(known))
    _date(site, days, found)


def known_by(facts: Facts, day: date) -> Facts:
    """The same facts before evidence was found that is dated later."""
    links = (
        link._replace(has_evidence=False, evidence_date=None)
        if link.evidence_date is not None and link.evidence_date > day
        else link
        for link in facts.links
    )
    return replace(facts, links=tuple(links))


def _states(known: Chains) -> dict[tuple[Hop, Id], ChainState]:
    stations = (known.objectives, known.elements, known.needs, known.initiatives)
    return {
        (hop, key): station.state(key)
        for hop, station in zip(STATIONS, stations, strict=True)
        for key in station
    }


def _date(site: Site, days: list[date], found: list[dict[tuple[Hop, Id], ChainState]]) -> None:
    """Since the first of ``days`` from which on nothing has changed; unknown where that is all of them."""
    rows = list(ChainStanding.objects.all())
    for row in rows:
        differing = [day for day, states in zip(days, found, strict=True) if _differs(row, states)]
        later = [day for day in [*days, site.today] if not differing or day > differing[-1]]
        row.since_date = later[0] if differing else None
    ChainStanding.objects.bulk_update(rows, ["since_date"])


def _differs(row: ChainStanding, states: dict[tuple[Hop, Id], ChainState]) -> bool:
    return states.get((Hop(row.hop), row.record)) != row.state
