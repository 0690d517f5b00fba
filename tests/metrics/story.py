"""A course of two years that steps up once and ends beyond its limits, in one segment of a firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.choices import FormulaKind
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Metric
from tests.metrics.observed import Firm, make_firm, recompute

DAY = date(2026, 1, 10)
"""The run's: January is not over."""
STEADY, RAISED = [9, 11] * 6, [19, 21] * 5 + [19, 30]


@dataclass(frozen=True, slots=True)
class Story:
    """``metric`` is told by two segments of the first group, and nothing by the second one."""

    firm: Firm
    metric: Metric


def make_story(**values: object) -> Story:
    firm = make_firm((FormulaKind.SUM,))
    (metric,) = firm.metrics
    for name, value in {
        "name": "Policies sold",
        "decimals": 0,
        "unit_of_measure": "policies",
        **values,
    }.items():
        setattr(metric, name, value)
    metric.save()
    observe(firm, metric, [*STEADY, *RAISED])
    recompute(day=DAY)
    return Story(firm, metric)


def observe(firm: Firm, metric: Metric, values: list[int]) -> None:
    """From January 2024 on: the values in one segment, and one more each month in the next."""
    first, second = firm.segments[2:4]
    rows = [(metric, first, month(index), Kept(value * SCALE, 0, 1)) for index, value in enumerate(values)]
    rows += [(metric, second, month(index), Kept(SCALE, 0, 1)) for index in range(len(values))]
    rows.append((metric, first, month(len(values)), Kept(5 * SCALE, 0, 1)))
    firm.observe(*rows)


def month(index: int) -> date:
    return date(2024 + index // 12, index % 12 + 1, 9)
