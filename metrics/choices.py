"""Enumerations of metrics."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    TARGET = "target", _("Closer to target is better")


class FormulaKind(TextChoices):
    """How observations become one value."""

    MEAN = "mean", _("Mean")
    SUM = "sum", _("Sum")
    RATIO = "ratio", _("Ratio")
    RATE = "rate", _("Rate")
    NPS = "nps", _("Net promoter score")
    CSAT = "csat", _("Customer satisfaction share")
    PERCENTILE = "percentile", _("Percentile")
    MEDIAN = "median", _("Median")


class Frequency(TextChoices):
    """How often a value is due."""

    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")


class MeasureKind(TextChoices):
    """What a measure of an objective shows: a change customers notice, or what the firm does for it."""

    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")
