"""Doing a job: claim it, call its handler, keep what came of it."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models.functions import Now
from django.utils.module_loading import import_string

from jobs.models import Job
from jobs.operations import leases
from jobs.operations.jobs import handlers
from jobs.operations.leases import Claim, LeaseLost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

logger = logging.getLogger(__name__)

ERROR_LENGTH = 2_000


class Refused(Exception):
    """Raised by a handler whose job can never succeed; the text is for whoever asked. It is not tried again."""


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked for the job."""

    uid: UUID
    label: str


class Progress:
    """What a handler reports to. Every report holds the job for another lease.

    Each method raises ``LeaseLost`` when the job was canceled or given to another worker: let it pass, and stop.
    """

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._said: tuple[int, str] = (0, "")
        self.finished = False

    def __call__(self, percent: int, step: str = "") -> None:
        """``percent`` done, from 0 to 100; ``step`` says in a few words what is being done."""
        said = (max(0, min(100, percent)), step[:200])
        if said != self._said:
            leases.renew(self._claim, progress=said[0], step=said[1])
            self._said = said

    def begin(self) -> None:
        """Stand no longer for what is asked for from now on: with the same key that is a job of its own.

        Call it before reading what the job is about, or what is written while it works would be nobody's job.
        """
        leases.renew(self._claim, key="")

    def finish(self, result: Mapping[str, Any] | None = None) -> None:
        """Mark the job done now. In the transaction that writes the job's effect, it makes the effect happen once."""
        leases.finish(self._claim, progress=100, step="", result=result)
        self.finished = True


class Handler(Protocol):
    """Does one kind of job. It may be called again after a crash: write once (``Progress.finish``) or repeatably."""

    def __call__(
        self, *, payload: dict[str, Any], progress: Progress, actor: Requester, now: datetime
    ) -> Mapping[str, Any] | None: ...


def run_job(
    *, uid: UUID, now: datetime, keep: Callable[[Claim], AbstractContextManager[None]] | None = None
) -> Job | None:
    """Do the job ``uid`` if it is waiting and due; none where it is not, which is how a second hint ends.

    ``keep`` holds the lease while the handler is silent. Call it outside a transaction.
    """
    claim = leases.claim_next(Job.objects.filter(uid=uid))
    if claim is None:
        return None
    job = Job.objects.get(pk=claim.pk)
    try:
        leases.renew(claim, started_at=Now(), hinted_at=None, progress=0, step="")
        with keep(claim) if keep else nullcontext():
            _attempt(job, claim, now)
    except LeaseLost as lost:
        logger.warning("Job %s (%s): %s", job.uid, job.kind, lost)
    job.refresh_from_db()
    return job


def _attempt(job: Job, claim: Claim, now: datetime) -> None:
    progress = Progress(claim)
    try:
        handler: Handler = import_string(handlers()[job.kind])
        requester = Requester(job.actor_uid, job.actor_label)
        result = handler(payload=job.payload, progress=progress, actor=requester, now=now)
        if not progress.finished:
            progress.finish(result)
    except LeaseLost:
        raise
    except Refused as refusal:
        leases.fail(claim, error=str(refusal)[:ERROR_LENGTH], permanent=True)
    except Exception as error:
        logger.exception("Job %s (%s), attempt %s", job.uid, job.kind, claim.attempts)
        leases.fail(claim, error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH])
