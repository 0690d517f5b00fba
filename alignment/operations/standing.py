"""Keeping how chains stand: in the transaction that changes it, as far as the change reaches, and whole every night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Subquery

from accounts.models import Enterprise
from alignment.choices import ChainState, Hop
from alignment.engine.chains import Chains, chain_of, chains
from alignment.engine.facts import Facts
from alignment.engine.packing import packed
from alignment.models import ChainStanding, StandingCount, StandingLedger
from alignment.operations.standing_steps import Key, NotKept, Settled, Steps
from alignment.operations.standing_touch import DECIDING, fresh_of, touched_by
from alignment.queries.standing_facts import facts_on
from strategies.models import Strategy
from workbench.signals import Written

STEP_AT_MOST = 400
"""Records of one station that are looked at one by one; where more are touched, computing everything is cheaper."""
BATCH = 500
KEPT = ("state", "action", "reason", "up", "down", "since_date", "updated_at")


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping standings came to: as of which day, how many were written, and how many were taken away."""

    day: date | None
    written: int = 0
    removed: int = 0


@transaction.atomic(savepoint=False)
def await_write(*, model: type[Any]) -> None:
    """Lock the standings before records are locked on which they depend. One statement, none for other types."""
    if model in DECIDING:
        _ledger()


@transaction.atomic(savepoint=False)
def follow_write(*, model: type[Any], written: Sequence[Written], now: datetime) -> Kept:
    """Bring up to date what records that were just written change. Part of the transaction that writes them.

    Looks at what the records touch and goes on only where something changes. Everything is computed anew where that
    is cheaper, where it has never been computed, and for the first write of a day.
    """
    touched = touched_by(model, written)
    if not touched:
        return Kept(None)
    ledger = _ledger()
    today = _today(ledger, now)
    if today is None:
        return Kept(None)
    if ledger.day == today and len(touched) <= STEP_AT_MOST:
        steps = Steps(today, STEP_AT_MOST)
        try:
            steps.follow(touched)
            settled, kept = list(steps.settled()), steps.kept_rows()
            return _write(settled, kept, steps.looked_at(), today, now)
        except NotKept:
            pass
    return _keep_all(ledger, today, now, fresh=fresh_of(model, written))


@transaction.atomic
def keep_standings(*, now: datetime) -> Kept:
    """Compute all standings as of the enterprise's day at ``now``, and count them for the trend.

    Every night, after an upgrade, and whenever somebody asks for it. Repeating it changes nothing.
    """
    ledger = _ledger()
    today = _today(ledger, now)
    return Kept(None) if today is None else _keep_all(ledger, today, now, count=True)


def _ledger() -> Any:
    """The ledger, locked until the end of the transaction, with the enterprise's time zone as ``zone``."""
    zone = Subquery(Enterprise.objects.values("time_zone")[:1])
    rows = StandingLedger.objects.select_for_update().annotate(zone=zone)
    found = rows.first()
    if found is None:
        StandingLedger.objects.get_or_create(pk=StandingLedger.SOLE_ID)
        found = rows.get()
    return found


def _today(ledger: Any, now: datetime) -> date | None:
    """The day standings are as of: it never goes back. None before the first run."""
    if ledger.zone is None:
        return None
    day: date = now.astimezone(ZoneInfo(ledger.zone)).date()
    return max(day, ledger.day or day)


def _keep_all(
    ledger: StandingLedger, today: date, now: datetime, *, fresh: Collection[Key] = (), count: bool = False
) -> Kept:
    facts = facts_on(today)
    known = chains(facts, today)
    kept = {(row.hop, row.record): row for row in ChainStanding.objects.all()}
    known_since = fresh if ledger.day is None else None
    told = _write(_settled(known), kept, kept.keys(), today, now, known_since)
    if count or ledger.day != today:
        count_states(known, facts, today)
    if ledger.day != today:
        StandingLedger.objects.filter(pk=ledger.pk).update(day=today)
    return told


def _settled(known: Chains) -> Iterator[Settled]:
    for hop, station in known.by_hop().items():
        for key in station:
            yield Settled(hop, key, station.sides(key), station.state(key) is ChainState.EXEMPT)


def _write(
    settled: Iterable[Settled],
    kept: Mapping[Key, ChainStanding],
    looked_at: Collection[Key],
    today: date,
    now: datetime,
    known_since: Collection[Key] | None = None,
) -> Kept:
    """Write what differs from what is ``kept``; what was ``looked_at`` and has no chain any more goes.

    A state that is new holds from ``today``; the first time only of the records in ``known_since``.
    """
    standing = {(each.hop.value, each.key): each for each in settled}
    changed = []
    for key, each in standing.items():
        before, values = kept.get(key), _values(each)
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            continue
        since = today if known_since is None or key in known_since else None
        if before is not None and before.state == values["state"]:
            since = before.since_date
        row = ChainStanding(hop=each.hop, record=each.key, since_date=since, updated_at=now, **values)
        changed.append(row)
    gone = [kept[key].pk for key in looked_at if key in kept and key not in standing]
    for start in range(0, len(gone), BATCH):
        ChainStanding.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    ChainStanding.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["hop", "record"], update_fields=KEPT, batch_size=BATCH
    )
    return Kept(today, len(changed), len(gone))


def _values(each: Settled) -> dict[str, Any]:
    up, down = each.sides
    chain = chain_of(up, down, is_exempt=each.is_exempt)
    worst = chain.findings[0] if chain.findings else None
    return {
        "state": chain.state.value,
        "action": worst.action.value if worst else "",
        "reason": worst.reason.value if worst else "",
        "up": packed(up),
        "down": packed(down),
    }


def count_states(known: Chains, facts: Facts, today: date) -> None:
    """Count the states of a day by unit, in place of what was counted for it before."""
    strategies = dict(Strategy.objects.order_by().values_list("pk", "unit"))
    units: dict[Key, Any] = {
        **{(Hop.OBJECTIVE.value, fact.id): strategies[fact.strategy] for fact in facts.objectives},
        **{(Hop.ELEMENT.value, fact.id): strategies[fact.strategy] for fact in facts.elements},
        **{(Hop.INITIATIVE.value, fact.id): fact.unit for fact in facts.initiatives},
    }
    found = Counter(
        (units.get((hop.value, key)), hop, station.state(key))
        for hop, station in known.by_hop().items()
        for key in station
    )
    StandingCount.objects.filter(day=today).delete()
    rows = [
        StandingCount(day=today, unit_id=unit, hop=hop, state=state, count=n)
        for (unit, hop, state), n in found.items()
    ]
    StandingCount.objects.bulk_create(rows, batch_size=BATCH)
