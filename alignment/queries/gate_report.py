"""The first gate as a whole and at one initiative: the single source of its pages, its data and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Enterprise, Unit
from accounts.queries import day_at
from alignment.choices import GateOutcome, Status
from alignment.engine.gate import is_before
from alignment.models import GateOverride, GatePassage, GatePolicy, Initiative
from alignment.models.initiative import InitiativeQuerySet
from alignment.queries.gate import AtGate, at_gate, been_past
from alignment.queries.priority import UnlinkedLine, UnlinkedWork, unlinked_work
from foundation.actors import Actor

WEIGHT = {outcome: place for place, outcome in enumerate(reversed(GateOutcome))}
"""What is held back comes first."""


@dataclass(frozen=True, slots=True)
class GateReport:
    """What waits at the gate, what ought to, who came through how, and what each unit asks for."""

    as_of: datetime
    enterprise: Enterprise
    unit: Unit | None
    units: tuple[Unit, ...]
    asking: tuple[AtGate, ...]
    unlinked: UnlinkedWork
    passages: tuple[GatePassage, ...]
    overrides: tuple[GateOverride, ...]
    """Those that nothing has passed by yet."""
    policies: tuple[GatePolicy, ...]

    def count(self, outcome: GateOutcome) -> int:
        """How many would come through like this if they asked now."""
        return sum(one.passing.outcome is outcome for one in self.asking)


def gate_report(viewer: Actor, now: datetime, enterprise: Enterprise, unit: UUID | None = None) -> GateReport:
    """What ``viewer`` may read of it, of a unit and below or of everything. A constant number of queries."""
    today = day_at(now, enterprise)
    reads = viewer.access.reads
    units = tuple(row for row in Unit.objects.active().order_by("path") if reads([row.path]))
    chosen = next((row for row in units if row.uid == unit), None)
    inside = set(Unit.objects.below(chosen).values_list("pk", flat=True)) if chosen else None
    seen: InitiativeQuerySet = Initiative.objects.visible_to(viewer).active()
    if inside is not None:
        seen = seen.filter(unit__in=inside)
    proposed = list(seen.filter(status=Status.PROPOSED).for_list())
    answers = at_gate(proposed, today).values()
    waiting = GateOverride.objects.active().unused().for_list().filter(initiative__in=seen)
    return GateReport(
        as_of=now,
        enterprise=enterprise,
        unit=chosen,
        units=units,
        asking=tuple(sorted(answers, key=lambda one: (WEIGHT[one.passing.outcome], one.initiative.number))),
        unlinked=unlinked_work(viewer, now, enterprise, inside),
        passages=_passages(seen.values("pk")),
        overrides=tuple(waiting),
        policies=_policies(viewer, today),
    )


@dataclass(frozen=True, slots=True)
class GateStanding:
    """One initiative: what its gate says where it has not passed, what stands against it, and how it came through."""

    asked: AtGate
    is_before: bool
    unlinked: UnlinkedLine | None
    passages: tuple[GatePassage, ...]
    overrides: tuple[GateOverride, ...]
    currency: str


def gate_standing(
    initiative: Initiative, viewer: Actor, now: datetime, enterprise: Enterprise
) -> GateStanding:
    """How an initiative that ``viewer`` may read stands to its first gate. A constant number of queries."""
    overrides = GateOverride.objects.active().unused().for_list().filter(initiative=initiative)
    return GateStanding(
        asked=at_gate([initiative], day_at(now, enterprise))[initiative.pk],
        is_before=_is_before(initiative) and not initiative.is_archived,
        unlinked=unlinked_work(viewer, now, enterprise, [initiative.unit_id]).of(initiative),
        passages=_passages([initiative.pk]),
        overrides=tuple(overrides),
        currency=enterprise.currency,
    )


def _is_before(initiative: Initiative) -> bool:
    """Whether its gate still lies ahead. A query where it is stopped."""
    was_past = initiative.status == Status.STOPPED and bool(been_past([initiative]))
    return is_before(initiative.status, was_past=was_past)


def _passages(initiatives: QuerySet[Any] | Sequence[int]) -> tuple[GatePassage, ...]:
    rows = GatePassage.objects.filter(initiative__in=initiatives)
    return tuple(
        rows.select_related("initiative__unit", "override__granted_by").order_by("-passed_at", "-pk")
    )


def _policies(viewer: Actor, today: date) -> tuple[GatePolicy, ...]:
    """The policy that counts of each unit the viewer may read."""
    rows = GatePolicy.objects.visible_to(viewer).select_related("unit", "overrider").deciding_on(today)
    return tuple({row.unit_id: row for row in rows}.values())
