"""What a metric should reach in a period, and what somebody has read off by hand."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Segment
from foundation.models import Record, RecordQuerySet
from metrics.models.metric import Metric


class TargetQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("metric", "segment").order_by(
            "metric__name", F("segment__name").asc(nulls_first=True), "start_date", "number"
        )

    def of_the_whole(self) -> Self:
        """Those for a metric as a whole, not for one segment."""
        return self.filter(segment=None)


class Target(Record):
    """What a metric should reach by the last day of a period, in its unit of measure. Known to the whole enterprise.

    It is for the metric as a whole or, with a ``segment``, for that alone. Periods of one metric and segment do not
    overlap. Between ``acceptable_value`` and ``value`` a result is worth watching, beyond it is off; without one,
    everything short of the target is off.
    """

    PREFIX = "T"
    NATURAL_KEY = ("metric", "segment", "start_date")

    metric = models.ForeignKey(
        Metric, verbose_name=_("metric"), on_delete=models.CASCADE, related_name="targets"
    )
    segment = models.ForeignKey(
        Segment,
        verbose_name=_("segment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="metrics_targets",
        help_text=_("Empty for the metric as a whole."),
    )
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"))
    value = models.DecimalField(_("target"), max_digits=20, decimal_places=6)
    acceptable_value = models.DecimalField(
        _("acceptable"),
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Short of the target, but still to be lived with."),
    )

    objects = TargetQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["metric", "start_date"],
                condition=Q(segment=None),
                name="metrics_target_metric_start",
                violation_error_message=_("This metric has a target from this day already."),
            ),
            models.UniqueConstraint(
                fields=["metric", "segment", "start_date"],
                name="metrics_target_segment_start",
                violation_error_message=_("This metric has a target for this segment from this day already."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="metrics_target_dates",
                violation_error_message=_("The period cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        whole = f"{self.metric} {self.start_date:%Y-%m-%d}"
        return f"{whole}: {self.segment}" if self.segment_id else whole


class ReadingQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("metric").order_by("metric__name", "-day", "number")


class Reading(Record):
    """The value of a metric on a day, read off by hand, in its unit of measure. Known to the whole enterprise."""

    PREFIX = "MR"
    DATED_BY = ("day",)
    NATURAL_KEY = ("metric", "day")

    metric = models.ForeignKey(
        Metric, verbose_name=_("metric"), on_delete=models.CASCADE, related_name="readings"
    )
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Where it was read."))

    objects = ReadingQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["metric", "day"],
                name="metrics_reading_metric_day",
                violation_error_message=_("This metric has a reading for this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.day:%Y-%m-%d}"
