"""Letting an initiative pass what the first gate holds against it: by whom the policy names, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.queries import enterprise_day
from alignment.models import GateOverride, GatePassage, Initiative
from alignment.operations.gate_telling import who_may
from alignment.queries.gate import AtGate, at_gate, codes, may_override, stated
from foundation.actors import Actor, Entitled
from workbench.operations.records import Fault, Invalid, Saved, save
from workbench.types import type_for

Refusal = tuple[str, str]
"""A field and why it cannot be so."""


def override_gate(*, initiative: Initiative, reason: str, actor: Actor, now: datetime) -> Saved:
    """Record that ``initiative`` may pass once, and why, whatever role the person holds whom the policy names.

    Raises ``PermissionDenied`` where the policy does not let them, ``Invalid`` where nothing holds it back or the
    reason is missing.
    """
    found = at_gate([initiative], enterprise_day(now))[initiative.pk]
    if not may_override(found, actor):
        raise PermissionDenied
    values = {"initiative": initiative, "reason": reason}
    return save(object_type=type_for(GateOverride), values=values, actor=Entitled(actor), now=now)


def state_override(*, records: Sequence[GateOverride], actor: Actor, now: datetime) -> None:
    """Keep with each new override what stands against its initiative; refuse what overrides nothing.

    Runs inside the write operation. Once something has passed by it, an override stays as it is, and it never goes over
    to another initiative. Raises ``Invalid`` with one fault for each row.
    """
    new = [row for row in records if row._state.adding]
    faults = _changed([row for row in records if not row._state.adding])
    if new:
        found = at_gate({row.initiative_id: row.initiative for row in new}.values(), enterprise_day(now))
        person = Person.objects.filter(user__uid=actor.uid).first()
        for row in new:
            one = found[row.initiative_id]
            if refusal := _refusal(one, actor):
                faults[row.uid] = refusal
            row.granted_by, row.findings, row.policy = person, codes(one.passing.holding), stated(one.policy)
    told = [Fault(index, *faults[row.uid]) for index, row in enumerate(records) if row.uid in faults]
    if told:
        raise Invalid(told)


def _refusal(one: AtGate, actor: Actor) -> Refusal | None:
    """The field at which a new override is refused, and why; None where it is not."""
    if not one.passing.holding:
        return "initiative", _("Nothing holds this initiative back: it needs no override.")
    if not may_override(one, actor):
        return "initiative", _("Only these may override here: %(who)s.") % {"who": who_may(one.policy)}
    return None


def _changed(rows: Sequence[GateOverride]) -> dict[UUID, Refusal]:
    """Which changes of overrides are refused. Two queries where there are any."""
    keys, faults = [row.pk for row in rows], dict[UUID, Refusal]()
    if not keys:
        return faults
    used = set(GatePassage.objects.filter(override__in=keys).values_list("override", flat=True))
    former = dict(GateOverride.objects.filter(pk__in=keys).values_list("pk", "initiative_id"))
    for row in rows:
        if row.pk in used:
            faults[row.uid] = ("", _("Its initiative has passed by this. Record another override instead."))
        elif former.get(row.pk) != row.initiative_id:
            faults[row.uid] = ("initiative", _("An override stays with its initiative. Record another one."))
    return faults
