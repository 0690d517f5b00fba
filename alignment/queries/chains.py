"""Every chain with its state, its owner and the one thing to do: the list behind the gaps of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Person
from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.chains import Chain, Chains, chains
from alignment.queries.facts import gathered
from alignment.queries.labels import Label, Labels
from alignment.queries.rows import Readable, rows
from foundation.actors import Actor
from foundation.models import Record

STATIONS = (Hop.OBJECTIVE, Hop.ELEMENT, Hop.NEED, Hop.INITIATIVE)


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One record with the state of its chain, as the viewer may see it."""

    hop: Hop
    record: Record
    chain: Chain
    near: Label | None
    """Where the next action takes place; None where nothing is to be done."""
    owner: Person | None

    @property
    def uid(self) -> UUID:
        return self.record.uid

    @property
    def action(self) -> Action | None:
        return self.chain.action

    @property
    def reason(self) -> Reason | None:
        """Why that is the thing to do."""
        return self.chain.findings[0].reason if self.chain.findings else None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """All chains the viewer may see, as of ``today``, with how many are in which state by station."""

    today: date
    lines: tuple[ChainLine, ...]
    labels: Labels

    def of(self, *, state: str = "", hop: str = "") -> tuple[ChainLine, ...]:
        """The chains in one state or of one station; all where neither is given."""
        return tuple(
            line
            for line in self.lines
            if (not state or line.chain.state == state) and (not hop or line.hop == hop)
        )

    def counts(self) -> dict[Hop, dict[ChainState, int]]:
        """How many records of each station are in each state, zeros included."""
        found = Counter((line.hop, line.chain.state) for line in self.lines)
        return {hop: {state: found[hop, state] for state in ChainState} for hop in STATIONS}


def chain_report(viewer: Actor, now: datetime) -> ChainReport:
    """The chain of every objective, element, need and initiative ``viewer`` may read."""
    loaded = rows(now)
    states = chains(gathered(loaded, loaded.today, None).facts, loaded.today)
    labels = Labels.of_rows(loaded, Readable.to(viewer, loaded.units))
    return ChainReport(loaded.today, tuple(_lines(states, labels)), labels)


def _lines(states: Chains, labels: Labels) -> Iterator[ChainLine]:
    for chain in states.everything():
        record = labels.of(chain.ref).record
        if record is not None:
            near = labels.of(chain.findings[0].near) if chain.findings else None
            yield ChainLine(chain.ref.hop, record, chain, near, getattr(record, "owner", None))
