"""The first gate, kept wherever an initiative is written: page, bulk edit, import and API alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.queries import day_at
from alignment.choices import GateOutcome
from alignment.engine.gate import PAST, passes_first_gate
from alignment.models import GatePassage, Initiative
from alignment.operations.gate_telling import remedies, why_held_back, why_warned
from alignment.queries.gate import Asked, asked, codes, stated
from foundation.actors import Actor
from workbench.operations.records import Fault, Invalid

PASSED = (GateOutcome.WARNED, GateOutcome.OVERRIDDEN)


def keep_first_gate(*, records: Sequence[Initiative], actor: Actor, now: datetime) -> list[Fault]:
    """Refuse every initiative that its unit's policy holds back, and warn of what the others pass with.

    Runs inside the write operation, before validation. What is recorded for the first time has no links yet and
    is taken as it stands: a portfolio that is under way is imported as it is. Passing with something against it is
    recorded, with the policy and the findings of that moment. A constant number of queries, none where no status goes
    past the gate. Returns a warning for each row that passes with one; raises ``Invalid`` with one fault for each row
    that does not.
    """
    past = {row.pk: row for row in records if not row._state.adding and row.status in PAST}
    if not past:
        return []
    before = dict(Initiative.objects.filter(pk__in=past).values_list("pk", "status"))
    passing = [past[pk] for pk, status in before.items() if passes_first_gate(status, past[pk].status)]
    if not passing:
        return []
    found = asked(passing, day_at(now))
    at = {row.pk: index for index, row in enumerate(records)}
    held = [one for one in found.values() if one.passing.outcome is GateOutcome.REFUSED]
    if held:
        raise Invalid([_fault(at, one, why_held_back(one, actor)) for one in held])
    passed = [one for one in found.values() if one.passing.outcome in PASSED]
    GatePassage.objects.bulk_create(
        [_passage(one, before[one.initiative.pk], actor, now) for one in passed], batch_size=500
    )
    return [_fault(at, one, why_warned(one, actor)) for one in passed]


def _fault(at: Mapping[int, int], one: Asked, message: str) -> Fault:
    return Fault(at[one.initiative.pk], "status", message, remedies(one))


def _passage(one: Asked, before: str, actor: Actor, now: datetime) -> GatePassage:
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
