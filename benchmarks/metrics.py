"""The recompute of metrics against one bare statement that groups, rolls up and inserts the same sums of months.

``rows`` observations: fifty metrics, two hundred segments in twenty groups, so many days. The statement does months alone and no
figures; the recompute does quarters, years, intervals, change, trend and behavior as well. Two processes work on it as
two workers would; on SQLite one does. Nothing published is left before a full run, so that it writes everything.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from metrics.choices import FormulaKind, Grain, RunOccasion, RunState
from metrics.engine.formulas import RAW
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.engine.periods import starts_between
from metrics.models import Course, Cut, Difference, Metric, Place, Run, Snapshot
from metrics.operations.observing import Observed, load
from metrics.operations.partitions import make_partitions
from metrics.operations.places import hold_cut
from metrics.operations.recomputing import plan, work
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric
from tools.races import Race

DATABASE = True
ROWS = 10_000_000
METRICS, GROUPS, LEAVES = 50, 20, 200
FIRST = date(2024, 1, 1)
FULL_GOAL, DAY_GOAL, ONE_GOAL, NOTHING_GOAL = 0.55, 0.01, 0.0005, 0.001
TWO_GOAL = 0.59
"""Of a full run that finds nothing new: two processes in less than 1/1.7 of the time of one."""
KINDS = [kind for kind in FormulaKind if kind not in RAW]

OBSERVE = """
INSERT INTO metrics_observation
    (metric_id, place_id, day, source_id, source_key, numerator, denominator, n, squares_high, squares_low, state)
SELECT m.id, p.id, {day}, 0, '', (1 + (m.id * 7 + p.id * 13 + d.value * 31) % 97) * 1000000,
    (100 + (m.id + p.id * 3 + d.value * 17) % 89) * 1000000, 100 + (m.id + p.id + d.value) % 50, 9409, 0, 0
FROM metrics_metric AS m CROSS JOIN metrics_place AS p CROSS JOIN {series}
WHERE p.segment_id IN (SELECT id FROM customers_segment WHERE parent_id IS NOT NULL)
"""
BARE_TABLE = """
CREATE TABLE bare_months (metric_id bigint, node bigint, month date, numerator numeric, denominator numeric, n numeric,
    squares_high numeric, squares_low numeric, PRIMARY KEY (metric_id, node, month))
