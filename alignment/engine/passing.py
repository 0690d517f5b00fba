"""What becomes of an initiative that asks for approval, as the policy of its unit says. Our own rule.

Findings are collected first, whatever the policy: no strategy behind it binds, no need is served where needs drive
priority, the line of sight is broken, weak or stale. The policy then says which of them hold it back; an override that
names all of these lets it pass. Everything else is a warning. Without findings the gate is simply open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from alignment.choices import ChainState, GateFinding, GateMode, GateOutcome
from alignment.engine.gate import Gate

OF_CHAIN = {
    ChainState.BROKEN: GateFinding.BROKEN,
    ChainState.WEAK: GateFinding.WEAK,
    ChainState.STALE: GateFinding.STALE,
}
HARD = frozenset({GateFinding.NEEDS_FIRST})
"""Warnings that stand on pages and lists until they are mended, also after the gate."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a unit makes of findings. ``mode`` is about the line of sight, ``draft_mode`` about the strategy.

    A weak or stale line is acceptable by default: it is warned of and never holds back.
    """

    mode: GateMode = GateMode.WARN
    draft_mode: GateMode = GateMode.BLOCK
    accepts_weak: bool = True
    accepts_stale: bool = True

    def holds_back(self, finding: GateFinding) -> bool:
        """Whether a finding of this kind keeps an initiative from passing."""
        if finding in (GateFinding.DRAFT, GateFinding.ENDED):
            return self.draft_mode is GateMode.BLOCK
        accepted = {
            GateFinding.NEEDS_FIRST: False,
            GateFinding.BROKEN: False,
            GateFinding.WEAK: self.accepts_weak,
            GateFinding.STALE: self.accepts_stale,
        }
        return self.mode is GateMode.BLOCK and not accepted[finding]


@dataclass(frozen=True, slots=True)
class Passing:
    """How an initiative comes through: every finding, and those of them that hold it back, weightiest first."""

    outcome: GateOutcome
    findings: tuple[GateFinding, ...] = ()
    holding: tuple[GateFinding, ...] = ()

    @property
    def is_hard(self) -> bool:
        """Whether one of the findings is more than an ordinary warning."""
        return not HARD.isdisjoint(self.findings)


def findings_of(gate: Gate, chain: ChainState, *, needs_first: bool) -> tuple[GateFinding, ...]:
    """What stands against an initiative; ``needs_first``: it serves no need where needs drive priority."""
    found: set[GateFinding] = set()
    if not gate.is_open:
        found.add(GateFinding.DRAFT if gate.is_draft else GateFinding.ENDED)
    if needs_first:
        found.add(GateFinding.NEEDS_FIRST)
    if chain in OF_CHAIN:
        found.add(OF_CHAIN[chain])
    return tuple(finding for finding in GateFinding if finding in found)


def passing(
    findings: Collection[GateFinding], policy: Policy, overridden: Collection[GateFinding] = ()
) -> Passing:
    """What becomes of it. An override holds for the findings it names: one more, and it holds back again."""
    ordered = tuple(finding for finding in GateFinding if finding in findings)
    holding = tuple(finding for finding in ordered if policy.holds_back(finding))
    if not ordered:
        return Passing(GateOutcome.OPEN)
    if not holding:
        return Passing(GateOutcome.WARNED, ordered)
    outcome = GateOutcome.OVERRIDDEN if set(holding) <= set(overridden) else GateOutcome.REFUSED
    return Passing(outcome, ordered, holding)
