"""The course of a challenge: raised, proposed and accepted or dismissed, answered, and reminded of when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.queries import enterprise_day, is_open
from alignment.choices import ChallengeAnswer
from alignment.engine.rules import Proposal
from alignment.models import Challenge, Dismissal
from alignment.operations.challenges_telling import person_concerned, signed_in, tell_late, turn_of
from alignment.queries.challenges import may_answer
from foundation.actors import Actor, Entitled
from strategies.models import Strategy
from workbench.operations.records import Saved, save
from workbench.operations.removal import archive_many, restore_many
from workbench.types import type_for


class AlreadyAnswered(Exception):
    """Somebody has answered this challenge in the meantime; their answer stands."""


class AlreadyDecided(Exception):
    """Somebody has accepted or dismissed this proposal in the meantime."""


@dataclass(frozen=True, slots=True)
class SavedChallenge:
    """A saved challenge, and whether the one who has to know could be told: they may have no sign-in."""

    saved: Saved
    told: bool

    @property
    def challenge(self) -> Challenge:
        challenge: Challenge = self.saved.record
        return challenge


@transaction.atomic
def raise_challenge(*, values: Mapping[str, Any], actor: Actor, now: datetime) -> SavedChallenge:
    """Challenge a strategy; who must answer is told. Raises ``Invalid`` or ``PermissionDenied``."""
    return _told(save(object_type=type_for(Challenge), values=dict(values), actor=actor, now=now))


@transaction.atomic
def correct_challenge(
    *,
    challenge: Challenge,
    values: Mapping[str, Any],
    version: int | None,
    actor: Actor,
    now: datetime,
) -> SavedChallenge:
    """Change a challenge. Whoever becomes its answerer is told, and whoever raised it when it gets its answer.

    Raises ``Invalid``, ``Stale`` or ``PermissionDenied``.
    """
    saved = save(
        object_type=type_for(Challenge),
        record=challenge,
        values=dict(values),
        version=version,
        actor=actor,
        now=now,
    )
    return _told(saved)


@transaction.atomic
def answer_challenge(
    *, challenge: Challenge, answer: ChallengeAnswer, reason: str, actor: Actor, now: datetime
) -> SavedChallenge:
    """Answer a challenge as of today; who raised it is told.

    Raises ``AlreadyAnswered``, ``Invalid`` where the reason is missing, or ``PermissionDenied``.
    """
    if not may_answer(actor, challenge):
        raise PermissionDenied
    row = Challenge.objects.select_for_update(of=("self",)).for_list().get(pk=challenge.pk)
    if row.is_answered:
        raise AlreadyAnswered
    values = {"answer": answer, "answer_reason": reason.strip(), "answered_date": enterprise_day(now)}
    saved = save(object_type=type_for(Challenge), record=row, values=values, actor=Entitled(actor), now=now)
    return _told(saved)


@transaction.atomic
def accept_proposal(
    *,
    proposal: Proposal,
    strategy: Strategy,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> SavedChallenge:
    """Raise what Sightline proposes, in the words of ``values``; it is not proposed again on these facts.

    Raises ``AlreadyDecided``, ``Invalid`` or ``PermissionDenied``.
    """
    _undecided(proposal, strategy)
    return raise_challenge(values={**values, "strategy": strategy, **_facts(proposal)}, actor=actor, now=now)


@transaction.atomic
def dismiss_proposal(
    *, proposal: Proposal, strategy: Strategy, claim: str, reason: str, actor: Actor, now: datetime
) -> Dismissal:
    """Decide that a proposal is no challenge, because of ``reason``; it does not come back on these facts.

    Raises ``AlreadyDecided``, ``Invalid`` where the reason is missing, or ``PermissionDenied``.
    """
    _undecided(proposal, strategy)
    identity = _facts(proposal)
    former = Dismissal.objects.archived().for_list().filter(strategy=strategy, **identity).first()
    if former is not None:
        restore_many(object_type=type_for(Dismissal), records=[former], actor=actor, now=now)
    values = {"strategy": strategy, **identity, "claim": claim[:200], "reason": reason.strip()}
    saved = save(object_type=type_for(Dismissal), record=former, values=values, actor=actor, now=now)
    dismissal: Dismissal = saved.record
    return dismissal


@transaction.atomic
def undo_dismissal(*, dismissal: Dismissal, actor: Actor, now: datetime) -> bool:
    """Take a dismissal back, so that it is proposed again; false where somebody had. Raises ``PermissionDenied``."""
    return bool(archive_many(object_type=type_for(Dismissal), records=[dismissal], actor=actor, now=now))


def _facts(proposal: Proposal) -> dict[str, Any]:
    """By which a proposal is known again."""
    return {"rule": proposal.rule, "subject": proposal.subject, "fingerprint": proposal.fingerprint}


def _undecided(proposal: Proposal, strategy: Strategy) -> None:
    """Refuse a second decision about the same facts; two at once are asked one after the other."""
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    decided = (Challenge.objects.all(), Dismissal.objects.active())
    if any(rows.filter(strategy=strategy, **_facts(proposal)).exists() for rows in decided):
        raise AlreadyDecided


@transaction.atomic
def remind_of_late_challenges(*, now: datetime) -> int:
    """Tell those whose answer is late, once a week from the first day on; returns how many were told."""
    if not is_open():
        return 0
    today = enterprise_day(now)
    late = list(Challenge.objects.active().overdue_on(today).for_list())
    return tell_late(challenges=late, today=today, now=now)


def _told(saved: Saved) -> SavedChallenge:
    """Whether the one who has to know of it has a sign-in; the type itself has told them."""
    told = turn_of(saved) is None or bool(signed_in({person_concerned(saved.record)}))
    return SavedChallenge(saved, told)
