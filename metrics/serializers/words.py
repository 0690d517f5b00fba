"""How measures are told: values in the metric's unit, scores, and why there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import ngettext

from foundation import formats
from foundation.formats import Number
from metrics.choices import Standing
from metrics.engine.attainment import Whole
from metrics.models import Metric

CSS = {Standing.ON: "", Standing.WATCH: "watch", Standing.OFF: "off", Standing.UNKNOWN: ""}
"""The kind of bar that goes with a standing."""


def valued(metric: Metric, value: Number | None) -> str:
    """A value with the metric's decimals and unit: ``85.6%``, ``3.2 days``; an en dash where it is missing."""
    text = formats.number(value, metric.decimals)
    unit = metric.unit_of_measure
    if value is None or not unit:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def decimal_of(score: Fraction | None) -> Decimal | None:
    """A score as a decimal, to one place more than it is shown with."""
    return None if score is None else round(Decimal(score.numerator) / Decimal(score.denominator), 1)


def points(score: Fraction | None) -> str:
    """A score as people read it: a whole number; an en dash where there is none."""
    return formats.number(decimal_of(score), 0)


def score_view(score: Fraction | None, standing: Standing) -> dict[str, Any]:
    """A score with its bar and the glyph and word of its standing."""
    return {
        "text": points(score),
        "bar": None if score is None else float(score),
        "css": CSS[standing],
        "health": standing.value,
        "word": str(standing.label),
    }


def rests_on(whole: Whole) -> str:
    """On how many measures a mean rests, where that is not all of them; empty otherwise."""
    if whole.known == whole.total:
        return ""
    text = ngettext(
        "from %(known)d of %(total)d measure", "from %(known)d of %(total)d measures", whole.total
    )
    return text % {"known": whole.known, "total": whole.total}
