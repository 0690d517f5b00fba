"""The timetable: rows whose dates decide what is due. A clock only decides when to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.engine.timetable import Timetable

if TYPE_CHECKING:
    from datetime import datetime


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Vocabulary of the timetable."""

    def due(self, now: datetime) -> ScheduleQuerySet:
        """Whose date has come, the longest overdue first."""
        return self.filter(next_due_at__lte=now).order_by("next_due_at", "pk")


class Schedule(models.Model):
    """One periodic piece of work, declared in code and followed here."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    every_seconds = models.PositiveIntegerField(_("every (seconds)"), null=True)
    daily_hour = models.PositiveSmallIntegerField(_("daily at (hour)"), null=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    next_due_at = models.DateTimeField(_("next due"))

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_seconds__isnull=False, every_seconds__gte=1, daily_hour=None)
                | Q(every_seconds=None, daily_hour__isnull=False, daily_hour__lte=23),
                name="jobs_schedule_one_rhythm",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def timetable(self) -> Timetable:
        """The rhythm as the engine takes it."""
        return Timetable(self.kind, self.every_seconds, self.daily_hour, self.payload)
