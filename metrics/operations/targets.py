"""The targets of a metric, and of each of its segments, stand side by side: no day has two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from foundation import formats
from metrics.engine.periods import Span, overlapping
from metrics.models import Metric, MetricSegmentation, Target
from workbench.operations.records import Fault, Invalid


def keep_periods_apart(*, records: Sequence[Target], **_who_and_when: object) -> list[Fault]:
    """See that no two targets of a metric and segment share a day when all these are written together.

    Archived ones count, because they can be brought back. Runs inside the write operation, before validation, and
    locks the metrics. Raises ``Invalid`` with every target that overlaps another, naming that one; warns of those for
    a segment by which their metric is not measured.
    """
    metrics = {target.metric_id for target in records}
    rows = Metric.objects.select_for_update().filter(pk__in=metrics).order_by("pk")
    cuts = set(rows.values_list("pk", "segmentation"))
    stored = {target.pk: target for target in Target.objects.filter(metric__in=metrics).order_by("pk")}
    keys = [target.pk or -1 - index for index, target in enumerate(records)]
    targets: Mapping[int, Target] = stored | dict(zip(keys, records, strict=True))
    spans = [
        Span(key, each.metric_id, each.start_date, each.end_date, each.segment_id)
        for key, each in targets.items()
        if None not in (each.metric_id, each.start_date, each.end_date)
    ]
    found = overlapping(spans)
    faults = [
        Fault(index, "start_date", _told(targets[found[key].key]))
        for index, key in enumerate(keys)
        if key in found
    ]
    if faults:
        raise Invalid(faults)
    return _unmeasured(records, cuts)


def _unmeasured(records: Sequence[Target], cuts: set[tuple[int, int | None]]) -> list[Fault]:
    """Warnings of targets that nothing will be held against: their metric is not told by their segment.

    ``cuts`` are pairs of a metric and its own segmentation; one query for the further ones where there are segments.
    """
    of_segments = [(index, each) for index, each in enumerate(records) if each.segment is not None]
    if of_segments:
        further = MetricSegmentation.objects.active().filter(
            metric__in={each.metric_id for _at, each in of_segments}
        )
        cuts = cuts | set(further.values_list("metric", "segmentation"))
    return [
        Fault(index, "segment", _not_cut(each))
        for index, each in of_segments
        if each.segment is not None and (each.metric_id, each.segment.segmentation_id) not in cuts
    ]


def _not_cut(target: Target) -> str:
    text = _(
        "%(metric)s is not measured by the segmentation of %(segment)s: nothing is held against this target until it is."
    )
    return text % {"metric": target.metric, "segment": target.segment}


def _told(other: Target) -> str:
    words = {
        "metric": other.metric,
        "start": formats.day(other.start_date),
        "end": formats.day(other.end_date),
        "value": formats.number(other.value, other.metric.decimals),
    }
    if other.is_archived:
        text = _(
            "%(metric)s has an archived target of %(value)s from %(start)s to %(end)s. Bring it back and change it, "
            "or choose other days."
        )
    else:
        text = _(
            "%(metric)s has a target of %(value)s from %(start)s to %(end)s. Periods of one metric cannot overlap: "
            "choose days before or after it."
        )
    return text % words
