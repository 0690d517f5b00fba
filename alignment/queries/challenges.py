"""Challenges as a viewer may see them: how they stand, what Sightline proposes, and which one they may answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Enterprise, User
from accounts.permissions import Permission
from alignment.choices import ChallengeAnswer, ChallengeOrigin, Rule
from alignment.engine.rules import Proposal, proposals
from alignment.models import Challenge, Dismissal
from alignment.queries.challenges_facts import rule_facts
from alignment.queries.rows import Readable, Rows, rows
from audit.queries import history
from foundation.actors import SYSTEM, Actor
from foundation.models import Record
from metrics.models import Metric
from strategies.models import Objective, Strategy
from workbench.reach import changed_in
from workbench.types import type_for

Identity = tuple[str, str, str, str]
"""Strategy, rule, subject and fingerprint of a proposal."""


@dataclass(frozen=True, slots=True)
class ChallengeCounts:
    """How challenges stand: how many wait and are late, how many changed the plan, and how many of those IT raised."""

    total: int
    waiting: int
    overdue: int
    changed: int
    changed_by_it: int

    @property
    def share_from_it(self) -> float | None:
        """The part of plan changes that came from IT, 0 to 1; None where the plan was never changed."""
        return self.changed_by_it / self.changed if self.changed else None


def challenge_counts(viewer: Actor, today: date) -> ChallengeCounts:
    """Over all challenges the viewer may see. One query."""
    changed = Q(answer=ChallengeAnswer.CHANGED)
    waits = Q(answer="")
    found = (
        Challenge.objects.visible_to(viewer)
        .active()
        .aggregate(
            total=Count("pk"),
            waiting=Count("pk", filter=waits),
            overdue=Count("pk", filter=waits & Q(due_date__lt=today)),
            changed=Count("pk", filter=changed),
            changed_by_it=Count("pk", filter=changed & Q(origin=ChallengeOrigin.IT)),
        )
    )
    return ChallengeCounts(**found)


def challenges_of(strategy: Strategy, viewer: Actor) -> list[Challenge]:
    """The challenges of one strategy that the viewer may see, those that wait first. One query."""
    seen = Challenge.objects.visible_to(viewer).active().for_list()
    return list(seen.filter(strategy=strategy))


def to_answer(viewer: User, uid: UUID) -> Challenge | None:
    """A challenge by its uid, where the viewer may see it, or is the one who must answer it."""
    rows = Challenge.objects.for_list().filter(uid=uid)
    seen = Challenge.objects.visible_to(viewer).filter(uid=uid).values("pk")
    found: Challenge | None = rows.filter(Q(pk__in=seen) | Q(answerer=viewer.person_id)).first()
    return found


def asked_challenges(viewer: User) -> list[Challenge]:
    """Challenges that wait for the viewer's own answer, the nearest day first. One query."""
    rows = Challenge.objects.active().waiting().filter(answerer=viewer.person_id).for_list()
    return list(rows.order_by("due_date", "number"))


def may_answer(viewer: Actor, challenge: Challenge) -> bool:
    """Whether somebody may answer: who is asked, or who may change the strategy."""
    return is_asked(viewer, challenge) or viewer.access.allows(
        Permission.EDIT_STRATEGY, changed_in(challenge)
    )


def is_asked(viewer: Actor, challenge: Challenge) -> bool:
    """Whether it is the viewer's own person who must answer."""
    return isinstance(viewer, User) and viewer.person_id == challenge.answerer_id


@dataclass(frozen=True, slots=True)
class Proposed:
    """A challenge Sightline proposes, with the records it is about; ``may_decide``: to accept or dismiss it."""

    proposal: Proposal
    strategy: Strategy
    subject: Record
    objective: Objective | None
    may_decide: bool
    as_of: date


def proposed(viewer: Actor, now: datetime, enterprise: Enterprise) -> tuple[Proposed, ...]:
    """What the rules propose of strategies in units the viewer may read, and nobody has decided about yet."""
    loaded = rows(now, enterprise)
    facts, metrics = rule_facts(loaded)
    readable = Readable.to(viewer, loaded.units)
    known = _Records.of(loaded, metrics)
    decided = decisions()
    return tuple(
        _shown(proposal, known, viewer, loaded)
        for proposal in proposals(facts)
        if proposal.identity not in decided and known.strategies[proposal.strategy].unit_id in readable.units
    )


def proposed_with_key(viewer: Actor, key: str, now: datetime, enterprise: Enterprise) -> Proposed | None:
    """One proposal by its key; none where the facts have changed, or somebody has decided about it."""
    return next((one for one in proposed(viewer, now, enterprise) if one.proposal.key == key), None)


def decisions() -> frozenset[Identity]:
    """The proposals that were accepted or dismissed, whoever may see that. Two queries."""
    columns = ("strategy__uid", "rule", "subject", "fingerprint")
    accepted = Challenge.objects.exclude(rule="").values_list(*columns)
    dismissed = Dismissal.objects.active().values_list(*columns)
    return frozenset((str(uid), *rest) for uid, *rest in (*accepted, *dismissed))


@dataclass(frozen=True, slots=True)
class _Records:
    """The records that proposals name, by uid."""

    strategies: Mapping[str, Strategy]
    objectives: Mapping[str, Objective]
    subjects: Mapping[Rule, Mapping[str, Any]]

    @classmethod
    def of(cls, loaded: Rows, metrics: Mapping[str, Metric]) -> _Records:
        strategies = dict(_by_uid(loaded.strategies))
        objectives = dict(_by_uid(loaded.objectives))
        subjects: dict[Rule, Mapping[str, Any]] = {
            Rule.MONEY_AGAINST_DISCIPLINE: strategies,
            Rule.NEED_UNSERVED: dict(_by_uid(loaded.needs)),
            Rule.TARGET_UNMOVED: objectives,
            Rule.METRIC_WORSE: metrics,
        }
        return cls(strategies, objectives, subjects)


def _by_uid(table: Mapping[int, Any]) -> Iterator[tuple[str, Any]]:
    return ((str(row.uid), row) for row in table.values())


def _shown(proposal: Proposal, known: _Records, viewer: Actor, loaded: Rows) -> Proposed:
    strategy = known.strategies[proposal.strategy]
    unit = loaded.units[strategy.unit_id]
    return Proposed(
        proposal=proposal,
        strategy=strategy,
        subject=known.subjects[proposal.rule][proposal.subject],
        objective=known.objectives.get(proposal.objective),
        may_decide=viewer.access.allows(Permission.EDIT_STRATEGY, [unit.path]),
        as_of=loaded.today,
    )


def answered_by(challenge: Challenge) -> str:
    """Who gave the answer that stands, by the trail; empty where it was brought in with its answer. One query."""
    for event in history(type_for(Challenge).label, challenge.uid):
        _before, after = event.changes.get("answer", (None, None))
        if after:
            return "" if event.actor_uid == SYSTEM.uid else str(event.actor_label)
    return ""
