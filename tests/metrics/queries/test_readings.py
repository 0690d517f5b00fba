"""What metrics have read: by hand or computed, one number for everybody who asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from jobs.models import Job
from metrics.choices import FormulaKind, Frequency
from metrics.engine.layout import SCALE
from metrics.engine.observed import Kept
from metrics.models import Metric, Reading, Snapshot
from metrics.queries.readings import Read, readings_of
from tests.factories.metrics import make_metric, make_reading
from tests.metrics.observed import Firm, make_firm, recompute
from tests.metrics.pages.test_charts import by_units
from tests.metrics.story import month

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

    from accounts.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2024, 4, 1)
"""The first quarter is over, the year is not."""


@pytest.fixture
def firm(root: Unit) -> Firm:
    """Ten a month, eleven in February, from January to April 2024."""
    firm = make_firm((FormulaKind.SUM,))
    values = [10, 11, 10, 10]
    firm.observe(
        *(
            (firm.metrics[0], firm.segments[2], month(index), Kept(value * SCALE, 0, 1))
            for index, value in enumerate(values)
        )
    )
    return firm


def read(metric: Metric, until: date | None = None) -> list[tuple[date, Decimal]]:
    return [(each.day, each.value) for each in readings_of([metric.pk], until).get(metric.pk, ())]


def test_a_period_that_is_over_reads_on_its_last_day(firm: Firm) -> None:
    (metric,) = firm.metrics
    assert read(metric) == []
    recompute(day=DAY)
    found = [
        (date(2024, 1, 31), Decimal(10)),
        (date(2024, 2, 29), Decimal(11)),
        (date(2024, 3, 31), Decimal(10)),
    ]
    assert read(metric) == found
    assert read(metric, date(2024, 3, 30)) == found[:2]
    recompute(day=date(2024, 5, 1))
    assert read(metric)[3:] == [(date(2024, 4, 30), Decimal(10))]


@pytest.mark.parametrize(
    ("frequency", "found"),
    [
        (Frequency.DAILY, [10, 11, 10]),
        (Frequency.QUARTERLY, [31]),
        (Frequency.YEARLY, []),
    ],
)
def test_it_reads_in_periods_as_long_as_its_values_are_apart(
    frequency: Frequency, found: list[int], firm: Firm
) -> None:
    firm.metrics[0].frequency = frequency
    firm.metrics[0].save()
    recompute(day=DAY)
    assert [value for _day, value in read(firm.metrics[0])] == found


def test_the_cut_it_is_measured_by_gives_its_reading_and_no_other(firm: Firm, claims: Unit) -> None:
    (metric,) = firm.metrics
    by_units(metric, claims)
    recompute(day=date(2026, 1, 1))
    assert date(2025, 12, 31) not in dict(read(metric))
    Metric.objects.update(segmentation=None)
    assert read(metric) == [(date(2025, 12, 31), Decimal(7))]


def test_a_value_read_by_hand_stands_beside_them_and_gives_way_on_the_same_day(firm: Firm) -> None:
    (metric,) = firm.metrics
    by_hand = make_reading(metric=metric, day=date(2024, 2, 10), value=Decimal("3.5"), note="By phone")
    make_reading(metric=metric, day=date(2024, 1, 31), value=Decimal(99))
    recompute(day=DAY)
    january, own, *_rest = readings_of([metric.pk])[metric.pk]
    assert january == Read(date(2024, 1, 31), Decimal(10))
    assert own == Read(date(2024, 2, 10), Decimal("3.5"), "By phone", by_hand.uid)
    Reading.objects.update(archived_at=metric.created_at)
    assert len(read(metric)) == 3


def test_a_restated_period_reads_anew_and_has_the_index_computed(
    firm: Firm, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """What a benefit is judged by moves with the figure; a run that changes nothing asks for nothing."""
    (metric,) = firm.metrics
    recompute(day=DAY)
    with django_capture_on_commit_callbacks(execute=True):
        recompute(day=DAY)
    assert not Job.objects.filter(kind="recompute_alignment").exists()

    firm.observe((metric, firm.segments[3], month(1), Kept(SCALE, 0, 1)))
    with django_capture_on_commit_callbacks(execute=True):
        recompute(day=DAY)
    assert Job.objects.filter(kind="recompute_alignment").count() == 1
    assert read(metric)[1] == (date(2024, 2, 29), Decimal(12))


def test_what_is_too_large_or_not_known_is_no_reading(root: Unit) -> None:
    firm = make_firm((FormulaKind.RATIO,))
    (metric,) = firm.metrics
    for index, (top, under) in enumerate([(10**18, 1), (SCALE, 0), (SCALE, 2 * SCALE)]):
        firm.observe((metric, firm.segments[2], month(index), Kept(top, under, 1)))
    Metric.objects.update(base=1_000_000)
    recompute(day=DAY)
    assert read(metric) == [(date(2024, 3, 31), Decimal(500_000))]
    assert Snapshot.objects.current().filter(start_date=date(2024, 1, 1), grain="month").get().whole is None


def test_many_metrics_are_read_by_one_statement(
    firm: Firm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    recompute(day=DAY)
    others = [make_reading().metric for _ in range(2)]
    for keys in ([firm.metrics[0].pk], [firm.metrics[0].pk, *(metric.pk for metric in others)]):
        with django_assert_num_queries(1):
            assert readings_of(keys).keys() == set(keys)
    assert readings_of([make_metric().pk]) == {}
