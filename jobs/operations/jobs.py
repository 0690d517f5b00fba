"""Asking for background work, calling it off, and having it tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.operations import leases
from jobs.operations.hints import RUN_JOB, publish_on_commit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from foundation.actors import Actor


class UnknownKind(ValueError):
    """No handler is declared for this kind of job."""


class CannotRetry(Exception):
    """The job is not failed or canceled, or the same work has been asked for again since."""


def handlers() -> Mapping[str, str]:
    """Kind of job → dotted path of what does it, as declared."""
    declared: Mapping[str, str] = import_string(settings.JOB_HANDLERS)
    return declared


def enqueue(
    *, kind: str, payload: Mapping[str, Any], actor: Actor, now: datetime, key: str = "", schedule: str = ""
) -> Job:
    """Put a job on the work list and hint at it once the transaction is committed.

    ``payload`` is JSON. With a ``key``, a job of this kind and key that is not finished is returned instead of a
    second one. Raises ``UnknownKind``.
    """
    if kind not in handlers():
        raise UnknownKind(kind)
    asked = Job(
        kind=kind,
        payload=dict(payload),
        key=key,
        schedule=schedule,
        actor_uid=actor.uid,
        actor_label=str(actor.label)[:200],
        created_at=now,
    )
    job = _insert_once(asked)
    if job.uid == asked.uid:
        publish_on_commit(RUN_JOB, uid=str(job.uid))
    return job


def _insert_once(asked: Job) -> Job:
    """The row with this key, ours or the one that was there; it may be finished while we look, hence the loop."""
    while True:
        Job.objects.bulk_create([asked], ignore_conflicts=True)
        same = (
            Job.objects.unfinished().filter(kind=asked.kind, key=asked.key)
            if asked.key
            else Job.objects.none()
        )
        kept: Job | None = (Job.objects.filter(uid=asked.uid) | same).first()
        if kept is not None:
            return kept


def cancel(*, uid: UUID, actor: Actor) -> bool:
    """Call off a job; false where it was finished already. Work under way stops at its next report."""
    reason = _("Canceled by %(name)s.") % {"name": actor.label}
    return bool(leases.cancel(Job.objects.filter(uid=uid), reason=reason))


def retry(*, uid: UUID, actor: Actor) -> Job:
    """Have a job that failed or was called off done again, with all its attempts. Raises ``CannotRetry``."""
    step = (_("Tried again for %(name)s.") % {"name": actor.label})[:200]
    fresh = {"progress": 0, "step": step, "result": None, "started_at": None, "hinted_at": None}
    try:
        with transaction.atomic():
            offered = leases.offer_again(Job.objects.filter(uid=uid), **fresh)
    except IntegrityError as error:
        raise CannotRetry(str(uid)) from error
    if not offered:
        raise CannotRetry(str(uid))
    publish_on_commit(RUN_JOB, uid=str(uid))
    job: Job = Job.objects.get(uid=uid)
    return job
