"""Re-mapping a replaced strategy: every objective and element goes on or ends, and takes its links along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from alignment.engine.facts import Id
from alignment.engine.remapping import Fates
from alignment.models import ElementSuccession, ObjectiveSuccession, StrategyElement
from alignment.operations.succession_links import CarriedLinks, carry_adoptions, carry_links
from foundation.actors import Actor, Entitled
from foundation.models import Record
from strategies.models import Objective, Strategy
from strategies.operations.force import OBJECTIVE
from workbench.operations.records import Change, save_many
from workbench.operations.removal import restore_many
from workbench.operations.telling import announce
from workbench.reach import authorize
from workbench.types import type_for

COPIED: Mapping[type[Record], tuple[str, ...]] = {
    Objective: OBJECTIVE,
    StrategyElement: ("name", "statement"),
}
SUCCESSIONS: Mapping[type[Record], type[Record]] = {
    Objective: ObjectiveSuccession,
    StrategyElement: ElementSuccession,
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one record: it goes on as ``successor``, goes on as a copy, or ends because of ``reason``."""

    successor: Record | None = None
    is_copied: bool = False
    reason: str = ""

    @property
    def is_said(self) -> bool:
        return self.successor is not None or self.is_copied or bool(self.reason.strip())


class CannotRemap(Exception):
    """The strategies or the answers do not fit; nothing was written. The text says what to do."""


class NotASuccessor(CannotRemap):
    """The strategy, objective or element that should follow is not one of the strategy that replaces the old one."""

    def __init__(self, record: Record) -> None:
        text = _("“%(record)s” does not belong to the strategy that replaces this one. Choose another.")
        super().__init__(text % {"record": record})
        self.record = record


class Unanswered(CannotRemap):
    """Of some records nobody says what becomes of them."""

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__(_("Say of each what goes on in its place, or why it ends."))
        self.records = tuple(records)


@dataclass(frozen=True, slots=True)
class Remapped:
    """What happened. ``copied`` counts records made in the new strategy; links are those of the old strategy."""

    gone_on: int
    ended: int
    copied: int
    links: CarriedLinks
    adoptions: int


@transaction.atomic
def remap(
    *,
    former: Strategy,
    successor: Strategy,
    objectives: Mapping[Objective, Fate],
    elements: Mapping[StrategyElement, Fate],
    actor: Actor,
    now: datetime,
) -> Remapped:
    """Carry everything that hangs on ``former`` over to ``successor``, all or nothing.

    Links of what goes on are copied with strength, evidence and dates; where the new strategy has the pair already,
    the stronger is kept. The old links stay where they are. Doing the same again changes nothing, and other answers
    correct the earlier ones; links carried over before stay. Answers to IT needs go along, rejections with their reason.
    Initiatives keep their needs. Raises ``Unanswered``
    while any objective or element that is not archived has no answer, ``NotASuccessor``, ``Invalid`` or
    ``PermissionDenied``.
    """
    announce(model=Strategy, now=now)
    pair = Strategy.objects.select_for_update(of=("self",)).select_related("unit").order_by("pk")
    authorize(actor, Permission.EDIT_STRATEGY, pair.filter(pk__in=[former.pk, successor.pk]))
    if former.pk == successor.pk or former.unit_id != successor.unit_id:
        raise NotASuccessor(successor)
    old: dict[type[Record], list[Any]] = {
        Objective: list(former.objectives.active().order_by("number")),
        StrategyElement: list(former.alignment_elements.active().order_by("number")),
    }
    said: dict[type[Record], Mapping[Any, Fate]] = {Objective: objectives, StrategyElement: elements}
    _refuse_unanswered(old, said)
    entitled = Entitled(actor)
    settled = {kind: _settle(kind, rows, said[kind], successor, entitled, now) for kind, rows in old.items()}
    links = carry_links(
        elements=settled[StrategyElement].fates,
        objectives=settled[Objective].fates,
        records={"element": settled[StrategyElement].known, "objective": settled[Objective].known},
        actor=entitled,
        now=now,
    )
    adopted = carry_adoptions(
        former=former,
        successor=successor,
        elements=settled[StrategyElement].successors,
        actor=entitled,
        now=now,
    )
    ends = [row for found in settled.values() for row in found.successors.values()]
    copied = sum(found.copied for found in settled.values())
    return Remapped(sum(row is not None for row in ends), ends.count(None), copied, links, adopted)


