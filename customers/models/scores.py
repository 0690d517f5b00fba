"""Scores as columns the database computes from the answers, so that lists, files and the API sort and filter by them.

The same arithmetic as ``customers.engine.opportunity``, which is its oracle in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    F,
    FloatField,
    Func,
    GeneratedField,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, NullIf, Round
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from customers.choices import OpportunityBand
from customers.engine.opportunity import EXTREME_ABOVE, PLACES, STRONG_FROM, WORTH_FROM

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _number(name: str) -> Cast:
    return Cast(name, FloatField())


def _on_ten(answer: Any) -> Func:
    """An answer between the ends of its scale as 0 to 10; nothing where the scale has no width.

    Rounded, so that 4.6 between 1 and 5 is 9 whatever binary fractions make of it.
    """
    width = NullIf(_number("scale_max") - _number("scale_min"), Value(0.0))
    return Round(Cast((answer - _number("scale_min")) * Value(10.0) / width, _figure()), precision=PLACES)


def _figure() -> DecimalField[Any, Any]:
    """Wide enough for answers that lie outside their scale: the constraint refuses them only afterwards."""
    return DecimalField(max_digits=14, decimal_places=PLACES)


def _gained() -> Case:
    """Importance, and once more what it exceeds satisfaction by, on the scale of the answers."""
    twice = Value(2.0) * _number("importance") - _number("satisfaction")
    satisfied = Q(satisfaction__gt=F("importance"))
    return Case(When(satisfied, then=_number("importance")), default=twice, output_field=FloatField())


def _band() -> Case:
    score = _on_ten(_gained())
    return Case(
        When(GreaterThan(score, Value(float(EXTREME_ABOVE))), then=Value(OpportunityBand.EXTREME.value)),
        When(GreaterThanOrEqual(score, Value(float(STRONG_FROM))), then=Value(OpportunityBand.STRONG.value)),
        When(GreaterThanOrEqual(score, Value(float(WORTH_FROM))), then=Value(OpportunityBand.CONSIDER.value)),
        When(GreaterThanOrEqual(score, Value(0.0)), then=Value(OpportunityBand.LOW.value)),
        default=Value(None),
        output_field=CharField(max_length=10),
    )


def _computed(expression: Any, shape: Any, label: _StrPromise, **more: Any) -> GeneratedField:
    """Empty where an answer is missing, without being declared so: SQLite adds a stored column only by making the
    table anew, which Django does for columns that are not declared nullable."""
    return GeneratedField(
        verbose_name=label, expression=expression, output_field=shape, db_persist=True, **more
    )


def score_column(name: str, label: _StrPromise) -> GeneratedField:
    """The answer ``name`` from 0 to 10; nothing where nobody was asked."""
    return _computed(_on_ten(_number(name)), _figure(), label)


def opportunity_column(label: _StrPromise) -> GeneratedField:
    """Opportunity from 0 to 20; nothing unless both answers are known."""
    return _computed(_on_ten(_gained()), _figure(), label)


def band_column(label: _StrPromise) -> GeneratedField:
    """The band of the opportunity; nothing unless both answers are known."""
    choices: type[TextChoices] = OpportunityBand
    return _computed(_band(), CharField(max_length=10), label, choices=choices)
