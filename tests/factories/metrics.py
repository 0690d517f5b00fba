"""The smallest valid metric."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from metrics.choices import FormulaKind
from metrics.models import Metric, MetricSegmentation, ObjectiveMeasure, Reading, Source, Target
from tests.factories.accounts import NOW, stamped
from tests.factories.customers import make_segmentation
from tests.factories.strategies import make_objective


def make_metric(**values: Any) -> Metric:
    values.setdefault("name", f"Metric {Metric.objects.count() + 1}")
    values.setdefault("formula", FormulaKind.MEAN)
    metric: Metric = stamped(Metric(**values))
    return metric


def make_metric_segmentation(**values: Any) -> MetricSegmentation:
    values["metric"] = values.get("metric") or make_metric()
    values["segmentation"] = values.get("segmentation") or make_segmentation()
    cut: MetricSegmentation = stamped(MetricSegmentation(**values))
    return cut


def make_objective_measure(**values: Any) -> ObjectiveMeasure:
    values["objective"] = values.get("objective") or make_objective()
    values["metric"] = values.get("metric") or make_metric()
    measure: ObjectiveMeasure = stamped(ObjectiveMeasure(**values))
    return measure


def make_target(**values: Any) -> Target:
    """A target of 90 for the year after the last one of its metric."""
    values["metric"] = values.get("metric") or make_metric()
    year = 2027 + values["metric"].targets.count()
    values.setdefault("start_date", date(year, 1, 1))
    values.setdefault("end_date", date(values["start_date"].year, 12, 31))
    values.setdefault("value", Decimal(90))
    target: Target = stamped(Target(**values))
    return target


def make_reading(**values: Any) -> Reading:
    values["metric"] = values.get("metric") or make_metric()
    values.setdefault("day", date.fromordinal(NOW.date().toordinal() - values["metric"].readings.count()))
    values.setdefault("value", Decimal(80))
    reading: Reading = stamped(Reading(**values))
    return reading


def make_source(**values: Any) -> Source:
    values.setdefault("name", f"Source {Source.objects.count() + 1}")
    source: Source = stamped(Source(**values))
    return source
