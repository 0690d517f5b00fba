"""What follows when a round or an invitation is saved, whichever door it came through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.queries import enterprise_day
from assessments.choices import RoundState
from assessments.models import Invitation, Round
from assessments.operations.responses import hand_in_waiting
from assessments.operations.telling import tell_asked
from assessments.queries.asking import is_within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from assessments.models.round import InvitationQuerySet
    from foundation.actors import Actor
    from workbench.operations.records import Saved


def follow_rounds(
    *,
    saved: Sequence[Saved],
    actor: Actor,  # noqa: ARG001 - types are followed alike
    now: datetime,
) -> None:
    """Where a round begins to take answers, or takes them again, those who are asked hear of it.

    What waited to be handed in is handed in: a prolonged last day opens a round as well as reopening it does.
    """
    opened = [one for one in saved if one.record.state == RoundState.OPEN]
    today = enterprise_day(now) if opened else None
    for one in opened:
        if today and _begins_to_take(one, today):
            hand_in_waiting(round=one.record, now=now)
            _tell(Invitation.objects.filter(round=one.record), now)


def follow_invitations(
    *,
    saved: Sequence[Saved],
    actor: Actor,  # noqa: ARG001 - types are followed alike
    now: datetime,
) -> None:
    """Who is asked in a round that takes answers is told; in any other they are when it does."""
    _tell(Invitation.objects.filter(pk__in=[one.record.pk for one in saved]), now)


def _tell(invitations: InvitationQuerySet, now: datetime) -> None:
    waiting = invitations.active().waiting().filter(round__archived_at=None).select_related("round__unit")
    asked = list(waiting.order_by("number"))
    today = enterprise_day(now) if asked else None
    told = [one for one in asked if today and is_within(one.round.closes_date, today)]
    tell_asked(invitations=told, now=now)


def _begins_to_take(saved: Saved, today: date) -> bool:
    """Whether an open round takes answers now and did not before."""
    asked: Round = saved.record
    before = {name: pair[0] for name, pair in saved.differences.items()}
    was_within = is_within(before.get("closes_date", asked.closes_date), today)
    was_open = before.get("state", asked.state) == RoundState.OPEN
    took = was_open and was_within and before.get("archived_at") is None
    return is_within(asked.closes_date, today) and not asked.is_archived and not took
