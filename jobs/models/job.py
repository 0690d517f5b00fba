"""The work list: what was asked for, how far it is, and what came of it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models.leased import UNFINISHED, Leased


class Job(Leased):
    """One piece of background work. The row is the truth; a message of the broker only hints at it."""

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    key = models.CharField(_("key"), max_length=200, blank=True)
    schedule = models.CharField(_("schedule"), max_length=60, blank=True)
    actor_uid = models.UUIDField(_("actor uid"))
    actor_label = models.CharField(_("asked for by"), max_length=200)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    step = models.CharField(_("step"), max_length=200, blank=True)
    result = models.JSONField(_("result"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    hinted_at = models.DateTimeField(_("hinted at"), null=True)

    class Meta(Leased.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=UNFINISHED) & ~Q(key=""),
                name="jobs_job_key_while_unfinished",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_job_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def error(self) -> str:
        """Why the last attempt did not succeed; empty where it did."""
        return self.last_error
