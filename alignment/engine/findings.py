"""What is wrong with one link of a chain, and the one thing to do about it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from alignment.choices import Action, ChainState, Hop, Reason
from alignment.engine.facts import BenefitFact, Id, LinkFact, Ref

RANK = {ChainState.COMPLETE: 3, ChainState.STALE: 2, ChainState.WEAK: 1, ChainState.BROKEN: 0}
"""Better chains rank higher: old evidence is more than none, and a doubtful link is more than none."""

LACKING = {
    Hop.STRATEGY: Action.PUT_IN_FORCE,
    Hop.OBJECTIVE: Action.LINK_OBJECTIVE,
    Hop.ELEMENT: Action.LINK_ELEMENT,
    Hop.NEED: Action.LINK_NEED,
    Hop.INITIATIVE: Action.LINK_INITIATIVE,
    Hop.BENEFIT: Action.LINK_BENEFIT,
}


class Flaw(NamedTuple):
    """What is doubtful about a link, before it is known from which end it is looked at."""

    state: ChainState
    reason: Reason
    action: Action


class Finding(NamedTuple):
    """One unsound link: between which records, why, how bad, and what mends it.

    ``hop`` is the station that is missing or doubtful, ``near`` the record to work on, ``far`` the record at
    the other end (None where it is missing) and ``link`` the id of the link record, where there is one.
    """

    hop: Hop
    state: ChainState
    reason: Reason
    action: Action
    near: Ref
    far: Ref | None = None
    link: Id | None = None


def lacking(hop: Hop, near: Ref) -> Finding:
    """The finding that nothing of station ``hop`` is linked to ``near``."""
    return Finding(hop, ChainState.BROKEN, Reason.MISSING, LACKING[hop], near)


def rank_of(findings: tuple[Finding, ...]) -> int:
    """The rank of the worst finding; COMPLETE where there is none."""
    return min((RANK[finding.state] for finding in findings), default=RANK[ChainState.COMPLETE])


_LITTLE = (Flaw(ChainState.WEAK, Reason.LOW_STRENGTH, Action.RAISE_STRENGTH),)
_UNKNOWN = (Flaw(ChainState.WEAK, Reason.NO_EVIDENCE, Action.ADD_EVIDENCE),)
_UNDATED = (Flaw(ChainState.STALE, Reason.EVIDENCE_UNDATED, Action.RENEW_EVIDENCE),)
_OLD = (Flaw(ChainState.STALE, Reason.EVIDENCE_OLD, Action.RENEW_EVIDENCE),)
_LITTLE_UNKNOWN, _LITTLE_UNDATED, _LITTLE_OLD = _LITTLE + _UNKNOWN, _LITTLE + _UNDATED, _LITTLE + _OLD


def link_flaws(link: LinkFact, today: date) -> tuple[Flaw, ...]:
    """What is doubtful about a link, worst first.

    Weak: strength 1, or no evidence. Stale: evidence older than its review period, or of unknown age.
    """
    is_little = link.strength == 1
    if not link.has_evidence:
        return _LITTLE_UNKNOWN if is_little else _UNKNOWN
    if link.evidence_date is None:
        return _LITTLE_UNDATED if is_little else _UNDATED
    if link.is_overdue(today):
        return _LITTLE_OLD if is_little else _OLD
    return _LITTLE if is_little else ()


def benefit_findings(benefit: BenefitFact) -> tuple[Finding, ...]:
    """What is doubtful about the measurement of a benefit.

    Without a metric the line breaks; without baseline or target nobody can tell whether it came true, so the
    line is weak.
    """
    if benefit.is_measured:
        return ()
    near = Ref(Hop.BENEFIT, benefit.id)
    if benefit.metric is None:
        return (Finding(Hop.METRIC, ChainState.BROKEN, Reason.NO_METRIC, Action.SET_METRIC, near),)
    far = Ref(Hop.METRIC, benefit.metric)
    checks = (
        (benefit.has_baseline, Reason.NO_BASELINE, Action.SET_BASELINE),
        (benefit.has_target, Reason.NO_TARGET, Action.SET_TARGET),
    )
    return tuple(
        Finding(Hop.METRIC, ChainState.WEAK, reason, action, near, far)
        for given, reason, action in checks
        if not given
    )
