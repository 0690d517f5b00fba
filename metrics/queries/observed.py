"""What was observed, added up by the database by metric, place and month."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import BigIntegerField, Max, Min, Sum
from django.db.models.functions import Cast, ExtractMonth, ExtractYear

from metrics.choices import Grain, ObservationState
from metrics.engine.layout import SUMS, Integers, carry
from metrics.engine.periods import next_start, starts_between
from metrics.models import Difference, Observation
from metrics.queries.rows import whole_numbers

if TYPE_CHECKING:
    from django.db.models import QuerySet

PARTITIONS = """
SELECT to_date(right(child.relname, 7), 'YYYY_MM') AS month
FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
WHERE inhparent = to_regclass('metrics_observation') ORDER BY month
"""

GATHERED = """
SELECT metric_id, place_id, {sums} FROM metrics_observation WHERE day >= %s AND day < %s GROUP BY metric_id, place_id
UNION ALL
SELECT metric_id, place_id, {taken_off} FROM metrics_difference WHERE month_date = %s AND id > %s
"""
LISTS = {
    "sums": ", ".join(f"CAST(SUM({name}) AS bigint)" for name in SUMS),
    "taken_off": ", ".join(f"-{name}" for name in SUMS),
}
AT = ("metric_id", "place_id")
WIDTH = len(AT) + len(SUMS)
"""Metric, place and sums."""

LEAF = np.dtype([("metric", "<i8"), ("place", "<i8"), ("month", "<M8[D]"), *((name, "<i8") for name in SUMS)])
"""One metric in one place and month, with what was observed there."""
Leaves = npt.NDArray[np.void]
EPOCH = date(1970, 1, 1)
"""From which arrays count days and months."""


def add_up_alone() -> None:
    """Have PostgreSQL use one processor for each statement of this transaction.

    Parts of a run are done side by side already; helpers of the server's own would take the processors from each other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def gathered(month: date, until: int) -> Leaves:
    """What had been observed in a month when the last difference was ``until``, by metric and place. One query.

    One statement sees a load with all its differences, or nothing of it: later ones are leaves of their own, taken off.
    """
    params = (month.isoformat(), next_start(Grain.MONTH, month).isoformat(), month.isoformat(), until)
    return leaves(whole_numbers(GATHERED.format(**LISTS), params, WIDTH), month)


def changed(until: int, metrics: Collection[int]) -> Leaves:
    """By how much loads have changed the sums of some metrics, up to a difference. One query."""
    rows = Difference.objects.filter(pk__lte=until, metric_id__in=metrics).order_by()
    months = Cast(ExtractYear("month_date") * 12 + ExtractMonth("month_date") - 1, BigIntegerField())
    sums = {f"sum_{name}": Cast(Sum(name), BigIntegerField()) for name in SUMS}
    found = _numbers(rows.values_list(months, *AT).annotate(**sums), WIDTH + 1)
    since_epoch = (found[:, 0] - 12 * EPOCH.year).astype("<M8[M]")
    return leaves(found[:, 1:], since_epoch.astype("<M8[D]"))


def single_values(metric: int, year: int) -> Integers:
    """Each value of a metric that was observed in a year: month from 1 to 12, place and figure. One query."""
    rows = Observation.objects.filter(
        metric_id=metric,
        day__gte=date(year, 1, 1),
        day__lt=date(year + 1, 1, 1),
        state=ObservationState.MEASURED,
    )
    month = Cast(ExtractMonth("day"), BigIntegerField())
    return _numbers(rows.order_by().values_list(month, "place_id", "numerator"), 3)


def _numbers(rows: QuerySet[Any, Any], columns: int) -> Integers:
    return whole_numbers(*rows.query.sql_with_params(), columns)


def leaves(rows: Integers, month: date | npt.NDArray[np.datetime64]) -> Leaves:
    """Rows of metric, place and sums as leaves of a month, or each of its own; squares in limbs that are not too full."""
    found = np.zeros(len(rows), dtype=LEAF)
    found["month"] = month
    for index, name in enumerate(("metric", "place", *SUMS)):
        found[name] = rows[:, index]
    carry(found)
    return found


def packed_leaves(found: Leaves) -> bytes:
    """Leaves as they are kept. A fifth of the size: to send the zeros to the database takes longer than to squeeze them."""
    return zlib.compress(found.tobytes(), level=1)


def unpacked_leaves(data: bytes) -> Leaves:
    """Leaves again from how they are kept."""
    return np.frombuffer(zlib.decompress(data), dtype=LEAF)


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
