"""The smallest valid metric."""

from __future__ import annotations

from typing import Any

from metrics.choices import FormulaKind
from metrics.models import Metric
from tests.factories.accounts import stamped


def make_metric(**values: Any) -> Metric:
    values.setdefault("name", f"Metric {Metric.objects.count() + 1}")
    values.setdefault("formula", FormulaKind.MEAN)
    metric: Metric = stamped(Metric(**values))
    return metric
