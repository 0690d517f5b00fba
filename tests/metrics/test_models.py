from __future__ import annotations

import pytest

from metrics.choices import FormulaKind
from metrics.models import Metric
from tests.factories.metrics import make_metric
from tests.validation import is_refused, objections

pytestmark = pytest.mark.django_db

PERCENTILE = "A percentile between 1 and 99 goes with the formula Percentile, and only there."


def test_metric_reads_as_its_name_and_number() -> None:
    metric = make_metric(name="Renewal rate")
    assert (str(metric), metric.code) == ("Renewal rate", "M-01")


def test_the_name_of_a_metric_is_its_own() -> None:
    make_metric(name="Renewal rate")
    twin = Metric(name="Renewal rate", formula=FormulaKind.RATE)
    assert objections(twin) == ["Another metric has this name."]
    assert is_refused(twin)


@pytest.mark.parametrize(("formula", "percentile"), [("percentile", 1), ("percentile", 99), ("median", None)])
def test_a_percentile_goes_with_its_formula(formula: str, percentile: int | None) -> None:
    metric = Metric(name="Wait", formula=formula, percentile=percentile)
    assert objections(metric) == []
    assert not is_refused(metric)


@pytest.mark.parametrize(
    ("formula", "percentile"), [("percentile", None), ("percentile", 0), ("percentile", 100), ("mean", 90)]
)
def test_a_percentile_without_its_formula_is_refused(formula: str, percentile: int | None) -> None:
    metric = Metric(name="Wait", formula=formula, percentile=percentile)
    assert objections(metric) == [PERCENTILE]
    assert is_refused(metric)


def test_a_metric_has_at_most_six_decimals() -> None:
    metric = Metric(name="Wait", formula=FormulaKind.MEAN, decimals=7)
    assert objections(metric)[-1] == "A metric has between 0 and 6 decimals."
    assert is_refused(metric)
