"""What was observed, added up by the database by metric, place and month."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import BigIntegerField, Max, Min, Sum
from django.db.models.functions import Cast

from metrics.choices import Grain
from metrics.engine.layout import SUMS, carry
from metrics.engine.periods import starts_between
from metrics.models import Difference, Observation
from metrics.queries.rows import whole_numbers

PARTITIONS = """
SELECT to_date(right(child.relname, 7), 'YYYY_MM') AS month
FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
WHERE inhparent = to_regclass('metrics_observation') ORDER BY month
"""

LEAF = np.dtype([("metric", "<i8"), ("place", "<i8"), ("month", "<M8[D]"), *((name, "<i8") for name in SUMS)])
"""One metric in one place and month, with what was observed there."""
Leaves = npt.NDArray[np.void]


def gathered(month: date) -> Leaves:
    """What was observed in a month, by metric and place. One query."""
    rows = _summed(Observation.objects.within_month(month), "metric_id", "place_id")
    return leaves(whole_numbers(rows, 2 + len(SUMS)), month)


def changed(until: int) -> Leaves:
    """By how much loads have changed the sums of metrics, up to a difference. A query for each month."""
    rows = Difference.objects.filter(pk__lte=until)
    months = rows.order_by("month_date").values_list("month_date", flat=True).distinct()
    found = [
        leaves(
            whole_numbers(_summed(rows.filter(month_date=month), "metric_id", "place_id"), 2 + len(SUMS)),
            month,
        )
        for month in months
    ]
    return np.concatenate([np.zeros(0, dtype=LEAF), *found])


def _summed(rows: Any, *by: str) -> Any:
    """Rows of ``by`` and the sums, added up by the database in whole numbers that fit."""
    sums = {f"sum_{name}": Cast(Sum(name), BigIntegerField()) for name in SUMS}
    return rows.order_by().values_list(*by).annotate(**sums)


def leaves(rows: npt.NDArray[np.int64], month: date) -> Leaves:
    """Rows of metric, place and sums as leaves of a month; squares in limbs that are not too full."""
    found = np.zeros(len(rows), dtype=LEAF)
    found["month"] = month
    for index, name in enumerate(("metric", "place", *SUMS)):
        found[name] = rows[:, index]
    carry(found)
    return found


def unpacked_leaves(data: bytes) -> Leaves:
    """Leaves again from how they are kept."""
    return np.frombuffer(data, dtype=LEAF)


def observed_months() -> list[date]:
    """Every month that may hold an observation, without a gap. One query."""
    if connection.vendor == "postgresql":
        found = partitions()
    else:
        span = Observation.objects.aggregate(first=Min("day"), last=Max("day"))
        found = [day for day in span.values() if day]
    return starts_between(Grain.MONTH, found[0], found[-1]) if found else []


def partitions() -> list[date]:
    """The first days of the months that PostgreSQL has a partition for, in order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        return [month for (month,) in cursor.fetchall()]
