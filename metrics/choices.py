"""Enumerations of metrics."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    TARGET = "target", _("Closer to target is better")

    @property
    def sign(self) -> int:
        """1 where higher is better, −1 where lower is, 0 where closer to the target is."""
        return {Direction.HIGHER: 1, Direction.LOWER: -1}.get(self, 0)


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


class Standing(TextChoices):
    """How a measure does against the target of the period. The values are those of the health glyphs."""

    ON = "ok", _("On target")
    WATCH = "watch", _("Short of target, acceptable")
    OFF = "off", _("Off target")
    UNKNOWN = "gap", _("Not known")


class Unknown(TextChoices):
    """Why a figure cannot be computed. Each says what would mend it."""

    NO_TARGET = "no_target", _("No target for this day")
    NO_READING = "no_reading", _("No reading yet")
    NO_BASELINE = "no_baseline", _("No baseline")
    OLD_READING = "old_reading", _("The newest reading is older than the baseline")
    NO_WAY = "no_way", _("The target equals the baseline")
    WRONG_WAY = "wrong_way", _("The target is worse than the baseline")
    NO_OUTCOME = "no_outcome", _("No outcome measure")
