"""The one door for observations: what is told anew, corrected or taken back, and by how much that changes the sums.

Set-based on both databases: rows are staged, compared with what is there, and only those that differ are written. Whatever
changes leaves its difference in the same transaction, so a recompute never has to look at what has not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from django.db import DataError, OperationalError, connection, transaction

from metrics.choices import Grain, ObservationState
from metrics.engine.layout import SUMS
from metrics.engine.observed import Kept
from metrics.engine.periods import start_of
from metrics.engine.rolling import TooLarge
from metrics.models import Cut
from metrics.operations.partitions import make_partitions

KEY = ("metric_id", "place_id", "day", "source_id", "source_key")
COLUMNS = (*KEY, *SUMS, "state")
AT_ONCE = 20_000
"""Rows that are staged together: what is held in memory."""
MOST_NAMED = 20
"""Of observations that are told twice, so many are named."""

STAGED = """
CREATE TEMPORARY TABLE staged (
    line bigint NOT NULL, metric_id bigint NOT NULL, place_id bigint NOT NULL, day date NOT NULL, source_id bigint NOT NULL,
    source_key varchar(120) NOT NULL, numerator bigint NOT NULL, denominator bigint NOT NULL, n bigint NOT NULL,
    squares_high bigint NOT NULL, squares_low bigint NOT NULL, state smallint NOT NULL
)
"""
TWICE = "SELECT MIN(line), MAX(line) FROM staged GROUP BY {key} HAVING COUNT(*) > 1 ORDER BY MIN(line) LIMIT {most}"
DIFFERING = """
CREATE TEMPORARY TABLE differing AS
SELECT {staged}, kept.metric_id IS NOT NULL AS is_kept, {more} FROM staged LEFT JOIN metrics_observation AS kept ON {same}
WHERE kept.metric_id IS NULL OR {changed}
"""
TOLD = """
INSERT INTO metrics_difference (metric_id, place_id, month_date, {sums})
SELECT metric_id, place_id, {month}, {told} FROM differing GROUP BY metric_id, place_id, {month}
"""
TAKEN = """
INSERT INTO metrics_difference (metric_id, place_id, month_date, {sums})
SELECT metric_id, place_id, {month}, {taken} FROM metrics_observation AS kept
WHERE EXISTS (SELECT 1 FROM staged WHERE {same}) GROUP BY metric_id, place_id, {month}
"""
CORRECT = (
    "UPDATE metrics_observation AS kept SET {replaced} FROM differing AS staged WHERE is_kept AND {same}"
)
ADD = "INSERT INTO metrics_observation ({columns}) SELECT {columns} FROM differing WHERE NOT is_kept"
REMOVE = "DELETE FROM metrics_observation AS kept WHERE EXISTS (SELECT 1 FROM staged WHERE {same})"
PUT = "INSERT INTO staged (line, {columns}) VALUES (%s, {marks})"
COPY = "COPY staged (line, {columns}) FROM STDIN"
LINE = "\t".join(["%d", "%d", "%d", "%s", "%d", "%s", *["%d"] * len(SUMS), "%d"]) + "\n"
WORDS = {
    "key": ", ".join(KEY),
    "most": MOST_NAMED,
    "sums": ", ".join(SUMS),
    "columns": ", ".join(COLUMNS),
    "marks": ", ".join(["%s"] * len(COLUMNS)),
    "staged": ", ".join(f"staged.{name}" for name in COLUMNS),
    "same": " AND ".join(f"kept.{name} = staged.{name}" for name in KEY),
    "changed": " OR ".join(f"kept.{name} <> staged.{name}" for name in (*SUMS, "state")),
    "more": ", ".join(f"staged.{name} - COALESCE(kept.{name}, 0) AS more_{name}" for name in SUMS),
    "told": ", ".join(f"SUM(more_{name})" for name in SUMS),
    "taken": ", ".join(f"SUM(-kept.{name})" for name in SUMS),
    "replaced": ", ".join(f"{name} = staged.{name}" for name in (*SUMS, "state")),
}
"""What stands for the names in the statements: all of them are ours."""
MONTHS = {
    "postgresql": "CAST(date_trunc('month', CAST(day AS timestamp)) AS date)",
    "sqlite": "strftime('%Y-%m-01', day)",
}
"""The first day of a month, without a detour over time zones."""


OVERFLOWS = ("overflow", "out of range")
"""What the databases say of a sum that does not fit."""


class ToldTwice(ValueError):
    """Two observations of one load have the same key. ``pairs`` are their places in it, from 0."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        super().__init__(f"told twice: {pairs}")
        self.pairs = tuple(pairs)


