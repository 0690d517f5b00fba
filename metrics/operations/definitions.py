"""What a metric says may change, but not what was told of it already means."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from metrics.choices import FormulaKind
from metrics.models import Metric, Observation
from metrics.operations.cuts import keep_primary_apart
from workbench.operations.records import Fault, Invalid

ALIKE = {
    (FormulaKind.MEAN, FormulaKind.SUM),
    (FormulaKind.RATIO, FormulaKind.RATE),
    (FormulaKind.RATE, FormulaKind.RATIO),
    (FormulaKind.MEDIAN, FormulaKind.PERCENTILE),
    (FormulaKind.PERCENTILE, FormulaKind.MEDIAN),
}
"""From one formula to another which takes the same observations for the same."""


def keep_definition(*, records: Sequence[Metric], **_who_and_when: object) -> None:
    """See that a metric's segmentations stay apart, and that no observation comes to mean something else.

    Runs inside the write operation, before validation; one statement more than for segmentations, two where a meaning would
    change. Raises ``Invalid`` with every metric that breaks a rule.
    """
    keep_primary_apart(records=records)
    stored = Metric.objects.in_bulk([each.pk for each in records if each.pk])
    changed = [
        (index, field)
        for index, each in enumerate(records)
        if each.pk in stored and (field := _reread(stored[each.pk], each))
    ]
    if not changed:
        return
    told = Observation.objects.filter(metric_id=OuterRef("pk"))
    keys = [records[index].pk for index, _field in changed]
    observed = set(Metric.objects.filter(Exists(told), pk__in=keys).values_list("pk", flat=True))
    faults = [
        Fault(index, field, _text(stored[records[index].pk]))
        for index, field in changed
        if records[index].pk in observed
    ]
    if faults:
        raise Invalid(faults)


def _reread(before: Metric, now: Metric) -> str:
    """The field by which what was told would be read as something else; empty where it would not."""
    if before.formula != now.formula and (before.formula, now.formula) not in ALIKE:
        return "formula"
    if before.formula == now.formula == FormulaKind.CSAT and before.satisfied_from != now.satisfied_from:
        return "satisfied_from"
    return ""


def _text(metric: Metric) -> str:
    return _(
        "It has been observed as %(formula)s, and what was told would mean something else. Make a new metric, or have its "
        "sources take back what they told."
    ) % {"formula": metric.get_formula_display()}
