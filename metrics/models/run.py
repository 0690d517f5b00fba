"""Runs of the recompute, the parts they are done in, and what they publish."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from jobs.models import Leased
from metrics.choices import Grain, RunOccasion, RunState, ShardPhase
from metrics.engine.layout import RECORD, VALUE, slice_of
from metrics.models.metric import Metric
from metrics.models.place import Cut

UNFINISHED = (RunState.PLANNED, RunState.RUNNING)
GOOD = (RunState.PUBLISHED, RunState.UNCHANGED)


class RunQuerySet(models.QuerySet["Run"]):
    def unfinished(self) -> RunQuerySet:
        return self.filter(state__in=UNFINISHED)

    def without_plan(self) -> RunQuerySet:
        """Without what only the recompute itself asks for: it grows with metrics and places."""
        return self.defer("trees", "definitions")

    def newest_first(self) -> RunQuerySet:
        return self.order_by("-pk")

    def good(self) -> RunQuerySet:
        """Runs that have published figures, or found that nothing had changed."""
        return self.filter(state__in=GOOD)

    def last_good(self) -> Run | None:
        """The run whose figures, or whose word that nothing had changed, every page shows."""
        return self.good().newest_first().first()


class Run(models.Model):
    """One recompute of the metrics, as of a day in the enterprise's time zone.

    A night has one run for its day, however many schedulers ask for it. A full one adds up every observation anew;
    others only add what loads have changed since. What it rests on is frozen with its plan: ``taken_until`` is the last
    difference it takes, ``trees`` tells for each cut the parents of its places, ``definitions`` the digest of each metric.
    """

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    as_of_date = models.DateField(_("as of"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=RunOccasion)
    is_full = models.BooleanField(_("full"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.PLANNED)
    taken_until = models.BigIntegerField(_("differences taken up to"), default=0)
    trees = models.JSONField(_("trees"), default=dict)
    definitions = models.JSONField(_("definitions"), default=dict)
    asked_by = models.CharField(_("asked for by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("planned"))
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    written = models.PositiveIntegerField(_("snapshots written"), default=0)
    error = models.TextField(_("error"), blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(
                fields=["as_of_date"], condition=Q(occasion=RunOccasion.NIGHT), name="metrics_run_one_a_night"
            ),
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=UNFINISHED), name="metrics_run_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="metrics_run_state"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of_date:%Y-%m-%d}"

    @property
    def is_good(self) -> bool:
        """Published, or found unchanged."""
        return self.state in GOOD

    @property
    def is_finished(self) -> bool:
        """Published, found unchanged, or failed."""
        return self.state not in UNFINISHED


class Shard(Leased):
    """A part of a run: a month to add up, or metrics to compute. ``result`` is packed by ``metrics.engine.layout``."""

    run = models.ForeignKey(Run, verbose_name=_("run"), on_delete=models.CASCADE, related_name="shards")
    phase = models.SmallIntegerField(_("phase"), choices=ShardPhase)
    month_date = models.DateField(_("month"), null=True)
    metrics = models.JSONField(_("metrics"), default=list)
    result = models.BinaryField(_("result"), default=bytes)

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["run", "month_date"], condition=Q(phase=ShardPhase.GATHER), name="metrics_shard_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.get_phase_display()}"


class PublishedQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """What is published now."""
        return self.filter(is_current=True)


class SnapshotQuerySet(PublishedQuerySet):
    def at_place(self, position: int) -> Self:
        """With ``value`` and ``record`` of one place alone, cut out by the database; empty where it had none yet."""
        parts = (("value", "values", VALUE), ("record", "records", RECORD))
        cut_out = {}
        for name, column, kept in parts:
            offset, length = slice_of(kept, position)
            cut_out[name] = Substr(column, offset + 1, length)
        return self.annotate(**cut_out).defer("values", "records")


class Published(models.Model):
    """What one run computed of a metric in a cut, from a first day on. Never changed once written.

    ``digest`` tells it from any other. ``is_current`` moves from one to the next in the one transaction that publishes a
    run.
    """

    metric = models.ForeignKey(
        Metric, verbose_name=_("metric"), on_delete=models.CASCADE, related_name="%(class)ss"
    )
    cut = models.ForeignKey(Cut, verbose_name=_("cut"), on_delete=models.CASCADE, related_name="%(class)ss")
    run = models.ForeignKey(Run, verbose_name=_("run"), on_delete=models.PROTECT, related_name="%(class)ss")
    grain = models.CharField(_("period"), max_length=10, choices=Grain)
    start_date = models.DateField(_("from"))
    is_current = models.BooleanField(_("current"), default=False)
    superseded_at = models.DateTimeField(_("superseded"), null=True)
    digest = models.CharField(_("digest"), max_length=32)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.metric} {self.grain} {self.start_date:%Y-%m-%d}"


class Snapshot(Published):
    """What a metric was in one period, in every place of a cut: ``values`` and ``records`` as ``metrics.engine.layout`` tells.

    ``whole`` is the value of the whole once the period is over, which is what objectives and benefits are judged by.
    """

    values = models.BinaryField(_("values"))
    records = models.BinaryField(_("records"))
    whole = models.DecimalField(_("of the whole"), max_digits=20, decimal_places=6, null=True)

    KEY = ("metric", "cut", "grain", "start_date")
    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "cut", "grain", "start_date"],
                condition=Q(is_current=True),
                name="metrics_snapshot_current",
            ),
            models.UniqueConstraint(
                fields=["run", "metric", "cut", "grain", "start_date"], name="metrics_snapshot_once"
            ),
        ]


class Course(Published):
    """Limits and signals of a metric in all its periods, from its first value to its last, and in every place of a cut."""

    periods = models.PositiveSmallIntegerField(_("periods"))
    limits = models.BinaryField(_("limits"))
    signals = models.BinaryField(_("signals"))

    KEY = ("metric", "cut", "grain")
    objects = PublishedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "cut", "grain"], condition=Q(is_current=True), name="metrics_course_current"
            ),
            models.UniqueConstraint(fields=["run", "metric", "cut", "grain"], name="metrics_course_once"),
        ]
