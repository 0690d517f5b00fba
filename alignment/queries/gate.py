"""The first gate of initiatives: what is behind each, what stands against it, and what its unit makes of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Person, Unit
from accounts.permissions import Permission
from accounts.rules import lineage
from alignment.choices import GateFinding, Overrider
from alignment.engine.chains import Chain
from alignment.engine.facts import Id
from alignment.engine.gate import PAST, Behind, Gate, Standing, gate
from alignment.engine.passing import Passing, Policy, findings_of, passing
from alignment.models import GateOverride, GatePolicy, Initiative
from alignment.queries.gate_lines import GateLines, chains_of, key_of, lines_of
from audit.queries import ever_were
from foundation.actors import Actor
from strategies.choices import Discipline, StrategyState
from strategies.models import Strategy
from strategies.queries.in_force import followed_by_units

NEEDS_FIRST = frozenset({Discipline.OPERATIONAL_EXCELLENCE, Discipline.CUSTOMER_INTIMACY})
"""In units that follow these, needs drive priority."""
CAN_ASK = {
    Overrider.STRATEGY: Permission.EDIT_STRATEGY,
    Overrider.INITIATIVES: Permission.EDIT_INITIATIVES,
}
"""What it takes to override, beside being named."""


@dataclass(frozen=True, slots=True)
class Gated:
    """The gates of initiatives by their key, and the strategies they name, with their units."""

    gates: Mapping[Id, Gate]
    strategies: Mapping[int, Strategy]

    def closing(self, initiative: Id) -> list[Strategy]:
        """The strategies that close the gate of an initiative; none where it is open."""
        return [self.strategies[int(key)] for key in self.gates[initiative].closed_by]


@dataclass(frozen=True, slots=True)
class AtGate:
    """One initiative at its gate.

    ``policy`` is the one that decides, None where no unit states one; ``override`` the newest that nothing has used;
    ``follows`` the strategy its unit follows.
    """

    initiative: Initiative
    closing: tuple[Strategy, ...]
    chain: Chain
    policy: GatePolicy | None
    override: GateOverride | None
    follows: Strategy | None
    passing: Passing
    unit_path: str

    @property
    def rules(self) -> Policy:
        return self.policy.rules if self.policy else Policy()

    @property
    def is_new(self) -> bool:
        """Whether it is being recorded for the first time: links and overrides come after it."""
        return self.initiative._state.adding

    @property
    def overriders(self) -> Overrider:
        """Who may let it pass where it is held back."""
        return overriders_of(self.policy)


def first_gates(initiatives: Collection[Initiative], today: date, lines: GateLines | None = None) -> Gated:
    """The first gate of each initiative as its links and its unit stand. Two queries, four more without ``lines``.

    An initiative that is exempt on ``today`` is carried by no strategy: its gate is open.
    """
    linked = (lines or lines_of(initiatives)).strategies()
    strategies = {row.pk: row for row in Strategy.objects.active().select_related("unit")}
    standing = {pk: _standing(row, today) for pk, row in strategies.items()}
    by_path: defaultdict[str, list[Behind]] = defaultdict(list)
    for row in strategies.values():
        by_path[row.unit.path].append(standing[row.pk])
    paths = paths_of(initiatives)
    gates = {
        key_of(row): Gate()
        if row.is_exempt_on(today)
        else gate(
            [standing[pk] for pk in linked.get(row.pk, ())],
            [one for path in lineage(paths.get(row.unit_id, "")) for one in by_path[path]],
        )
        for row in initiatives
    }
    return Gated(gates, strategies)


def been_past(initiatives: Collection[Initiative]) -> frozenset[UUID]:
    """The uids of those that the trail knows to have been past the gate at any time. One query, or none of nobody."""
    return ever_were(Initiative._meta.label_lower, [row.uid for row in initiatives], "status", PAST)


def paths_of(initiatives: Iterable[Initiative]) -> dict[int, str]:
    """The places of their units in the tree, by primary key. One query."""
    units = {row.unit_id for row in initiatives}
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "path"))


def at_gate(initiatives: Collection[Initiative], today: date) -> dict[Id, AtGate]:
    """Each initiative at its gate, as if it asked for approval on ``today``, by its key. Eleven queries.

    What is about to be recorded is asked like the others: nothing can be linked to it yet.
    """
    lines = lines_of(initiatives)
    found = first_gates(initiatives, today, lines)
    states = chains_of(initiatives, lines, found.strategies.values(), today)
    policies, overrides = _policies(today), _overrides(initiatives)
    paths, followed, serving = paths_of(initiatives), followed_by_units(today), lines.serving()
    answers = {}
    for row in initiatives:
        key = key_of(row)
        path, follows = paths.get(row.unit_id, ""), followed.get(row.unit_id)
        policy, override = policy_for(path, policies), overrides.get(row.pk)
        against = findings_of(
            found.gates[key],
            states[key].state,
            needs_first=drives(follows) and row.pk not in serving and not row.is_exempt_on(today),
        )
        answers[key] = AtGate(
            initiative=row,
            closing=tuple(found.closing(key)),
            chain=states[key],
            policy=policy,
            override=override,
            follows=follows,
            passing=passing(
                against, policy.rules if policy else Policy(), override.covers if override else ()
            ),
            unit_path=path,
        )
    return answers


def overriders_of(policy: GatePolicy | None) -> Overrider:
    """Who may let pass what is held back where ``policy`` decides."""
    return Overrider(policy.overriders) if policy else Overrider.STRATEGY


def drives(strategy: Strategy | None) -> bool:
    """Whether needs drive priority in a unit that follows the strategy."""
    return strategy is not None and strategy.discipline in NEEDS_FIRST


def policy_at(unit: Unit, today: date) -> GatePolicy | None:
    """The policy that decides in one unit. One query."""
    return policy_for(unit.path, _policies(today))


def policy_for(path: str, policies: Mapping[str, GatePolicy]) -> GatePolicy | None:
    """The policy of the nearest unit upward that states one."""
    return next((policies[place] for place in reversed(lineage(path)) if place in policies), None)


def _policies(today: date) -> dict[str, GatePolicy]:
    """By the place of the unit; of several of one unit the newest that has begun."""
    rows = GatePolicy.objects.deciding_on(today).select_related("unit", "overrider")
    return {row.unit.path: row for row in rows}


def _overrides(initiatives: Iterable[Initiative]) -> dict[int, GateOverride]:
    """The newest override of each that nothing has passed by yet."""
    rows = GateOverride.objects.active().unused().select_related("granted_by").order_by("number")
    ids = [row.pk for row in initiatives if not row._state.adding]
    return {row.initiative_id: row for row in rows.filter(initiative__in=ids)}


def may_override(asked: AtGate, actor: Actor) -> bool:
    """Whether somebody may let the initiative pass. A query where a person is named."""
    needed = CAN_ASK.get(asked.overriders)
    if needed is not None and actor.access.allows(needed, [asked.unit_path]):
        return True
    named = asked.policy.overrider_id if asked.policy else None
    return named is not None and Person.objects.filter(pk=named, user__uid=actor.uid).exists()


def stated(policy: GatePolicy | None) -> dict[str, Any]:
    """A policy as it is kept with what was decided by it; without ``unit`` it is the one that holds everywhere."""
    rules = policy.rules if policy else Policy()
    return {
        "unit": str(policy.unit.uid) if policy else None,
        "mode": rules.mode.value,
        "draft_mode": rules.draft_mode.value,
        "accepts_weak": rules.accepts_weak,
        "accepts_stale": rules.accepts_stale,
    }


def codes(findings: Iterable[GateFinding]) -> list[str]:
    """Findings as they are kept."""
    return [finding.value for finding in findings]


def _standing(row: Strategy, today: date) -> Behind:
    if row.state == StrategyState.DRAFT:
        return Behind(row.pk, Standing.DRAFT)
    return Behind(row.pk, Standing.ENDED if row.has_ended_by(today) else Standing.BINDS)