class Observed(NamedTuple):
    """What is told of a metric in a place on a day; ``source_key`` tells it from others of the same source and day."""

    metric: int
    place: int
    day: date
    kept: Kept
    source_key: str = ""
    state: ObservationState = ObservationState.MEASURED


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many observations were told, and how many of them were new or changed something."""

    told: int
    written: int


def load(*, observations: Iterable[Observed], source: int, cuts: Collection[int]) -> Loaded:
    """Keep observations; one with the key of another takes its place, one that says the same writes nothing.

    All of them or none. ``cuts`` are those their places belong to. Raises ``ToldTwice`` and ``TooLarge``.
    """
    with staged(observations, source) as (told, months):
        return Loaded(told, merge(months, cuts))


def take_back(*, observations: Iterable[Observed], source: int, cuts: Collection[int]) -> int:
    """Remove observations by their keys, as if they had never been told; how many there were. Raises ``ToldTwice``."""
    with staged(observations, source):
        return remove(cuts)


@contextmanager
def staged(observations: Iterable[Observed], source: int) -> Iterator[tuple[int, set[date]]]:
    """How many observations are put aside, while they are, and of which months. Raises ``ToldTwice``.

    Nobody waits for it, however long it takes: nothing is held, and only this connection sees them.
    """
    _run("DROP TABLE IF EXISTS staged")
    _run(STAGED)
    try:
        told, months = _stage(observations, source)
        with connection.cursor() as cursor:
            cursor.execute(_told(TWICE))
            if pairs := cursor.fetchall():
                raise ToldTwice(pairs)
        yield told, months
    finally:
        # Within a transaction that failed, it goes with everything else.
        if not connection.in_atomic_block:
            _run("DROP TABLE staged")


@transaction.atomic
def merge(months: Collection[date], cuts: Collection[int]) -> int:
    """Keep what is staged; how many observations were new or changed something. Raises ``TooLarge``."""
    _hold(cuts)
    make_partitions(months)
    try:
        _run(DIFFERING)
        _run(TOLD)
    except (DataError, OperationalError) as error:
        if any(word in str(error) for word in OVERFLOWS):
            raise TooLarge from error
        raise
    # Whoever tells the same places waits for their cuts: what was not there cannot have come since.
    written = _run(CORRECT) + _run(ADD)
    _run("DROP TABLE differing")
    return written


@transaction.atomic
def remove(cuts: Collection[int]) -> int:
    """Remove what is staged, by its keys; how many observations there were."""
    _hold(cuts)
    _run(TAKEN)
    return _run(REMOVE)


def _hold(cuts: Collection[int]) -> None:
    """Hold cuts until the transaction ends: a recompute either counts a load or leaves all of it to the next."""
    list(Cut.objects.select_for_update().filter(pk__in=cuts).order_by("pk").values_list("pk"))


def _told(statement: str) -> str:
    return statement.format(**WORDS, month=MONTHS[connection.vendor])


def _run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_told(statement))
        return max(0, cursor.rowcount)


def _stage(observations: Iterable[Observed], source: int) -> tuple[int, set[date]]:
    """Put observations aside, numbered; how many there are, and of which months."""
    told, days = 0, set[date]()
    is_copied = connection.vendor == "postgresql"
    rows: Iterator[Any] = (_lines if is_copied else _rows)(observations, source, days)
    while some := list(islice(rows, AT_ONCE)):
        with connection.cursor() as cursor:
            if is_copied:
                cursor.copy_expert(_told(COPY), StringIO("".join(some)))
            else:
                cursor.executemany(_told(PUT), some)
        told += len(some)
    return told, {start_of(Grain.MONTH, day) for day in days}


def _rows(observations: Iterable[Observed], source: int, days: set[date]) -> Iterator[tuple[Any, ...]]:
    for line, (metric, place, day, sums, key, state) in enumerate(observations):
        days.add(day)
        yield line, metric, place, day, source, key, *sums, state


def _lines(observations: Iterable[Observed], source: int, days: set[date]) -> Iterator[str]:
    """As COPY reads them. Text is all that is held of millions of rows: the collector of garbage passes it by."""
    for line, (metric, place, day, sums, key, state) in enumerate(observations):
        days.add(day)
        said = key if key.isalnum() else _escaped(key)
        yield LINE % (line, metric, place, day, source, said, *sums, state)


def _escaped(text: str) -> str:
    for plain, told in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, told)
    return text
