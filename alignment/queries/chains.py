"""Every chain with its state, since when, its owner and the one thing to do: what is kept, as a viewer may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from accounts.models import Person, Unit
from accounts.queries import day_at
from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.chains import Chain, chain_of
from alignment.engine.packing import unpacked
from alignment.models import ChainStanding, StandingLedger
from alignment.models.standing import STATIONS
from alignment.queries.chain_rows import rows_of_chains
from alignment.queries.labels import Label, Labels
from alignment.queries.links import MODELS
from alignment.queries.rows import Readable, Rows
from alignment.queries.standing_lists import worst_first as worst_of_all
from foundation.actors import Actor
from foundation.models import Record

NOBODY = "nobody"
UNIT_OF = {Hop.OBJECTIVE: "strategy__unit", Hop.ELEMENT: "strategy__unit", Hop.INITIATIVE: "unit"}
"""How a record says to which unit it belongs; needs belong to all."""
OWNER_OF = {hop: "strategy__sponsor" if hop is Hop.ELEMENT else "owner" for hop in STATIONS}
"""Who answers for a record; for an element whoever sponsors its strategy."""


@dataclass(frozen=True, slots=True)
class ChainQuestion:
    """Which chains are asked for; empty means all.

    ``owner`` is the uid of a person, or ``nobody``; ``unit`` a unit with all below it, which leaves needs out;
    ``only_open`` leaves out what needs no mending.
    """

    state: str = ""
    hop: str = ""
    action: str = ""
    unit: UUID | None = None
    owner: str = ""
    only_open: bool = False


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One record with the state of its chain, as the viewer may see it."""

    hop: Hop
    record: Record
    chain: Chain
    near: Label | None
    """Where the next action takes place; None where nothing is to be done."""
    owner: Person | None
    since: date | None
    """The day from which the state holds; None where it held already when states began to be kept."""

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


Counts = dict[Hop, dict[ChainState, int]]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The chains asked for, as of ``today``; ``counts`` say how many records of each station are in
    each state, zeros included, of everything the viewer may see.

    ``is_kept`` is false until states have been computed for the first time. ``matching`` says how many chains were
    asked for, of which ``lines`` may be one page.
    """

    today: date
    is_kept: bool
    lines: tuple[ChainLine, ...]
    matching: int
    counts: Counts
    rows: Rows
    labels: Labels


def chain_report(
    viewer: Actor,
    now: datetime,
    asked: ChainQuestion | None = None,
    *,
    first: int = 0,
    most: int | None = None,
) -> ChainReport:
    """The chains of objectives, elements, needs and initiatives that ``viewer`` may read, ``most`` of them from ``first``.

    The same for page, file, API and command. As many queries as there are kinds of records to name, at any number of
    rows.
    """
    asked = asked or ChainQuestion()
    day = StandingLedger.objects.values_list("day", flat=True).first()
    everything, found = _visible(viewer), standings_asked(viewer, asked)
    ordered = _in_order(found, worst_first=asked.only_open)
    page = list(ordered if most is None else ordered[first : first + most])
    chains = [(row, _chain(row)) for row in page]
    loaded = rows_of_chains((chain for _, chain in chains), now, day)
    labels = Labels.of_rows(loaded, Readable.to(viewer, loaded.units))
    return ChainReport(
        today=day or day_at(now, loaded.enterprise),
        is_kept=day is not None,
        lines=tuple(_lines(chains, labels)),
        matching=len(page) if most is None else found.count(),
        counts=_counts(everything),
        rows=loaded,
        labels=labels,
    )


def owners(viewer: Actor) -> list[Person]:
    """Who answers for anything that has a chain and that ``viewer`` may read. One query."""
    known = Q()
    for hop, name in OWNER_OF.items():
        known |= Q(pk__in=MODELS[hop].objects.visible_to(viewer).active().order_by().values(name))
    return list(Person.objects.filter(known).order_by("name", "number"))


def _chain(row: ChainStanding) -> Chain:
    return chain_of(unpacked(row.up), unpacked(row.down), is_exempt=row.state == ChainState.EXEMPT)


def _visible(viewer: Actor) -> QuerySet[ChainStanding]:
    return _of_records({hop: model.objects.visible_to(viewer) for hop, model in MODELS.items()})


def _of_records(records: Mapping[Hop, QuerySet[Any]]) -> QuerySet[ChainStanding]:
    chosen = Q(pk=None)
    for hop, rows in records.items():
        chosen |= Q(hop=hop.value, record__in=rows.order_by().values("pk"))
    return ChainStanding.objects.filter(chosen)


def standings_asked(viewer: Actor, asked: ChainQuestion) -> QuerySet[ChainStanding]:
    """What is kept of the chains asked for that ``viewer`` may read."""
    names = {"state": asked.state, "hop": asked.hop, "action": asked.action}
    hops = [hop for hop in STATIONS if asked.unit is None or hop in UNIT_OF]
    found = _of_records({hop: _belonging(MODELS[hop].objects.visible_to(viewer), hop, asked) for hop in hops})
    found = found.filter(**{name: value for name, value in names.items() if value})
    return found.exclude(action="") if asked.only_open else found


def _belonging(records: QuerySet[Any], hop: Hop, asked: ChainQuestion) -> QuerySet[Any]:
    if asked.unit is not None:
        records = records.filter(**{f"{UNIT_OF[hop]}__in": below(asked.unit)})
    if asked.owner == NOBODY:
        return records.filter(**{OWNER_OF[hop]: None})
    return records.filter(**{f"{OWNER_OF[hop]}__uid": asked.owner}) if asked.owner else records


def below(uid: UUID) -> QuerySet[Unit]:
    """A unit and all below it; none where there is no such unit. One query."""
    root = Unit.objects.filter(uid=uid).first()
    return Unit.objects.below(root).order_by() if root else Unit.objects.none()


def _in_order(found: QuerySet[ChainStanding], *, worst_first: bool) -> QuerySet[ChainStanding]:
    whens = (When(hop=hop.value, then=Value(place)) for place, hop in enumerate(STATIONS))
    stations = Case(*whens, output_field=IntegerField())
    return found.order_by(*([worst_of_all()] if worst_first else []), stations, "record")


def _counts(everything: QuerySet[ChainStanding]) -> Counts:
    rows = everything.order_by().values_list("hop", "state").annotate(Count("pk"))
    known = {(hop, state): count for hop, state, count in rows}
    return {hop: {state: known.get((hop, state), 0) for state in ChainState} for hop in STATIONS}


def _lines(chains: Sequence[tuple[ChainStanding, Chain]], labels: Labels) -> Iterator[ChainLine]:
    for row, chain in chains:
        record: Any = labels.of(chain.ref).record
        if record is not None:
            near = labels.of(chain.findings[0].near) if chain.findings else None
            owner = record.strategy.sponsor if chain.ref.hop is Hop.ELEMENT else record.owner
            yield ChainLine(chain.ref.hop, record, chain, near, owner, row.since_date)