@dataclass(frozen=True, slots=True)
class _Settled:
    """Successors by the primary key of the old record; ``copied`` were made for it."""

    successors: Mapping[int, Any]
    copied: int

    @property
    def fates(self) -> Fates:
        found: dict[Id, Id | None] = {pk: row.pk if row else None for pk, row in self.successors.items()}
        return Fates(frozenset(found), found)

    @property
    def known(self) -> Mapping[int, Any]:
        """The successors by their own primary key."""
        return {row.pk: row for row in self.successors.values() if row}


def _settle(
    kind: type[Record],
    rows: Sequence[Any],
    said: Mapping[Any, Fate],
    successor: Strategy,
    actor: Actor,
    now: datetime,
) -> _Settled:
    """Find or make what follows each record of one kind, and keep what was said."""
    copying = [row for row in rows if said[row].is_copied and said[row].successor is None]
    there = _of_name(kind, copying, successor, actor, now)
    missing = {row.name: row for row in copying if row.name not in there}
    changes = [
        Change({"strategy": successor, **{name: getattr(row, name) for name in COPIED[kind]}})
        for row in missing.values()
    ]
    made = save_many(object_type=type_for(kind), changes=changes, actor=actor, now=now)
    there |= {result.record.name: result.record for result in made}
    copies = {row.pk: there[row.name] for row in copying}
    successors = {row.pk: copies.get(row.pk) or _of(said[row].successor, successor) for row in rows}
    _remember(SUCCESSIONS[kind], {row: said[row] for row in rows}, successors, actor, now)
    return _Settled(successors, len(made))


def _of_name(
    kind: type[Record], copying: Sequence[Any], successor: Strategy, actor: Actor, now: datetime
) -> dict[str, Any]:
    """What the new strategy has under these names already, brought back where it was archived."""
    names = {row.name for row in copying}
    there = kind.objects.for_list().filter(strategy=successor, name__in=names).order_by("-number")
    found = {row.name: row for row in sorted(there, key=lambda row: not row.is_archived)}
    away = [row for row in found.values() if row.is_archived]
    restore_many(object_type=type_for(kind), records=away, actor=actor, now=now)
    return found


def _refuse_unanswered(
    old: Mapping[type[Record], Sequence[Any]], said: Mapping[type[Record], Mapping[Any, Fate]]
) -> None:
    found = [row for kind, rows in old.items() for row in rows if not said[kind].get(row, Fate()).is_said]
    if found:
        raise Unanswered(found)


def _of(record: Any, strategy: Strategy) -> Any:
    if record is not None and (record.strategy_id != strategy.pk or record.is_archived):
        raise NotASuccessor(record)
    return record


def _remember(
    kind: type[Record],
    answers: Mapping[Any, Fate],
    successors: Mapping[int, Any],
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what was said of each record of one kind."""
    rows = kind.objects.for_list().filter(former__in=[row.pk for row in answers])
    there = {row.former_id: row for row in rows}
    away = [row for row in there.values() if row.is_archived]
    restore_many(object_type=type_for(kind), records=away, actor=actor, now=now)
    changes = [
        Change(
            {"former": row, "successor": successors[row.pk], "reason": fate.reason.strip()},
            record=there.get(row.pk),
        )
        for row, fate in answers.items()
    ]
    save_many(object_type=type_for(kind), changes=changes, actor=actor, now=now)
