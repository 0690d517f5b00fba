"""Challenges to the plan in every state, and what became of what Sightline proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import Enterprise, Person, User
from alignment.choices import ChallengeAnswer, ChallengeOrigin, Rule
from alignment.models import Challenge, Dismissal
from alignment.operations.challenges import accept_proposal, answer_challenge, raise_challenge
from alignment.queries.challenges import proposed
from alignment.serializers.challenges_words import claim
from config.demonstration.direction import CURRENT
from config.demonstration.site import identity
from customers.models import Need
from foundation.actors import SYSTEM, Entitled
from strategies.models import Objective, Strategy

if TYPE_CHECKING:
    from alignment.queries.challenges import Proposed
    from config.demonstration.site import Site

IT, BUSINESS = ChallengeOrigin.IT, ChallengeOrigin.BUSINESS


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """``raised``, ``due`` and ``answered`` are days from building, negative before it."""

    key: str
    claim: str
    evidence: str
    change: str
    origin: ChallengeOrigin
    by: str
    to: str
    raised: int
    due: int
    objective: str = ""
    answer: ChallengeAnswer | None = None
    reason: str = ""
    answered: int = 0


SETTLED = (
    DisputeRow(
        "letter", "A better letter comes too late for those who compare prices first",
        "Of 640 households that left, 410 had asked a comparison site before our renewal letter was written.",
        "Tell the price six weeks before renewal instead of three.",
        BUSINESS, "tanaka", "moss", -210, -180, "for_life", ChallengeAnswer.CHANGED,
        "Six weeks it is. The element “A renewal that explains itself” says so now.", -193,
    ),
    DisputeRow(
        "brokers", "The effort we promise to halve is not ours alone: brokers key every policy twice",
        "Rework was 38 percent of broker desk hours in the week we counted; the objective named our own desks only.",
        "Measure the broker re-key rate under “Halve the effort to do business with us”.",
        IT, "halloran", "moss", -160, -125, "half_effort", ChallengeAnswer.CHANGED,
        "Right. The objective now counts brokers, and the portal moved ahead of the branch forms.", -139,
    ),
    DisputeRow(
        "two_days", "Two days is faster than members ask for",
        "In the yearly survey most would be content with four days; the last two cost the most to win.",
        "Promise four days, and put the money into telling members where their claim stands.",
        BUSINESS, "brennan", "fischer", -118, -90, "two_days", ChallengeAnswer.KEPT,
        "Satisfaction falls with every day of waiting, and the two days are in the broker contracts already.", -97,
    ),
)  # fmt: skip
WAITING = (
    DisputeRow(
        "season", "Seasonal cover cannot be sold before the rating core is replaced",
        "The rating core prices by the year. A trial with six growers took 41 manual steps for each change.",
        "Move “Earn twelve million with cover only we offer” behind the end of the rating core, or pay for the detour.",
        IT, "lindqvist", "walsh", -44, -9, "new_cover",
    ),
)  # fmt: skip
ACCEPTED = DisputeRow(
    "money", "We say closeness, and pay for efficiency",
    "Of the money that reaches a customer need this year, 52 percent goes to operational excellence and 37 percent "
    "to customer intimacy. The strategy intends 30 and 55.",
    "Hold back the workflow platform and the second half of the rating core until the single customer view and the "
    "farm adviser desk have what they need; or say openly that efficiency comes first for two years.",
    IT, "halloran", "moss", -12, 16,
)  # fmt: skip
DISMISSED = ("trading_again", (
    "Cover for lost business waits for the reinsurer, who answers in spring; the survey reached 26 firms only. "
    "We ask again with the next survey."
))  # fmt: skip


def _voice(site: Site, person: str) -> Entitled:
    """A person of the firm who speaks while it is being built, whatever role they hold."""
    user = User.objects.with_person().get(person=site.get(Person, person))
    return Entitled(user)


def add_settled_disputes(site: Site) -> None:
    """What was raised and answered, each by the person who did."""
    for row in SETTLED:
        _raise(site, row)
        _settle(site, row)


def add_disputes(site: Site) -> None:
    """What waits, and what became of two proposals of Sightline; the others are left to decide."""
    for row in WAITING:
        _raise(site, row)
    found = {
        (one.proposal.rule, one.proposal.subject): one
        for one in proposed(SYSTEM, site.now, Enterprise.objects.get())
    }
    strategy = site.get(Strategy, CURRENT)
    _accept(site, found[Rule.MONEY_AGAINST_DISCIPLINE, str(strategy.uid)])
    _dismiss(site, found[Rule.NEED_UNSERVED, str(site.get(Need, DISMISSED[0]).uid)])


def _values(site: Site, row: DisputeRow) -> dict[str, Any]:
    return {
        "uid": identity(Challenge, row.key),
        "claim": row.claim,
        "strategy": site.get(Strategy, CURRENT),
        "objective": site.get(Objective, row.objective),
        "evidence": row.evidence,
        "proposed_change": row.change,
        "origin": row.origin,
        "raised_by": site.get(Person, row.by),
        "raised_date": site.today + timedelta(days=row.raised),
        "answerer": site.get(Person, row.to),
        "due_date": site.today + timedelta(days=row.due),
    }


def _raise(site: Site, row: DisputeRow) -> None:
    told = raise_challenge(
        values=_values(site, row), actor=_voice(site, row.by), now=site.now + timedelta(days=row.raised)
    )
    site.remember(row.key, told.challenge)


def _settle(site: Site, row: DisputeRow) -> None:
    told = answer_challenge(
        challenge=site.get(Challenge, row.key),
        answer=row.answer or ChallengeAnswer.KEPT,
        reason=row.reason,
        actor=_voice(site, row.to),
        now=site.now + timedelta(days=row.answered),
    )
    site.remember(row.key, told.challenge)


def _accept(site: Site, one: Proposed) -> None:
    told = accept_proposal(
        proposal=one.proposal,
        strategy=one.strategy,
        values=_values(site, ACCEPTED),
        actor=_voice(site, ACCEPTED.by),
        now=site.now + timedelta(days=ACCEPTED.raised),
    )
    site.remember(ACCEPTED.key, told.challenge)


def _dismiss(site: Site, one: Proposed) -> None:
    need, reason = DISMISSED
    values = {
        "strategy": one.strategy,
        "rule": one.proposal.rule,
        "subject": one.proposal.subject,
        "fingerprint": one.proposal.fingerprint,
        "claim": claim(one)[:200],
        "reason": reason,
    }
    site.add(Dismissal, [(need, values)])
