"""A further segmentation by which a metric is told. It must not be the metric's primary one, which every figure has."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Segmentation
from foundation.models import Record, RecordQuerySet
from metrics.models.metric import Metric


class MetricSegmentationQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("metric", "segmentation").order_by(
            "metric__name", "segmentation__name", "number"
        )


class MetricSegmentation(Record):
    """A metric is told by the segments of this segmentation too. Known to the whole enterprise.

    Figures of different segmentations are never added together. That it is not the metric's primary one is checked
    across rows when either is written: ``metrics.operations.cuts``.
    """

    PREFIX = "MC"
    NATURAL_KEY = ("metric", "segmentation")

    metric = models.ForeignKey(
        Metric, verbose_name=_("metric"), on_delete=models.CASCADE, related_name="segmentations"
    )
    segmentation = models.ForeignKey(
        Segmentation,
        verbose_name=_("segmentation"),
        on_delete=models.PROTECT,
        related_name="metrics_segmentations",
    )
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("What we want to know by it.")
    )

    objects = MetricSegmentationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("segment cut")
        verbose_name_plural = _("segment cuts")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["metric", "segmentation"],
                name="metrics_metricsegmentation_pair",
                violation_error_message=_("This metric is cut by this segmentation already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}: {self.segmentation}"
