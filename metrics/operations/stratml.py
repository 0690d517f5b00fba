"""A StratML plan into the strategy of a unit: planned first, then written, everything or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import Unit
from accounts.permissions import Permission
from foundation.actors import Actor
from metrics.engine.stratml import LeftOut, Plan
from metrics.operations.stratml_ledger import Linked
from metrics.operations.stratml_planning import Planner
from workbench.exchange.importing import ImportPlan, write
from workbench.exchange.planning import lacking
from workbench.exchange.problems import Problem, Refused


@dataclass(slots=True)
class PlanImport(ImportPlan):
    """What importing a plan would do, and what the records will not say. It is applied once, even to rehearse."""

    left_out: list[LeftOut] = field(default_factory=list)


def plan_stratml(*, plan: Plan, unit: Unit, discipline: str, actor: Actor) -> PlanImport:
    """Find the records a plan is about and what would change, without writing.

    A plan that is new becomes a draft of ``unit``, led by ``discipline``; one that is known is brought up to date.
    Takes a constant number of queries. Raises ``Refused`` where the actor may not import.
    """
    needed = (Permission.IMPORT, Permission.EDIT_STRATEGY)
    missing = [permission for permission in needed if not actor.access.allows(permission, [unit.path])]
    if missing:
        unfit = lacking(missing[0])
        raise Refused([Problem(0, "unit", unfit.message, unfit.remedy)])
    planner = Planner(plan, unit, discipline, actor)
    batches = planner.batches()
    return PlanImport(batches, planner.ledger.problems, left_out=planner.ledger.left_out)


def import_stratml(*, plan: PlanImport, actor: Actor, now: datetime, rehearse: bool = False) -> None:
    """Write a plan, all or nothing. Raises ``Refused`` with every problem found.

    With ``rehearse`` everything is checked by really writing it, and then taken back.
    """
    problems = list(plan.problems)
    with transaction.atomic():
        for batch in plan.batches:
            if problems:
                break
            for step in batch.steps:
                if isinstance(step, Linked) and step.record is None:
                    step.values |= {name: link.result for name, link in step.links.items()}
            problems += write(batch, batch.steps, actor, now, plan.warnings)
        transaction.set_rollback(bool(problems) or rehearse)
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row))
