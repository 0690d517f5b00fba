"""A metric is the definition of a measure. It must not hold values: observations and targets are records of their own."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from foundation.models import Record, RecordQuerySet
from metrics.choices import Direction, FormulaKind, Frequency

MOST_DECIMALS = 6


class MetricQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("owner").order_by("name", "number")


class Metric(Record):
    """What is measured, in which unit, and which way is better. Known to the whole enterprise.

    ``percentile`` is a whole percent, 1 to 99, and is given for formulas of that kind alone.
    """

    PREFIX = "M"
    NATURAL_KEY = ("name",)

    name = models.CharField(
        _("name"),
        max_length=160,
        unique=True,
        error_messages={"unique": _("Another metric has this name.")},
    )
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("What counts, what does not, and where it comes from.")
    )
    unit_of_measure = models.CharField(
        _("unit of measure"), max_length=20, blank=True, help_text=_("Such as %, days or EUR.")
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.HIGHER)
    formula = models.CharField(
        _("formula"),
        max_length=20,
        choices=FormulaKind,
        default=FormulaKind.MEAN,
        help_text=_("How many observations become one value. A reading entered by hand stays as it is."),
    )
    percentile = models.PositiveSmallIntegerField(_("percentile"), null=True, blank=True)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=1, validators=[MinValueValidator(0), MaxValueValidator(MOST_DECIMALS)]
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="metrics",
    )

    objects = MetricQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decimals__range=(0, MOST_DECIMALS)),
                name="metrics_metric_decimals",
                violation_error_message=_("A metric has between 0 and 6 decimals."),
            ),
            models.CheckConstraint(
                condition=Q(
                    formula=FormulaKind.PERCENTILE, percentile__isnull=False, percentile__range=(1, 99)
                )
                | (~Q(formula=FormulaKind.PERCENTILE) & Q(percentile=None)),
                name="metrics_metric_percentile",
                violation_error_message=_(
                    "A percentile between 1 and 99 goes with the formula Percentile, and only there."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
