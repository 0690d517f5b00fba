"""Partitions of what is observed, one a month: made before anything is written in it. PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from metrics.choices import Grain
from metrics.engine.periods import next_start
from metrics.queries.observed import partitions

MAKE = """
CREATE TABLE {name} (LIKE metrics_observation INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE metrics_observation ATTACH PARTITION {name} FOR VALUES FROM ('{month}') TO ('{after}');
"""
"""To attach a table takes a weaker lock than to create it as a partition: others go on reading and writing."""
ONE_AT_A_TIME = 20_261_123
"""The lock of whoever makes partitions: two who load into different cuts may need the same month."""


def make_partitions(months: Iterable[date]) -> int:
    """See that each month has a partition; how many were made. Called by whoever holds a cut, in a transaction."""
    if connection.vendor != "postgresql":
        return 0
    missing = sorted(set(months) - set(partitions()))
    if not missing:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        missing = sorted(set(missing) - set(partitions()))
        for month in missing:
            name = f"metrics_observation_{month:%Y_%m}"
            cursor.execute(MAKE.format(name=name, month=month, after=next_start(Grain.MONTH, month)))
    return len(missing)
