"""No day of a metric has two targets, whoever brings them and by whichever way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.actors import SYSTEM
from metrics.models import Metric, MetricSegmentation, Target
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric, make_metric_segmentation, make_target
from workbench.operations.records import Change, Fault, Invalid, save, save_many
from workbench.types import type_with_key

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from accounts.models import User
    from tests.personas import ClientOf

pytestmark = pytest.mark.django_db

TARGET = type_with_key("target")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def metric() -> Metric:
    return make_metric(name="Retention")


def period(metric: Metric, start: date, end: date) -> Change:
    return Change({"metric": metric, "start_date": start, "end_date": end, "value": Decimal(90)})


def write(*changes: Change) -> Any:
    return save_many(object_type=TARGET, changes=changes, actor=SYSTEM, now=NOW)


def refused(*changes: Change) -> tuple[Fault, ...]:
    with pytest.raises(Invalid) as refusal:
        write(*changes)
    return refusal.value.faults


def overlap(index: int, days: str) -> Fault:
    text = f"Retention has a target of 90.0 {days}. Periods of one metric cannot overlap: choose days before or after it."
    return Fault(index, "start_date", text)


def test_an_overlap_names_the_other_period(metric: Metric) -> None:
    make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1])
    found = refused(period(metric, date(2026, 12, 31), date(2027, 12, 31)))
    assert found == (overlap(0, "from 1 Jan 2026 to 31 Dec 2026"),)


def test_the_next_day_and_another_metric_are_free(metric: Metric) -> None:
    make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1])
    other = make_metric(name="Speed")
    saved = write(period(metric, date(2027, 1, 1), date(2027, 12, 31)), period(other, *YEAR))
    assert [each.created for each in saved] == [True, True]


def test_the_whole_and_each_segment_have_periods_of_their_own(metric: Metric) -> None:
    young, old = make_segment(name="Young"), make_segment(name="Old")
    make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1])
    make_target(metric=metric, segment=young, start_date=YEAR[0], end_date=YEAR[1])
    for_old, for_young = period(metric, *YEAR), period(metric, date(2026, 12, 31), date(2027, 12, 31))
    for_old.values["segment"], for_young.values["segment"] = old, young
    assert refused(for_old, for_young) == (overlap(1, "from 1 Jan 2026 to 31 Dec 2026"),)
    assert write(for_old)[0].created


def test_two_rows_of_one_file_name_each_other(metric: Metric) -> None:
    free = period(metric, date(2025, 1, 1), date(2025, 12, 31))
    found = refused(free, period(metric, *YEAR), period(metric, date(2026, 7, 1), date(2027, 6, 30)))
    assert found == (
        overlap(1, "from 1 Jul 2026 to 30 Jun 2027"),
        overlap(2, "from 1 Jan 2026 to 31 Dec 2026"),
    )
    assert not Target.objects.exists()


def test_an_import_says_the_row(metric: Metric, cio: User, client_of: ClientOf) -> None:
    content = (
        "metric,start_date,end_date,value\n"
        "Retention,2026-01-01,2026-12-31,90\n"
        "Retention,2026-07-01,2027-06-30,91\n"
    )
    file = SimpleUploadedFile("targets.csv", content.encode(), "text/csv")
    answer = client_of(cio).post(reverse("target_import"), {"file": file}, follow=True)
    text = answer.content.decode()
    assert "from 1 Jul 2026 to 30 Jun 2027" in text
    assert "from 1 Jan 2026 to 31 Dec 2026" in text
    assert not Target.objects.exists()


def test_a_target_does_not_overlap_itself_and_may_move(metric: Metric) -> None:
    target = make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1])
    values = {"end_date": date(2026, 6, 30)}
    assert save(object_type=TARGET, values=values, record=target, actor=SYSTEM, now=NOW).differences


def test_an_archived_target_still_keeps_its_days_because_it_can_come_back(metric: Metric) -> None:
    make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1], archived_at=NOW)
    (fault,) = refused(period(metric, date(2026, 7, 1), date(2026, 9, 30)))
    assert fault.message == (
        "Retention has an archived target of 90.0 from 1 Jan 2026 to 31 Dec 2026. "
        "Bring it back and change it, or choose other days."
    )


def test_a_period_that_ends_before_it_starts_is_told_by_the_model(metric: Metric) -> None:
    make_target(metric=metric, start_date=YEAR[0], end_date=YEAR[1])
    (fault,) = refused(period(metric, date(2026, 7, 1), date(2026, 6, 1)))
    assert fault.message == "The period cannot end before it starts."


def test_a_target_for_a_segment_that_is_not_measured_is_warned_of(metric: Metric) -> None:
    by_contract, by_region = make_segmentation(name="Contract"), make_segmentation(name="Region")
    monthly, north, old = (
        make_segment(name=name, segmentation=each)
        for name, each in (("Monthly", by_contract), ("North", by_region), ("Old", None))
    )
    Metric.objects.update(segmentation=by_contract)
    cut = make_metric_segmentation(metric=metric, segmentation=by_region)
    changes = [period(metric, *YEAR) for _segment in range(4)]
    for change, segment in zip(changes, (None, monthly, north, old), strict=True):
        change.values["segment"] = segment
    told = "Retention is not measured by the segmentation of %s: nothing is held against this target until it is."
    assert [each.warnings for each in write(*changes)] == [
        [],
        [],
        [],
        [Fault(3, "segment", told % "Old")],
    ]
    MetricSegmentation.objects.filter(pk=cut.pk).update(archived_at=NOW)
    (later,) = write(
        Change({"value": Decimal(91)}, record=Target.objects.select_related("segment").get(segment=north))
    )
    assert later.warnings == [Fault(0, "segment", told % "North")]


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_three_statements_with_segments(
    count: int, metric: Metric, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    targets = [make_target(metric=metric, segment=make_segment()) for _index in range(count)]
    assert TARGET.prepare is not None
    with django_assert_num_queries(3):
        assert len(TARGET.prepare(records=targets, actor=SYSTEM, now=NOW) or ()) == count


@pytest.mark.parametrize("count", [1, 3])
def test_checking_takes_two_statements(
    count: int, metric: Metric, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    targets = [make_target(metric=metric) for _index in range(count)]
    assert TARGET.prepare is not None
    with django_assert_num_queries(2):
        TARGET.prepare(records=targets, actor=SYSTEM, now=NOW)
