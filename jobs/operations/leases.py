"""The one mechanism by which jobs, messages and shards are held: a lease with a fence.

A claim is one compare-and-set ``UPDATE``, the same on every database: of two processes that read the same fence one
changes the row, the other changes nothing. Everything a holder writes later carries the fence it got; once
somebody else holds the row, it changes nothing and ``LeaseLost`` is raised. All instants are the database's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now

from jobs.choices import State
from jobs.engine.backoff import ATTEMPTS, delay

if TYPE_CHECKING:
    from jobs.models import Leased
    from jobs.models.leased import LeasedQuerySet

GLANCE = 20
"""Rows looked at for one claim: the more claimers, the more of them may be gone when it is their turn."""


class LeaseLost(Exception):
    """The row is no longer held by this claim: it expired and was given to another, or was canceled."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on one row, until the lease ends. ``attempts`` counts this attempt too."""

    model: type[Leased]
    pk: int
    fence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found without a live lease."""

    offered: int
    failed: int


def lease() -> timedelta:
    """How long a holder may be silent."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim_next(rows: LeasedQuerySet) -> Claim | None:
    """Hold the oldest of ``rows`` that is waiting and due; none where there is none.

    Call it outside a transaction: others must see the claim at once.
    """
    while True:
        glance = list(rows.claimable().oldest_first().values_list("pk", "fence", "attempts")[:GLANCE])
        for pk, fence, attempts in glance:
            if claim := _claim(rows.model, pk, fence, attempts):
                return claim
        if not glance:
            return None


def _claim(model: type[Leased], pk: int, fence: int, attempts: int) -> Claim | None:
    changed = (
        model.objects.claimable()
        .filter(pk=pk, fence=fence)
        .update(
            state=State.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=Now() + lease(),
        )
    )
    return Claim(model, pk, fence + 1, attempts + 1) if changed else None


def renew(claim: Claim, **fields: Any) -> None:
    """Hold the row for another lease, and write ``fields`` with it."""
    _write(claim, lease_until=Now() + lease(), **fields)


def finish(claim: Claim, **fields: Any) -> None:
    """Mark the row done, and write ``fields`` with it.

    Called in the transaction of the work itself, it makes both happen or neither.
    """
    _write(claim, state=State.DONE, lease_until=None, finished_at=Now(), last_error="", **fields)


def fail(claim: Claim, *, error: str, permanent: bool = False) -> State:
    """Give the row back after a failed attempt: to be tried again later, or failed for good."""
    if permanent or claim.attempts >= ATTEMPTS:
        _write(claim, state=State.FAILED, lease_until=None, finished_at=Now(), last_error=error)
        return State.FAILED
    pause = delay(claim.attempts)
    _write(claim, state=State.WAITING, lease_until=None, available_at=Now() + pause, last_error=error)
    return State.WAITING


def sweep(model: type[Leased], *, error: str) -> Swept:
    """Offer again what is held by nobody alive; after the last attempt it is failed, with ``error``."""
    expired = model.objects.expired()
    failed = expired.filter(attempts__gte=ATTEMPTS).update(
        state=State.FAILED, lease_until=None, finished_at=Now(), last_error=error
    )
    offered = expired.filter(attempts__lt=ATTEMPTS).update(
        state=State.WAITING, lease_until=None, available_at=Now(), last_error=error
    )
    return Swept(offered, failed)


def cancel(rows: LeasedQuerySet, *, reason: str) -> int:
    """Take ``rows`` that are not finished off the list; whoever holds one loses it."""
    return rows.unfinished().update(
        state=State.CANCELED, lease_until=None, finished_at=Now(), fence=F("fence") + 1, last_error=reason
    )


def offer_again(rows: LeasedQuerySet, **fields: Any) -> int:
    """Put ``rows`` that failed or were canceled back on the list, with all their attempts; write ``fields``."""
    return rows.filter(state__in=(State.FAILED, State.CANCELED)).update(
        state=State.WAITING, available_at=Now(), attempts=0, finished_at=None, **fields
    )


def _write(claim: Claim, **fields: Any) -> None:
    mine = claim.model.objects.running().filter(pk=claim.pk, fence=claim.fence)
    if not mine.update(**fields):
        raise LeaseLost(f"{claim.model.__name__} {claim.pk} is no longer held with fence {claim.fence}")
