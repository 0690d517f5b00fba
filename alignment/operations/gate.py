"""The first gate, kept wherever an initiative is written: page, bulk edit, import and API alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.queries import enterprise_day
from alignment.choices import GateOutcome, Status
from alignment.engine.facts import Id
from alignment.engine.gate import PAST, passes_first_gate
from alignment.models import GatePassage, Initiative
from alignment.operations.gate_telling import remedies, why_held_back, why_warned
from alignment.queries.gate import AtGate, at_gate, been_past, codes, stated
from alignment.queries.gate_lines import key_of
from foundation.actors import Actor
from workbench.operations.records import Fault, Invalid, Saved

PASSED = (GateOutcome.WARNED, GateOutcome.OVERRIDDEN)


def keep_first_gate(*, records: Sequence[Initiative], actor: Actor, now: datetime) -> list[Fault]:
    """Refuse every initiative that its unit's policy holds back, and warn of what the others pass with.

    Runs inside the write operation, before validation. What is recorded past the gate at once is asked like what goes
    past it later, although nothing can be linked to it yet. Passing with something against it is recorded, with the
    policy and the findings of that moment; of what is new by ``follow_first_gate``. A constant number of queries, none
    where no status goes past the gate, one more where stopped work is taken up again. Returns a warning for each row
    that passes with one; raises ``Invalid`` with one fault for each row that does not.
    """
    past = [row for row in records if row.status in PAST]
    before = _former([row for row in past if not row._state.adding])
    stopped = [row for row in past if before.get(key_of(row)) == Status.STOPPED]
    resumed = been_past(stopped)
    passing = [
        row
        for row in past
        if passes_first_gate(before.get(key_of(row), ""), row.status, was_past=row.uid in resumed)
    ]
    if not passing:
        return []
    found = at_gate(passing, enterprise_day(now))
    at = {key_of(row): index for index, row in enumerate(records)}
    held = [one for one in found.values() if one.passing.outcome is GateOutcome.REFUSED]
    if held:
        raise Invalid([_fault(at, one, why_held_back(one, actor), actor) for one in held])
    passed = [one for one in found.values() if one.passing.outcome in PASSED]
    _record([one for one in passed if not one.is_new], before, actor, now)
    return [_fault(at, one, why_warned(one, actor), actor) for one in passed]


def follow_first_gate(*, saved: Sequence[Saved], actor: Actor, now: datetime) -> None:
    """Record what was let past the gate as it was recorded, now that it has a key. In the same transaction."""
    new = [one.record for one in saved if one.created and one.record.status in PAST]
    if new:
        found = at_gate(new, enterprise_day(now)).values()
        _record([one for one in found if one.passing.outcome in PASSED], {}, actor, now)


def _former(rows: Sequence[Initiative]) -> dict[Id, str]:
    """The status that rows have in the database, by their key."""
    if not rows:
        return {}
    kept = Initiative.objects.filter(pk__in=[row.pk for row in rows])
    return dict(kept.values_list("pk", "status"))


def _record(passed: Sequence[AtGate], before: Mapping[Id, str], actor: Actor, now: datetime) -> None:
    rows = [_passage(one, before.get(one.initiative.pk, ""), actor, now) for one in passed]
    GatePassage.objects.bulk_create(rows, batch_size=500)


def _fault(at: Mapping[Id, int], one: AtGate, message: str, actor: Actor) -> Fault:
    return Fault(at[key_of(one.initiative)], "status", message, remedies(one, actor))


def _passage(one: AtGate, before: str, actor: Actor, now: datetime) -> GatePassage:
    override = one.override if one.passing.outcome is GateOutcome.OVERRIDDEN else None
    return GatePassage(
        initiative=one.initiative,
        passed_at=now,
        before=before,
        after=one.initiative.status,
        outcome=one.passing.outcome,
        findings=codes(one.passing.findings),
        policy=stated(one.policy),
        override=override,
        reason=override.reason if override else "",
        by_uid=actor.uid,
        by=actor.label,
    )