"""
BARE = """
INSERT INTO bare_months
WITH RECURSIVE up (place, node, above) AS (
    SELECT p.id, p.id, s.parent_id FROM metrics_place p JOIN customers_segment s ON s.id = p.segment_id
    UNION ALL
    SELECT up.place, p.id, s.parent_id FROM up JOIN metrics_place p ON p.segment_id = up.above
        JOIN customers_segment s ON s.id = p.segment_id
), closure AS (
    SELECT place, node FROM up
    UNION ALL SELECT p.id, w.id FROM metrics_place p JOIN metrics_place w ON w.position = 0 WHERE p.position > 0
), leaf AS (
    SELECT metric_id, place_id, {month} AS month, SUM(numerator) AS numerator, SUM(denominator) AS denominator,
        SUM(n) AS n, SUM(squares_high) AS squares_high, SUM(squares_low) AS squares_low
    FROM metrics_observation GROUP BY 1, 2, 3
)
SELECT metric_id, node, month, SUM(numerator), SUM(denominator), SUM(n), SUM(squares_high), SUM(squares_low)
FROM leaf JOIN closure ON place = place_id GROUP BY 1, 2, 3
"""
MONTH = {
    "postgresql": "date_trunc('month', day::timestamp)::date",
    "sqlite": "strftime('%Y-%m-01', day)",
}


def races(rows: int) -> list[Race]:
    days = max(1, rows // (METRICS * LEAVES))
    observe(days)
    helper = Helper() if connection.vendor == "postgresql" else None
    told = f"{days * METRICS * LEAVES:,} observations"

    def recompute(helper: Helper | None = helper, *, is_full: bool = False) -> Run:
        run = plan(
            as_of=FIRST + timedelta(days=days),
            occasion=RunOccasion.ASKED,
            now=timezone.now(),
            is_full=is_full,
        )
        return finish(run or Run.objects.unfinished().get(), helper)

    def full(helper: Helper | None = helper) -> Run:
        return recompute(helper, is_full=True)

    changes = Changes(FIRST + timedelta(days=days - 1))
    both = [Race("two processes against one", full, lambda: full(None), TWO_GOAL)] if helper else []
    return [
        Race(f"full recompute of {told}", full, bare, FULL_GOAL, forget),
        *both,
        Race("one changed day of them", recompute, bare, DAY_GOAL, changes.day),
        Race("one corrected observation", recompute, bare, ONE_GOAL, changes.one),
        Race("nothing changed", recompute, bare, NOTHING_GOAL, empty),
    ]


def observe(days: int, metrics: int = METRICS, apart: int = 1) -> None:
    """Fill the world by one statement for each hundred days, of which only every so manieth is observed."""
    segmentation = make_segmentation()
    groups = [make_segment(segmentation=segmentation) for _ in range(GROUPS)]
    for index in range(LEAVES):
        make_segment(segmentation=segmentation, parent=groups[index % GROUPS])
    for index in range(metrics):
        kind = KINDS[index % len(KINDS)]
        make_metric(
            formula=kind,
            satisfied_from=4 if kind == FormulaKind.CSAT else None,
            segmentation=segmentation,
        )
    with transaction.atomic():
        hold_cut(segmentation)
        make_partitions(starts_between(Grain.MONTH, FIRST, FIRST + timedelta(days=days - 1)))
    for start in range(0, days, 100 * apart):
        _run(_observing(range(start, min(days, start + 100 * apart), apart)))
    _run(BARE_TABLE)
    if connection.vendor == "postgresql":
        _run("VACUUM ANALYZE metrics_observation")


def _observing(days: range) -> str:
    if connection.vendor == "postgresql":
        series = f"generate_series({days.start}, {days.stop - 1}, {days.step}) AS d (value)"
        day = f"DATE '{FIRST}' + d.value::int"
    else:
        series = f"json_each('[{', '.join(map(str, days))}]') AS d"
        day = f"date('{FIRST}', d.value || ' days')"
    return OBSERVE.format(series=series, day=day)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def bare() -> None:
    _run(BARE.format(month=MONTH[connection.vendor]))


def empty() -> None:
    _run("TRUNCATE bare_months" if connection.vendor == "postgresql" else "DELETE FROM bare_months")


def forget() -> None:
    """As if nothing had ever been published."""
    empty()
    for kind in (Snapshot, Course):
        kind.objects.all().delete()
    Difference.objects.all().delete()
    Run.objects.all().delete()


class Changes:
    """Observations that say something else each time."""

    def __init__(self, day: date) -> None:
        self.last, self.count = day, 0
        self.cut = Cut.objects.get()
        self.metrics = list(Metric.objects.order_by("pk").values_list("pk", flat=True))
        leaves = Place.objects.exclude(segment=None).exclude(segment__parent=None)
        self.places = list(leaves.order_by("pk").values_list("pk", flat=True))

    def day(self) -> None:
        self._tell([(metric, place) for metric in self.metrics for place in self.places])

    def one(self) -> None:
        self._tell([(self.metrics[0], self.places[0])])

    def _tell(self, pairs: list[tuple[int, int]]) -> None:
        empty()
        self.count += 1
        kept = Kept(self.count * SCALE, 200 * SCALE, 100, self.count**2)
        load(
            observations=[Observed(metric, place, self.last, kept) for metric, place in pairs],
            source=0,
            cuts=[self.cut.pk],
        )


class Helper:
    """A second process that works on whatever run it is told of, as a second worker would."""

    def __init__(self) -> None:
        connection.close()
        self.pipe, end = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(target=help_with_runs, args=(end,), daemon=True)
        process.start()

    def while_helping(self, run: Run, do: Callable[[], Any]) -> None:
        self.pipe.send(run.pk)
        do()
        self.pipe.recv()


def help_with_runs(end: Any) -> None:
    while True:
        work_alone(Run.objects.get(pk=end.recv()))
        end.send(None)


def work_alone(run: Run) -> None:
    work(run=run, now=timezone.now(), report=lambda _percent: None, keep=nullcontext)


def finish(run: Run, helper: Helper | None) -> Run:
    """Until it is published: where the other process does the last part, it publishes."""
    while not run.is_finished:
        if helper and run.shards.count() > 1:
            helper.while_helping(run, lambda: work_alone(run))
        else:
            work_alone(run)
        run.refresh_from_db()
        if run.state == RunState.FAILED:
            raise RuntimeError(run.error)
    return run
