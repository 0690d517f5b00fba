"""A metric is the definition of a measure. It must not hold values: observations and targets are records of their own."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from customers.models import Segmentation
from foundation.models import Record, RecordQuerySet
from metrics.choices import Direction, FormulaKind, Frequency, RuleSet

MOST_DECIMALS = 6
HIGHEST_BASE = 1_000_000
HIGHEST_ANSWER = 100
LONGEST_GRACE = 366
PER_BASE = (FormulaKind.RATIO, FormulaKind.RATE)
"""Formulas that divide by a denominator, and are told per so many of it."""


class MetricQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("owner", "segmentation").order_by("name", "number")


class Metric(Record):
    """What is measured, in which unit, and which way is better. Known to the whole enterprise.

    ``percentile`` is a whole percent, 1 to 99, and is given for formulas of that kind alone. A ratio or rate is told
    per ``base`` of its denominator: 100 for percent, 1 as it is. ``satisfied_from`` is the smallest answer that counts
    as satisfied, given for a satisfaction share alone. A value is stale ``grace_days`` after the next one was due.
    ``segmentation`` is the primary one: it gives the figure for the enterprise; without one the units do.
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
    base = models.PositiveIntegerField(
        _("told per"),
        default=1,
        help_text=_("A ratio or rate is told per so many of its denominator: 100 for percent."),
    )
    satisfied_from = models.PositiveSmallIntegerField(
        _("satisfied from"),
        null=True,
        blank=True,
        help_text=_("The smallest answer that counts as satisfied, such as 4 of 5."),
    )
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=0,
        help_text=_("A value is stale so many days after the next one was due."),
    )
    rules = models.CharField(
        _("signal rules"),
        max_length=10,
        choices=RuleSet,
        default=RuleSet.NHS,
        help_text=_("What of the metric's course is taken for more than chance."),
    )
    segmentation = models.ForeignKey(
        Segmentation,
        verbose_name=_("segmentation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="metrics",
        help_text=_("It gives the figure for the enterprise; without one the units do."),
    )
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
            models.CheckConstraint(
                condition=Q(base=1) | Q(formula__in=PER_BASE, base__range=(1, HIGHEST_BASE)),
                name="metrics_metric_base",
                violation_error_message=_(
                    "Ratio and Rate are told per 1 to 1,000,000 of their denominator; other formulas per 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    formula=FormulaKind.CSAT,
                    satisfied_from__isnull=False,
                    satisfied_from__range=(1, HIGHEST_ANSWER),
                )
                | (~Q(formula=FormulaKind.CSAT) & Q(satisfied_from=None)),
                name="metrics_metric_satisfied_from",
                violation_error_message=_(
                    "The smallest satisfied answer, 1 to 100, goes with the formula Customer satisfaction share, "
                    "and only there."
                ),
            ),
            models.CheckConstraint(
                condition=Q(grace_days__range=(0, LONGEST_GRACE)),
                name="metrics_metric_grace_days",
                violation_error_message=_("A metric has between 0 and 366 days of grace."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
