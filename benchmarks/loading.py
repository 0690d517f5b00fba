"""A file of observations, from its bytes to the table: against csv, the same checks in Python and bulk_create.

Both read the same file of ``rows`` observations: ten metrics of different formulas, two hundred segments, so many days.
Both resolve names, check figures, correct what is there and write once; the product reads the file in a process with
limits, keeps the differences for the recompute and writes an event as well. The second race tells a file that is there.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db import connection, transaction

from accounts.models import Enterprise
from customers.models import Segment
from foundation.actors import SYSTEM
from metrics.choices import FormulaKind, Grain
from metrics.engine.observed import Told, kept
from metrics.engine.periods import starts_between
from metrics.models import Difference, Metric, Observation, Place
from metrics.operations.partitions import make_partitions
from metrics.operations.places import hold_cut
from metrics.operations.telling import tell
from metrics.serializers.observation_files import observations_in
from tests.factories.accounts import make_enterprise
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_source
from tests.metrics.observed import metric_of
from tools.races import Race
from workbench.exchange.mapping import Rule

DATABASE = True
ROWS = 100_000
GOAL = 0.25
METRICS, SEGMENTS = 10, 200
FIRST = date(2025, 1, 1)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
KINDS = (FormulaKind.MEAN, FormulaKind.SUM, FormulaKind.RATE, FormulaKind.CSAT, FormulaKind.NPS)
HEADER = ("metric", "segment", "day", "key", "value", "numerator", "denominator", "n")
SUMS = ("numerator", "denominator", "n", "squares_high", "squares_low")
BATCH = 2_000


def races(rows: int) -> list[Race]:
    if not Enterprise.objects.exists():
        make_enterprise()
    segmentation = make_segmentation()
    segments = [make_segment(segmentation=segmentation) for _ in range(SEGMENTS)]
    metrics = [metric_of(KINDS[index % len(KINDS)], segmentation=segmentation) for index in range(METRICS)]
    source = make_source()
    with transaction.atomic():
        hold_cut(segmentation)
        make_partitions(starts_between(Grain.MONTH, FIRST, NOW.date()))
    file = written(metrics, segments, rows)

    def product() -> None:
        file.seek(0)
        said = observations_in(file, {}, Rule(""), lambda _percent: None)
        tell(source=source, said=said, actor=SYSTEM, now=NOW)

    def plain() -> None:
        file.seek(0)
        bulk_create(io.TextIOWrapper(io.BytesIO(file.read()), "utf-8", newline=""), source.pk)

    told = f"{rows:,} observations"
    return [
        Race(f"{told}, all of them new", product, plain, GOAL, before=forget),
        Race(f"{told}, all of them there", product, plain, GOAL, before=_once(product)),
    ]


def written(metrics: list[Metric], segments: list[Segment], rows: int) -> IO[bytes]:
    """The file: single values, answers and counted shares."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for index in range(rows):
        metric, segment = metrics[index % METRICS], segments[index // METRICS % SEGMENTS]
        day = FIRST + timedelta(days=index // (METRICS * SEGMENTS) % 500)
        figures: tuple[Any, ...] = (f"{index * 7 % 99991}.{index % 100:02}", "", "", "")
        if metric.formula == FormulaKind.RATE:
            figures = ("", index % 89, 100 + index % 50, 1)
        elif metric.formula in {FormulaKind.CSAT, FormulaKind.NPS}:
            figures = (index % 11, "", "", "")
        writer.writerow((metric.code, segment.code, day, f"K{index}", *figures))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - read until the benchmark ends
    file.write(text.getvalue().encode())
    return file


def bulk_create(text: IO[str], source: int) -> None:
    """What one would write without the product."""
    metrics = {metric.code: metric for metric in Metric.objects.all()}
    places = {
        place.segment.code: place.pk for place in Place.objects.select_related("segment") if place.segment
    }
    today = NOW.date()
    rows = (_observation(row, metrics, places, today, source) for row in csv.DictReader(text))
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            Observation.objects.bulk_create(
                batch,
                update_conflicts=True,
                unique_fields=["metric_id", "place_id", "day", "source_id", "source_key"],
                update_fields=[*SUMS, "state"],
            )


def _observation(
    row: dict[str, str], metrics: dict[str, Metric], places: dict[str, int], today: date, source: int
) -> Observation:
    metric, day = metrics[row["metric"]], date.fromisoformat(row["day"])
    if day > today:
        raise ValueError(row)
    value, numerator, denominator = (
        Decimal(row[name]) if row[name] else None for name in ("value", "numerator", "denominator")
    )
    told = Told(value, numerator, denominator, int(row["n"]) if row["n"] else None)
    sums = kept(FormulaKind(metric.formula), told, satisfied_from=metric.satisfied_from)
    return Observation(
        metric_id=metric.pk,
        place_id=places[row["segment"]],
        day=day,
        source_id=source,
        source_key=row["key"],
        **{name: getattr(sums, name) for name in SUMS},
    )


def forget() -> None:
    """As if nothing had ever been told."""
    with connection.cursor() as cursor:
        for model in (Observation, Difference):
            wipe = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
            cursor.execute(f"{wipe} {model._meta.db_table}")


def _once(product: Callable[[], None]) -> Callable[[], None]:
    """Tell everything ahead of the first round; later ones find it."""
    is_told = False

    def before() -> None:
        nonlocal is_told
        if not is_told:
            forget()
            product()
            is_told = True

    return before
