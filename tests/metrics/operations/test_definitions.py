"""A metric that was observed keeps what its observations mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foundation.actors import SYSTEM
from metrics.choices import FormulaKind
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Metric, Observation
from metrics.operations.definitions import keep_definition
from tests.factories.accounts import NOW
from tests.metrics.observed import FIRST, Firm, make_firm
from workbench.operations.records import Change, Invalid, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import Unit

pytestmark = pytest.mark.django_db
METRIC = type_with_key("metric")


@pytest.fixture
def firm(root: Unit) -> Firm:
    """Every kind, each observed once."""
    firm = make_firm()
    for metric in firm.metrics:
        firm.observe((metric, firm.segments[2], FIRST, Kept(SCALE, SCALE, 3)))
    return firm


def of(firm: Firm, kind: FormulaKind) -> Metric:
    return Metric.objects.get(formula=kind, pk__in=[each.pk for each in firm.metrics])


def change(metric: Metric, **values: Any) -> None:
    save_many(object_type=METRIC, changes=[Change(values, record=metric)], actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (FormulaKind.MEAN, FormulaKind.RATE),
        (FormulaKind.SUM, FormulaKind.MEAN),
        (FormulaKind.NPS, FormulaKind.MEAN),
        (FormulaKind.RATE, FormulaKind.SUM),
        (FormulaKind.MEDIAN, FormulaKind.MEAN),
    ],
)
def test_a_formula_by_which_observations_would_mean_something_else_is_refused(
    before: FormulaKind, now: FormulaKind, firm: Firm
) -> None:
    metric = of(firm, before)
    with pytest.raises(Invalid) as refusal:
        change(metric, formula=now)
    (fault,) = refusal.value.faults
    assert (fault.index, fault.field) == (0, "formula")
    assert f"observed as {before.label}" in fault.message
    assert Metric.objects.get(pk=metric.pk).formula == before


@pytest.mark.parametrize(
    ("before", "values"),
    [
        (FormulaKind.MEAN, {"formula": FormulaKind.SUM}),
        (FormulaKind.RATE, {"formula": FormulaKind.RATIO}),
        (FormulaKind.RATIO, {"formula": FormulaKind.RATE, "base": 1000}),
        (FormulaKind.MEDIAN, {"formula": FormulaKind.PERCENTILE, "percentile": 90}),
        (FormulaKind.PERCENTILE, {"formula": FormulaKind.MEDIAN, "percentile": None}),
        (FormulaKind.PERCENTILE, {"percentile": 95}),
        (FormulaKind.CSAT, {"name": "Another name"}),
    ],
)
def test_one_that_takes_the_same_for_the_same_is_not(
    before: FormulaKind, values: dict[str, Any], firm: Firm
) -> None:
    change(of(firm, before), **values)
    name, value = next(iter(values.items()))
    assert Metric.objects.filter(**{name: value}).exists()


def test_who_is_satisfied_was_told_already(firm: Firm) -> None:
    with pytest.raises(Invalid) as refusal:
        change(of(firm, FormulaKind.CSAT), satisfied_from=3)
    assert refusal.value.faults[0].field == "satisfied_from"


def test_what_was_never_observed_or_was_taken_back_may_be_anything(firm: Firm) -> None:
    metric = of(firm, FormulaKind.NPS)
    Observation.objects.filter(metric_id=metric.pk).delete()
    change(metric, formula=FormulaKind.SUM)
    assert Metric.objects.get(pk=metric.pk).formula == FormulaKind.SUM


def test_many_are_asked_for_at_once(firm: Firm, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """All that break it are named; however many there are, two statements find them."""
    Metric.objects.update(segmentation=None)
    for count in (1, 3):
        some = list(Metric.objects.order_by("pk")[:count])
        for metric in some:
            metric.formula = FormulaKind.NPS if metric.formula != FormulaKind.NPS else FormulaKind.SUM
        with django_assert_num_queries(2), pytest.raises(Invalid) as refusal:
            keep_definition(records=some)
        assert len(refusal.value.faults) == len(some)
