"""A metric is cut by its primary segmentation and by further ones: none of them is both."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from metrics.models import Metric, MetricSegmentation
from workbench.operations.records import Fault, Invalid


def keep_primary_apart(*, records: Sequence[Metric], **_who_and_when: object) -> None:
    """See that no metric's primary segmentation is one of its further ones, archived ones included.

    Runs inside the write operation, before validation; two statements, none where no stored metric has a primary one.
    Raises ``Invalid`` with every metric that breaks it.
    """
    primary = {each.pk: each.segmentation_id for each in records if each.pk and each.segmentation_id}
    if not primary:
        return
    _hold(primary)
    further = set(
        MetricSegmentation.objects.filter(metric__in=primary).values_list("metric_id", "segmentation_id")
    )
    _refuse([index for index, each in enumerate(records) if (each.pk, each.segmentation_id) in further])


def keep_further_apart(*, records: Sequence[MetricSegmentation], **_who_and_when: object) -> None:
    """See that no further segmentation of a metric is its primary one. One statement; the metrics are locked.

    Raises ``Invalid`` with every one that is.
    """
    primary = _hold({each.metric_id for each in records if each.metric_id})
    _refuse(
        [
            index
            for index, each in enumerate(records)
            if each.segmentation_id and primary.get(each.metric_id) == each.segmentation_id
        ]
    )


def _hold(metrics: object) -> dict[int, int | None]:
    """The primary segmentation of each metric, which stays what it is until the transaction ends."""
    rows = Metric.objects.select_for_update().filter(pk__in=metrics).order_by("pk")
    return dict(rows.values_list("pk", "segmentation_id"))


def _refuse(indexes: Sequence[int]) -> None:
    text = _("A metric's own segmentation is not one of its further cuts: choose another.")
    if indexes:
        raise Invalid([Fault(index, "segmentation", text) for index in indexes])
