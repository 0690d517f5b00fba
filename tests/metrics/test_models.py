from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from metrics.choices import FormulaKind
from metrics.models import Metric, MetricSegmentation, Target
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric, make_metric_segmentation, make_target
from tests.validation import is_refused, objections

pytestmark = pytest.mark.django_db

BASE = "Ratio and Rate are told per 1 to 1,000,000 of their denominator; other formulas per 1."
SATISFIED = "The smallest satisfied answer, 1 to 100, goes with the formula Customer satisfaction share, and only there."
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


@pytest.mark.parametrize(
    ("formula", "base"), [("ratio", 1), ("ratio", 100), ("rate", 1_000_000), ("mean", 1), ("nps", 1)]
)
def test_a_ratio_or_rate_is_told_per_so_many(formula: str, base: int) -> None:
    metric = Metric(name="Churn", formula=formula, base=base)
    assert objections(metric) == []
    assert not is_refused(metric)


@pytest.mark.parametrize(
    ("formula", "base"), [("ratio", 0), ("rate", 1_000_001), ("mean", 100), ("sum", 0), ("nps", 100)]
)
def test_a_base_that_says_nothing_is_refused(formula: str, base: int) -> None:
    metric = Metric(name="Churn", formula=formula, base=base)
    assert objections(metric) == [BASE]
    assert is_refused(metric)


@pytest.mark.parametrize(
    ("formula", "satisfied_from"), [("csat", 1), ("csat", 4), ("csat", 100), ("mean", None)]
)
def test_the_smallest_satisfied_answer_goes_with_its_formula(
    formula: str, satisfied_from: int | None
) -> None:
    metric = Metric(name="Satisfied", formula=formula, satisfied_from=satisfied_from)
    assert objections(metric) == []
    assert not is_refused(metric)


@pytest.mark.parametrize(
    ("formula", "satisfied_from"), [("csat", None), ("csat", 0), ("csat", 101), ("nps", 9)]
)
def test_a_satisfied_answer_without_its_formula_is_refused(formula: str, satisfied_from: int | None) -> None:
    metric = Metric(name="Satisfied", formula=formula, satisfied_from=satisfied_from)
    assert objections(metric) == [SATISFIED]
    assert is_refused(metric)


@pytest.mark.parametrize(("days", "messages"), [(0, []), (366, []), (367, ["between 0 and 366"])])
def test_a_metric_has_at_most_a_year_of_grace(days: int, messages: list[str]) -> None:
    metric = Metric(name="Wait", grace_days=days)
    assert objections(metric) == [f"A metric has {text} days of grace." for text in messages]
    assert is_refused(metric) is bool(messages)


def test_a_metric_is_cut_by_a_segmentation_once() -> None:
    cut = make_metric_segmentation(
        metric=make_metric(name="Churn"), segmentation=make_segmentation(name="Contract")
    )
    assert (str(cut), cut.code) == ("Churn: Contract", "MC-01")
    twin = MetricSegmentation(metric=cut.metric, segmentation=cut.segmentation)
    assert objections(twin) == ["This metric is cut by this segmentation already."]
    assert is_refused(twin)


def test_a_target_of_the_whole_and_one_of_a_segment_may_start_on_one_day() -> None:
    day = date(2027, 1, 1)
    segment = make_segment(name="New")
    whole = make_target(metric=make_metric(name="Churn"), start_date=day)
    part = make_target(metric=whole.metric, segment=segment, start_date=day)
    assert (str(whole), str(part)) == ("Churn 2027-01-01", "Churn 2027-01-01: New")
    values = {"metric": whole.metric, "start_date": day, "end_date": day, "value": Decimal(1)}
    again, other = Target(**values), Target(**values, segment=segment)
    assert objections(again) == ["This metric has a target from this day already."]
    assert objections(other) == ["This metric has a target for this segment from this day already."]
    assert is_refused(again)
    assert is_refused(other)
