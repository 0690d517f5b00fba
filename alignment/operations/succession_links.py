"""Carrying links, measures and adoptions from a replaced strategy over to the one that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alignment.engine.facts import Id
from alignment.engine.remapping import Fates, carried
from alignment.models import Adoption
from alignment.queries.succession import KINDS, LinkKind
from foundation.actors import Actor
from strategies.models import Strategy
from workbench.operations.records import Change, save_many
from workbench.operations.removal import restore_many
from workbench.types import type_for, type_with_key


@dataclass(frozen=True, slots=True)
class CarriedLinks:
    """Links made under the new strategy, those there that became stronger, and those that were as strong already."""

    made: int = 0
    strengthened: int = 0
    kept: int = 0

    def __add__(self, other: CarriedLinks) -> CarriedLinks:
        return CarriedLinks(
            self.made + other.made, self.strengthened + other.strengthened, self.kept + other.kept
        )


def carry_links(
    *,
    elements: Fates,
    objectives: Fates,
    records: Mapping[str, Mapping[int, Any]],
    actor: Actor,
    now: datetime,
) -> CarriedLinks:
    """Copy every link whose ends go on. ``records`` are the successors by the name of the end and primary key."""
    fates = {"element": elements, "objective": objectives}
    found = CarriedLinks()
    for kind in KINDS:
        found += _carry(kind, fates[kind.near], fates.get(kind.far, Fates()), records, actor, now)
    return found


def _carry(
    kind: LinkKind,
    near: Fates,
    far: Fates,
    records: Mapping[str, Mapping[int, Any]],
    actor: Actor,
    now: datetime,
) -> CarriedLinks:
    rows = {row.pk: row for row in kind.between(near.old, far.old)}
    wanted = carried([kind.tie(row) for row in rows.values()], near, far)
    there = _there(kind, wanted)
    away = [row for row in there.values() if row.is_archived]
    object_type = type_for(kind.model)
    restore_many(object_type=object_type, records=away, actor=actor, now=now)
    changes, made, kept = [], 0, 0
    for (near_key, far_key), tie in wanted.items():
        row, present = rows[int(tie.id)], there.get((near_key, far_key))
        values = {name: getattr(row, name) for name in kind.values}
        if present is None:
            ends = {
                kind.near: records[kind.near].get(int(near_key)) or getattr(row, kind.near),
                kind.far: records.get(kind.far, {}).get(int(far_key)) or getattr(row, kind.far),
            }
            changes.append(Change({**ends, **values}))
            made += 1
        elif present in away or tie.strength > getattr(present, "strength", tie.strength):
            changes.append(Change(values, record=present))
        else:
            kept += 1
    save_many(object_type=object_type, changes=changes, actor=actor, now=now)
    return CarriedLinks(made + len(away), len(changes) - made - len(away), kept)


def _there(kind: LinkKind, wanted: Mapping[tuple[Id, Id], Any]) -> dict[tuple[Id, Id], Any]:
    """The links that join the wanted pairs already; an archived one where no other does."""
    near = {f"{kind.near}__in": [pair[0] for pair in wanted]}
    rows = kind.model.objects.for_list().filter(**near, **{f"{kind.far}__in": [pair[1] for pair in wanted]})
    active_last = sorted(rows, key=lambda row: (not row.is_archived, row.number))
    found = {(getattr(row, f"{kind.near}_id"), getattr(row, f"{kind.far}_id")): row for row in active_last}
    return {pair: row for pair, row in found.items() if pair in wanted}


def carry_adoptions(
    *, former: Strategy, successor: Strategy, elements: Mapping[int, Any], actor: Actor, now: datetime
) -> int:
    """Let the new strategy give the answers of the old one; what it has answered or taken back itself stands.

    A rejection keeps its reason, and an element that goes on answers the same IT need. Returns how many were carried.
    """
    answered = set(Adoption.objects.filter(strategy=successor).values_list("it_need_id", flat=True))
    taken = set(Adoption.objects.filter(element__strategy=successor).values_list("element_id", flat=True))
    changes = []
    for row in former.alignment_adoptions.active().for_list().order_by("number"):
        element = elements.get(row.element_id)
        if row.it_need_id in answered or (row.element_id and (element is None or element.pk in taken)):
            continue
        answered.add(row.it_need_id)
        taken.add(element.pk if element else None)
        values = {"it_need": row.it_need, "verdict": row.verdict, "reason": row.reason}
        changes.append(Change({"strategy": successor, "element": element, **values}))
    save_many(object_type=type_with_key("adoption"), changes=changes, actor=actor, now=now)
    return len(changes)
