"""What became of a strategy that was replaced: its objectives and elements, their fates, and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from alignment.engine.facts import Id
from alignment.engine.remapping import Fates, Tie, lost
from alignment.models import (
    Adoption,
    ElementNeed,
    ElementObjective,
    ElementSuccession,
    ObjectiveSuccession,
    StrategyElement,
)
from foundation.actors import Actor
from foundation.models import Record
from metrics.models import ObjectiveMeasure
from strategies.choices import StrategyState
from strategies.models import Objective, Strategy

LINK = ("strength", "evidence", "evidence_date", "review_months")


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A kind of link that hangs on a strategy: its ends, and what it says beside them."""

    model: type[Record]
    near: str
    far: str
    values: tuple[str, ...]

    def tie(self, row: Any) -> Tie:
        """The link as the engine sees it."""
        near, far = getattr(row, f"{self.near}_id"), getattr(row, f"{self.far}_id")
        return Tie(row.pk, near, far, getattr(row, "strength", 0), getattr(row, "evidence_date", None))

    def between(self, near: Iterable[Id], far: Iterable[Id]) -> Any:
        """Links at any of these ends, of which neither end is archived, with both ends loaded."""
        touching = Q(**{f"{self.near}__in": list(near)}) | Q(**{f"{self.far}__in": list(far)})
        kept = {"archived_at": None, f"{self.near}__archived_at": None, f"{self.far}__archived_at": None}
        return self.model.objects.for_list().filter(touching, **kept)


KINDS = (
    LinkKind(ElementObjective, "element", "objective", LINK),
    LinkKind(ElementNeed, "element", "need", LINK),
    LinkKind(ObjectiveMeasure, "objective", "metric", ("kind", "weight", "baseline_value", "baseline_date")),
)


def objective_successors(strategies: Collection[Strategy]) -> Mapping[str, str]:
    """Uid of each objective of these strategies that goes on → uid of the one as which it does. One query."""
    rows = ObjectiveSuccession.objects.active().filter(
        former__strategy__in=strategies, successor__isnull=False
    )
    return {
        str(former): str(successor) for former, successor in rows.values_list("former__uid", "successor__uid")
    }


@dataclass(frozen=True, slots=True)
class Fated:
    """A record of the old strategy, what was said of it, and how many links hang on it."""

    record: Record
    succession: ObjectiveSuccession | ElementSuccession | None
    links: int

    @property
    def goes_on(self) -> bool:
        return self.succession is not None and self.succession.successor_id is not None


@dataclass(frozen=True)
class Remapping:
    """An old strategy beside the one that replaces it; ``lost`` counts links that nothing explains yet."""

    former: Strategy
    successor: Strategy | None
    objectives: tuple[Fated, ...]
    elements: tuple[Fated, ...]
    new_objectives: tuple[Objective, ...]
    new_elements: tuple[StrategyElement, ...]
    links: int
    lost: int
    answers: tuple[Adoption, ...] = ()
    """What the old strategy has answered to IT needs."""
    waiting: tuple[Adoption, ...] = ()
    """Those of them that the new strategy neither gives nor explains by an element that ends."""

    @cached_property
    def open(self) -> int:
        """Objectives and elements of which nobody has said what becomes of them."""
        return sum(fated.succession is None for fated in (*self.objectives, *self.elements))


def successors_of(former: Strategy, viewer: Actor) -> list[Strategy]:
    """The strategies of the unit that may follow this one, the likeliest first. One query.

    One that says it replaces this one comes first, then one in force, then drafts; what came before does not follow.
    """
    rows = Strategy.objects.visible_to(viewer).active().filter(unit=former.unit_id).exclude(pk=former.pk)
    found = [row for row in rows.select_related("unit") if _may_follow(row, former)]
    states = [StrategyState.IN_FORCE, StrategyState.DRAFT, StrategyState.SUPERSEDED]
    return sorted(found, key=lambda row: (row.replaces_id != former.pk, states.index(row.state), -row.number))


def _may_follow(row: Strategy, former: Strategy) -> bool:
    if row.pk == former.replaces_id:
        return False
    starts = row.start_date, former.start_date
    return None in starts or row.replaces_id == former.pk or starts[0] > starts[1]  # type: ignore[operator]


def remapping(former: Strategy, successor: Strategy | None) -> Remapping:
    """How far the re-mapping has come. Eleven queries; those who may read both strategies may read all of it."""
    objectives = list(former.objectives.active().order_by("number"))
    elements = list(former.alignment_elements.active().order_by("number"))
    said: dict[type[Record], Mapping[int, Any]] = {
        Objective: _said(ObjectiveSuccession, objectives),
        StrategyElement: _said(ElementSuccession, elements),
    }
    fates: dict[str, Fates] = {
        "objective": _fates(objectives, said[Objective]),
        "element": _fates(elements, said[StrategyElement]),
    }
    count: dict[tuple[str, Id], int] = {}
    total = missing = 0
    for kind in KINDS:
        near, far = fates[kind.near], fates.get(kind.far, Fates())
        rows = [kind.tie(row) for row in kind.between(_both(near), _both(far))]
        old = [tie for tie in rows if tie.near in near.old or tie.far in far.old]
        for tie in old:
            for end in {(kind.near, tie.near), (kind.far, tie.far)}:
                count[end] = count.get(end, 0) + 1
        total += len(old)
        missing += len(lost(old, {(tie.near, tie.far) for tie in rows}, near, far))
    return Remapping(
        former=former,
        successor=successor,
        objectives=tuple(_fated(row, said[Objective], count, "objective") for row in objectives),
        elements=tuple(_fated(row, said[StrategyElement], count, "element") for row in elements),
        new_objectives=tuple(successor.objectives.active().order_by("number")) if successor else (),
        new_elements=tuple(successor.alignment_elements.active().order_by("number")) if successor else (),
        links=total,
        lost=missing,
        answers=(answers := tuple(former.alignment_adoptions.active().for_list())),
        waiting=_waiting(answers, successor, fates["element"]),
    )


def _waiting(
    answers: Iterable[Adoption], successor: Strategy | None, elements: Fates
) -> tuple[Adoption, ...]:
    """Answers that would be lost: neither given by the new strategy, nor by an element that ends for a reason."""
    given = successor.alignment_adoptions.active().values_list("it_need_id", flat=True) if successor else ()
    known = set(given)
    over = {key for key in elements.old if not elements.is_open(key) and elements.after(key) is None}
    return tuple(row for row in answers if row.it_need_id not in known and row.element_id not in over)


def _said(model: Any, formers: Sequence[Record]) -> dict[int, Any]:
    rows = model.objects.active().filter(former__in=[row.pk for row in formers]).select_related("successor")
    return {row.former_id: row for row in rows}


def _fates(old: Sequence[Record], said: Mapping[int, Any]) -> Fates:
    return Fates(frozenset(row.pk for row in old), {pk: row.successor_id for pk, row in said.items()})


def _both(fates: Fates) -> set[Id]:
    """The old records and those that follow them."""
    return set(fates.old) | {key for key in fates.successors.values() if key is not None}


def _fated(row: Record, said: Mapping[int, Any], count: Mapping[tuple[str, Id], int], kind: str) -> Fated:
    return Fated(row, said.get(row.pk), count.get((kind, row.pk), 0))
