"""In which state every chain is on a day: one answer for the index and whoever counts chains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alignment.choices import ChainState, Hop
from alignment.engine.chains import chains
from alignment.engine.facts import Facts, Id
from alignment.models import ChainStanding, StandingLedger
from alignment.models.standing import STATIONS

States = Mapping[Hop, Mapping[Id, ChainState]]


def states_on(day: date, facts: Facts) -> States:
    """The state of each chain by station and record: as it is kept where that is of ``day``. Two statements.

    Of other days nothing is kept but counts: there it is computed from ``facts``.
    """
    if not StandingLedger.objects.filter(day=day).exists():
        return computed_states(day, facts)
    found: dict[Hop, dict[Id, ChainState]] = {hop: {} for hop in STATIONS}
    for hop, record, state in ChainStanding.objects.order_by().values_list("hop", "record", "state"):
        found[Hop(hop)][record] = ChainState(state)
    return found


def computed_states(day: date, facts: Facts) -> States:
    """The same, computed from ``facts`` as of ``day``."""
    stations = chains(facts, day).by_hop()
    return {hop: {key: station.state(key) for key in station} for hop, station in stations.items()}
