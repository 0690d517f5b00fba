"""Build what strategies promise, the version before with what became of it, and the strategies of units."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.models import Person, Unit
from alignment.choices import Verdict
from alignment.models import (
    Adoption,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    ObjectiveSuccession,
    StrategyElement,
)
from alignment.operations.succession import Fate, remap
from config.demonstration import intent
from config.demonstration import versions_rows as told
from config.demonstration.direction import CURRENT, FORMER
from config.demonstration.ties import links
from customers.models import Need
from foundation.actors import SYSTEM
from strategies.choices import Discipline, StrategyState
from strategies.models import Commitment, Effect, GrowthAim, ITNeed, Objective, Strategy

if TYPE_CHECKING:
    from config.demonstration.site import Rows, Site
    from config.demonstration.versions_rows import FormerRow, PromiseRow
    from foundation.models import Record

CLAIMS, DRAFT = "claims", "commercial"


def add_versions(site: Site) -> None:
    """The numbers and promises of the strategy in force, the former one re-mapped, and those of two units."""
    site.add(GrowthAim, ((row.key, _aim(site, row)) for row in told.AIMS))
    _add_promises(site, CURRENT, told.PROMISES)
    site.add(
        Effect,
        (
            (
                f"{cause}:{outcome}",
                {
                    "cause": site.get(Objective, cause),
                    "outcome": site.get(Objective, outcome),
                    "reason": reason,
                },
            )
            for cause, outcome, reason in told.EFFECTS
        ),
    )
    _add_former(site)
    _remap(site)
    _add_found_late(site)
    _add_units(site)


def _aim(site: Site, row: told.AimRow) -> dict[str, Any]:
    return {
        "strategy": site.get(Strategy, CURRENT),
        "name": row.name,
        "kind": row.kind,
        "figure": Decimal(row.figure),
        "unit_of_measure": row.unit_of_measure,
        "due_date": site.end(row.due),
    }


def _add_promises(site: Site, strategy: str, rows: tuple[PromiseRow, ...]) -> None:
    site.add(
        Commitment,
        (
            (
                row.key,
                {
                    "strategy": site.get(Strategy, strategy),
                    "name": row.name,
                    "due_date": site.end(row.due),
                    "kept_date": None if row.kept is None else site.ago(row.kept, days=6),
                },
            )
            for row in rows
        ),
    )


def _add_former(site: Site) -> None:
    strategy = site.get(Strategy, FORMER)
    shared = {"strategy": strategy, "discipline": Discipline.OPERATIONAL_EXCELLENCE}
    site.add(
        Objective,
        (
            (
                row.key,
                {
                    **shared,
                    "name": row.name,
                    "description": row.text,
                    "perspective": row.perspective,
                    "owner": site.get(Person, row.owner),
                    "weight": row.weight,
                    "due_date": site.end(intent.FORMER_END),
                },
            )
            for row in told.FORMER_OBJECTIVES
        ),
    )
    _add_former_elements(site, strategy)


def _add_former_elements(site: Site, strategy: Strategy) -> None:
    site.add(
        StrategyElement,
        (
            (row.key, {"strategy": strategy, "name": row.name, "statement": row.text})
            for row in told.FORMER_ELEMENTS
        ),
    )
    learned = {"strength": 2, "evidence_date": site.ago(30)}
    site.add(
        ElementObjective,
        (
            (
                f"{element}:{objective}",
                {
                    "element": site.get(StrategyElement, element),
                    "objective": site.get(Objective, objective),
                    "evidence": evidence,
                    **learned,
                },
            )
            for element, objective, evidence in told.FORMER_AIMS
        ),
    )

    site.add(ElementNeed, links(site, (StrategyElement, "element"), (Need, "need"), [*told.FORMER_NEEDS]))


def _add_found_late(site: Site) -> None:
    """What the former strategy also asked for, so that its re-mapping has something left to decide."""
    row, strategy = told.FOUND_LATE, site.get(Strategy, FORMER)
    values = {"strategy": strategy, "name": row.name, "statement": row.text}
    site.add(StrategyElement, [(row.key, values)])
    site.add(ElementNeed, links(site, (StrategyElement, "element"), (Need, "need"), [told.LATE_NEED]))
    name, reason = told.LATE_ANSWER
    need = ITNeed.objects.get(name=name)
    answer = {"strategy": strategy, "it_need": need, "verdict": Verdict.REJECTED, "reason": reason}
    site.add(Adoption, [(f"{FORMER}:{need.name}", answer)])


def _remap(site: Site) -> None:
    """Say what became of each part of the former strategy, then let the operation see that no link is lost."""
    site.add(ObjectiveSuccession, _successions(site, Objective, told.FORMER_OBJECTIVES))
    site.add(ElementSuccession, _successions(site, StrategyElement, told.FORMER_ELEMENTS))
    remap(
        former=site.get(Strategy, FORMER),
        successor=site.get(Strategy, CURRENT),
        objectives=_fates(site, Objective, told.FORMER_OBJECTIVES),
        elements=_fates(site, StrategyElement, told.FORMER_ELEMENTS),
        actor=SYSTEM,
        now=site.now,
    )


def _successions(site: Site, model: type[Record], rows: tuple[FormerRow, ...]) -> Rows:
    for row in rows:
        ends = {"former": site.get(model, row.key), "successor": site.get(model, row.successor)}
        yield row.key, {**ends, "reason": row.reason}


def _fates(site: Site, model: type[Record], rows: tuple[FormerRow, ...]) -> dict[Any, Fate]:
    return {site.get(model, row.key): Fate(site.get(model, row.successor), reason=row.reason) for row in rows}


def _add_units(site: Site) -> None:
    claims = {
        **told.CLAIMS_STRATEGY,
        "unit": site.get(Unit, CLAIMS),
        "sponsor": site.get(Person, "fischer"),
        "engaged_date": site.ago(8),
        "state": StrategyState.IN_FORCE,
        "start_date": site.beginning(told.CLAIMS_START),
    }
    draft = {**told.DRAFT_STRATEGY, "unit": site.get(Unit, DRAFT), "state": StrategyState.DRAFT}
    site.add(Strategy, [(CLAIMS, claims), (DRAFT, draft)])
    _add_promises(site, CLAIMS, (told.CLAIMS_PROMISE,))
