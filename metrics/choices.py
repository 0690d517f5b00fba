"""Enumerations of metrics."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
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

    @property
    def takes(self) -> str:
        """What an observation of this kind is told by."""
        return str(_TAKES.get(self, _("It takes a value for each observation.")))


_TAKES = {
    FormulaKind.MEAN: _("A mean takes value; or numerator as the sum of values, n and, if known, squares."),
    FormulaKind.SUM: _("A sum takes value; or numerator and n."),
    FormulaKind.RATIO: _("A ratio takes numerator and denominator."),
    FormulaKind.RATE: _("A rate takes numerator and denominator."),
    FormulaKind.NPS: _("A net promoter score takes value from 0 to 10; or promoters, detractors and n."),
    FormulaKind.CSAT: _("A satisfaction share takes value; or numerator as the satisfied, and n."),
}


class Frequency(TextChoices):
    """How often a value is due."""

    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")


class Grain(TextChoices):
    """How long a period is. Periods are those of the calendar, whenever the fiscal year begins."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")

    @property
    def months(self) -> int:
        return {Grain.MONTH: 1, Grain.QUARTER: 3}.get(self, 12)


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


class SignalRule(TextChoices):
    """What of a process is taken for more than chance."""

    BEYOND = "beyond", _("One value beyond a limit")
    SEVEN_ONE_SIDE = "seven_side", _("Seven in a row on one side of the centre")
    EIGHT_ONE_SIDE = "eight_side", _("Eight in a row on one side of the centre")
    SEVEN_TREND = "seven_trend", _("Seven in a row rising or falling")
    TWO_OF_THREE = "two_three", _("Two of three in the outer third")
    THREE_OF_FOUR = "three_four", _("Three of four nearer a limit than the centre")
    FOUR_OF_FIVE = "four_five", _("Four of five beyond the inner third")


class Pattern(TextChoices):
    """What the course of a metric comes to today, in one word."""

    NOTHING = "nothing", _("No value yet")
    FEW = "few", _("Too few values for limits")
    BEYOND = "beyond", _("Beyond a limit")
    DRIFT = "drift", _("Drifting")
    STEP = "step", _("Stepped, and holding since")
    STEADY = "steady", _("Within limits")


class Grade(TextChoices):
    """How far a figure can be trusted, the best first."""

    A = "A", _("A: nothing is missing")
    B = "B", _("B: little is missing")
    C = "C", _("C: to be read with care")
    D = "D", _("D: much is missing")
    E = "E", _("E: not to be relied on")


class Dimension(TextChoices):
    """What the quality of data is looked at by."""

    COMPLETENESS = "completeness", _("Complete over time")
    COVERAGE = "coverage", _("Complete over places")
    TIMELINESS = "timeliness", _("In time")
    VALIDITY = "validity", _("Says something")


class RuleSet(TextChoices):
    """Rules that are used together, by whom they come from."""

    NHS = "nhs", _("Making Data Count")
    WHEELER = "wheeler", _("Wheeler")
    WESTERN_ELECTRIC = "western", _("Western Electric")

    @property
    def rules(self) -> tuple[SignalRule, ...]:
        """In the order in which a signal is named where several apply."""
        rule = SignalRule
        return {
            RuleSet.NHS: (rule.BEYOND, rule.SEVEN_ONE_SIDE, rule.SEVEN_TREND, rule.TWO_OF_THREE),
            RuleSet.WHEELER: (rule.BEYOND, rule.EIGHT_ONE_SIDE, rule.THREE_OF_FOUR),
            RuleSet.WESTERN_ELECTRIC: (
                rule.BEYOND,
                rule.EIGHT_ONE_SIDE,
                rule.TWO_OF_THREE,
                rule.FOUR_OF_FIVE,
            ),
        }[self]


class ObservationState(IntegerChoices):
    """Whether an observation says something. What is withheld or missing is not a zero."""

    MEASURED = 0, _("Measured")
    WITHHELD = 1, _("Withheld")


class SourceKind(TextChoices):
    """By which way a source tells what was observed."""

    API = "api", _("A program, through the API")
    FILE = "file", _("Files")
    SQL = "sql", _("An SQL database")
    HAND = "hand", _("People, by hand")


class RunState(TextChoices):
    """How far a run of the recompute is."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    PUBLISHED = "published", _("Published")
    UNCHANGED = "unchanged", _("Nothing had changed")
    FAILED = "failed", _("Failed")


class RunOccasion(TextChoices):
    """Why a run was made."""

    NIGHT = "night", _("Overnight")
    ASKED = "asked", _("Asked for")


class ShardPhase(IntegerChoices):
    """What a part of a run does. The parts of one phase begin when those of the phase before are done."""

    GATHER = 1, _("Add up a month")
    COMPUTE = 2, _("Compute metrics")


class Impossible(TextChoices):
    """Why an observation is not taken. Each says what would mend it."""

    MISSING = "missing", _("This is missing.")
    NOT_OF_KIND = "not_of_kind", _("The formula of this metric takes no such figure. Leave it empty.")
    BOTH = "both", _("Give one value, or what many values come to, not both.")
    NO_NUMBER = "no_number", _("This is no number that can be counted with.")
    TOO_LARGE = "too_large", _("This is too large. Tell the metric in a larger unit, such as thousands.")
    NEGATIVE = "negative", _("This cannot be less than zero.")
    NO_ANSWER = "no_answer", _("This is no answer on the scale of this metric.")
    MORE_THAN_ASKED = (
        "more_than_asked",
        _("There are more answers of one kind than answers. Correct one of them."),
    )
    OF_NOTHING = "of_nothing", _("This stands for no value at all. Leave it out, or mark it as withheld.")
    LESS_THAN_MEAN = "less_than_mean", _("Squares cannot come to less than those of the mean. Correct them.")


class AlertKind(TextChoices):
    """What the owner of a metric is told of it."""

    SIGNAL = "signal", _("Signal")
    STANDING = "standing", _("Standing")
    STALE = "stale", _("Stale")
