"""Where lines of sight stop short, each place with the one action that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from alignment.choices import Action, ChainState, GapKind, Hop, Reason
from alignment.engine.chains import Chain, Chains
from alignment.engine.facts import Facts, Id, Ref, order
from alignment.engine.findings import benefit_findings
from alignment.engine.selection import Chosen

KINDS = {
    (Hop.OBJECTIVE, Hop.ELEMENT): GapKind.OBJECTIVE_WITHOUT_NEED,
    (Hop.OBJECTIVE, Hop.NEED): GapKind.OBJECTIVE_WITHOUT_NEED,
    (Hop.NEED, Hop.INITIATIVE): GapKind.NEED_WITHOUT_INITIATIVE,
    (Hop.NEED, Hop.ELEMENT): GapKind.NEED_WITHOUT_OBJECTIVE,
    (Hop.NEED, Hop.OBJECTIVE): GapKind.NEED_WITHOUT_OBJECTIVE,
    (Hop.NEED, Hop.STRATEGY): GapKind.NEED_WITHOUT_OBJECTIVE,
    (Hop.INITIATIVE, Hop.NEED): GapKind.INITIATIVE_WITHOUT_NEED,
    (Hop.INITIATIVE, Hop.BENEFIT): GapKind.INITIATIVE_WITHOUT_BENEFIT,
}
"""Which gap a record has when its chain lacks a station. A gap farther off belongs to the records there."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One place where a line stops: the record it stops at, why, and what to do.

    ``near`` is the record to work on: the record itself, or one on the way to where the line stops.
    """

    kind: GapKind
    ref: Ref
    reason: Reason
    action: Action
    near: Ref
    amount: Decimal | None = None


def gaps(
    facts: Facts, chains: Chains, chosen: Chosen, amounts: Mapping[Id, Decimal | None]
) -> tuple[Gap, ...]:
    """All gaps among what was chosen, kind by kind.

    The most money (of initiatives) or importance (of needs) comes first, then the smallest id. An initiative
    without need is not asked for its benefit as well; an objective not in force is not asked for needs.
    """
    objectives = sorted(
        (chain for chain in chains.objectives.values() if chain.up is ChainState.COMPLETE),
        key=lambda chain: order(chain.ref.id),
    )
    needs = sorted(
        (fact for fact in facts.needs if fact.id in chosen.needs),
        key=lambda fact: (-(fact.importance or 0), order(fact.id)),
    )
    initiatives = sorted(
        (key for key in chains.initiatives.broken() if key in chosen.initiatives),
        key=lambda key: (-(amounts[key] or 0), order(key)),
    )
    found = [
        *_broken(objectives, {}),
        *_broken((chains.needs[fact.id] for fact in needs), {}),
        *_broken((chains.initiatives[key] for key in initiatives), amounts),
        *_unmeasured(facts, chosen),
    ]
    rank = list(GapKind).index
    return tuple(sorted(found, key=lambda gap: rank(gap.kind)))


def _broken(lines: Iterable[Chain], amounts: Mapping[Id, Decimal | None]) -> Iterator[Gap]:
    for chain in lines:
        for finding in chain.findings:
            kind = KINDS.get((chain.ref.hop, finding.hop))
            is_break = finding.state is ChainState.BROKEN
            if kind and is_break and not (finding.hop is Hop.BENEFIT and Hop.NEED in chain.missing):
                amount = amounts.get(chain.ref.id)
                yield Gap(kind, chain.ref, finding.reason, finding.action, finding.near, amount)


def _unmeasured(facts: Facts, chosen: Chosen) -> Iterator[Gap]:
    promised = {
        link.target
        for link in facts.links_to(Hop.BENEFIT)
        if link.strength and link.source in chosen.initiatives
    }
    unmeasured = [fact for fact in facts.benefits if not fact.is_measured and fact.id in promised]
    for fact in sorted(unmeasured, key=lambda fact: order(fact.id)):
        first = benefit_findings(fact)[0]
        yield Gap(GapKind.BENEFIT_NOT_MEASURED, first.near, first.reason, first.action, first.near)
