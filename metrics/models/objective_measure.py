"""A metric measures an objective. It must not hold values: targets and readings belong to the metric."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet
from metrics.choices import MeasureKind
from metrics.models.metric import Metric
from strategies.models import Objective


class ObjectiveMeasureQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("objective__strategy__unit", "metric").order_by(
            "objective__number", "kind", "number"
        )


class ObjectiveMeasure(Record):
    """A metric by which an objective is judged, as an outcome customers notice or an output of the firm.

    ``baseline_value`` is the metric's value on ``baseline_date``, in its unit of measure; ``weight`` is relative to
    the other measures of the same objective.
    """

    PREFIX = "OM"
    UNIT_LOOKUPS = ("objective__strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("objective", "metric")

    objective = models.ForeignKey(
        Objective, verbose_name=_("objective"), on_delete=models.CASCADE, related_name="metrics_measures"
    )
    metric = models.ForeignKey(
        Metric, verbose_name=_("metric"), on_delete=models.PROTECT, related_name="objective_measures"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MeasureKind, default=MeasureKind.OUTCOME)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    baseline_date = models.DateField(_("baseline from"), null=True, blank=True)

    objects = ObjectiveMeasureQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("objective measure")
        verbose_name_plural = _("objective measures")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["objective", "metric"],
                name="metrics_objectivemeasure_pair",
                violation_error_message=_("This objective is measured by this metric already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)),
                name="metrics_objectivemeasure_weight",
                violation_error_message=_("The weight is between 1 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_value=None, baseline_date=None)
                | Q(baseline_value__isnull=False, baseline_date__isnull=False),
                name="metrics_objectivemeasure_baseline",
                violation_error_message=_("A baseline needs its value and its day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} → {self.objective}"
