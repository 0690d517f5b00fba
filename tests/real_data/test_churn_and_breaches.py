"""Two real sets of figures, kept as observations and recomputed: who leaves a telecom firm, and who waits too long."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.conf import settings
from django.db import transaction

from customers.models import Segment, Segmentation
from metrics.choices import FormulaKind, Grain, RuleSet
from metrics.engine.behavior import behavior
from metrics.engine.layout import Records
from metrics.engine.observed import Told, kept
from metrics.models import Place, Snapshot
from metrics.operations.observing import Observed, load
from metrics.operations.places import hold_cut
from tests.factories.customers import make_segment, make_segmentation
from tests.metrics.observed import courses, metric_of, published, recompute, shown

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Unit
    from metrics.models import Metric

DATA = settings.BASE_DIR.parent / "shared" / "data"
TELCO, NHS = DATA / "telco_churn" / "Telco-Customer-Churn.csv", DATA / "nhs_ae" / "ae_attendances.csv"
DAY = date(2026, 3, 31)
MONTH = date(2026, 3, 1)
ONE_TRUST = "RRK"

pytestmark = pytest.mark.django_db


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"needs ../shared/data/{path.parent.name}")


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as file:
        yield from csv.DictReader(file)


def segmented(name: str, words: list[str]) -> tuple[Segmentation, dict[str, Segment]]:
    segmentation = make_segmentation(name=name)
    return segmentation, {word: make_segment(name=word, segmentation=segmentation) for word in words}


def bring(
    metric: Metric, segmentation: Segmentation, told: dict[tuple[Segment, date], tuple[int, int]]
) -> None:
    with transaction.atomic():
        cut = hold_cut(segmentation)
        places = dict(Place.objects.filter(cut=cut).values_list("segment", "pk"))
        found = [
            Observed(
                metric.pk,
                places[segment.pk],
                day,
                kept(FormulaKind.RATIO, Told(numerator=Decimal(part), denominator=Decimal(whole), n=whole)),
            )
            for (segment, day), (part, whole) in told.items()
        ]
        assert load(observations=found, source=1, cuts=[cut.pk]).written == len(told)


def value_of(records: Records, segment: Segment | None = None) -> float:
    position = segment.metrics_place.position if segment else 0
    return float(records[position]["value"])


@needs(TELCO)
def test_churn_by_contract_and_by_tenure(root: Unit) -> None:
    """7,043 customers, of whom 26.537 % left; each segmentation alone adds up to all of them."""
    customers = list(rows(TELCO))
    by_contract = segmented("Contract", ["Month-to-month", "One year", "Two year"])
    by_tenure = segmented("Tenure", ["First year", "Second to fourth year", "Longer"])
    churn = metric_of(FormulaKind.RATIO, name="Churn", unit_of_measure="%", segmentation=by_contract[0])

    def band(row: dict[str, str]) -> str:
        months = int(row["tenure"])
        return "First year" if months <= 12 else "Second to fourth year" if months <= 48 else "Longer"

    for (segmentation, segments), word_of in ((by_contract, lambda row: row["Contract"]), (by_tenure, band)):
        whole = Counter(word_of(row) for row in customers)
        left = Counter(word_of(row) for row in customers if row["Churn"] == "Yes")
        bring(
            churn, segmentation, {(segments[word], DAY): (left[word], count) for word, count in whole.items()}
        )
    recompute()

    found = by_cut(churn)
    contracts, tenures = found["Contract"], found["Tenure"]
    assert value_of(contracts) == value_of(tenures) == pytest.approx(26.537, abs=5e-4)
    told = [value_of(contracts, segment) for segment in by_contract[1].values()]
    assert told == pytest.approx([42.71, 11.27, 2.83], abs=5e-3)
    assert contracts[0]["n"] == 7043
    for word, segment in by_tenure[1].items():
        inside = [row for row in customers if band(row) == word]
        gone = sum(row["Churn"] == "Yes" for row in inside)
        assert value_of(tenures, segment) == pytest.approx(100 * gone / len(inside), rel=1e-12)
    assert contracts[0]["low"] < value_of(contracts) < contracts[0]["high"]


def by_cut(metric: Metric) -> dict[str, Records]:
    found = Snapshot.objects.current().filter(metric=metric, grain=Grain.MONTH, start_date=MONTH)
    return {str(each.cut.segmentation): shown(each) for each in found.select_related("cut__segmentation")}


@needs(NHS)
def test_breaches_by_trust_and_month(root: Unit) -> None:
    """Every trust and month of major departments; the trust of the published chart signals as it is told there."""
    major = sorted((row for row in rows(NHS) if row["type"] == "1"), key=lambda row: row["period"])
    segmentation, trusts = segmented("Trust", sorted({row["org_code"] for row in major}))
    waited = metric_of(FormulaKind.RATIO, name="Waited over four hours", segmentation=segmentation)
    told = {
        (trusts[row["org_code"]], date.fromisoformat(row["period"])): tuple(
            int(Decimal(row[name])) for name in ("breaches", "attendances")
        )
        for row in major
        if Decimal(row["attendances"])
    }
    bring(waited, segmentation, told)  # type: ignore[arg-type]
    recompute()

    months = {start: records for (_m, grain, start), records in published().items() if grain == Grain.MONTH}
    assert len(months) == len({day for _segment, day in told})
    for start, records in months.items():
        parts = [each for (_segment, day), each in told.items() if day == start]
        assert value_of(records) == pytest.approx(
            100 * sum(p for p, _ in parts) / sum(w for _, w in parts), rel=1e-12
        )
    one = trusts[ONE_TRUST].metrics_place.position
    series = [
        100 * part / whole for (segment, _day), (part, whole) in told.items() if segment.name == ONE_TRUST
    ]
    alone = behavior(np.array([series]), RuleSet(waited.rules).rules)
    begins, course = courses()[waited.pk, Grain.MONTH]
    assert begins == min(months)
    for name in ("lower", "centre", "upper"):
        assert course.limits_of(one)[name] == pytest.approx(getattr(alone, name)[0], rel=1e-9)
    found = course.signals_of(one)
    assert found["above"].tolist() == alone.above[0].tolist()
    assert found["below"].tolist() == alone.below[0].tolist()
    assert found["above"].any() or found["below"].any()
