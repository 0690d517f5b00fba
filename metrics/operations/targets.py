"""The targets of a metric, and of each of its segments, stand side by side: no day has two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from foundation import formats
from metrics.engine.periods import Span, overlapping
from metrics.models import Metric, Target
from workbench.operations.records import Fault, Invalid


def keep_periods_apart(*, records: Sequence[Target], **_who_and_when: object) -> None:
    """See that no two targets of a metric and segment share a day when all these are written together.

    Archived ones count, because they can be brought back. Runs inside the write operation, before validation, and
    locks the metrics. Raises ``Invalid`` with every target that overlaps another, naming that one.
    """
    metrics = {target.metric_id for target in records}
    list(Metric.objects.select_for_update().filter(pk__in=metrics).order_by("pk").values_list("pk"))
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
