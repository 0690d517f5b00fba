"""What a source tells is kept whole or not at all, and everything that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Unit, User
from audit.choices import Verb
from audit.models import Event
from customers.models import Segment, Segmentation
from foundation.actors import SYSTEM
from metrics.choices import FormulaKind, ObservationState
from metrics.engine.layout import SCALE
from metrics.engine.observed import Told
from metrics.models import Difference, Metric, Observation, Place, Source
from metrics.operations.observing import Loaded
from metrics.operations.telling import MOST_TOLD, NotTold, Said, tell, withdraw
from metrics.queries.telling import names_for
from tests.environment import has_postgres
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_metric, make_metric_segmentation, make_source
from tests.metrics.observed import metric_of
from workbench.exchange.problems import Problem

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@dataclass
class Firm:
    source: Source
    sales: Metric
    delay: Metric
    contract: Segmentation
    monthly: Segment
    yearly: Segment

    def said(self, row: int = 1, **other: Any) -> Said:
        plain = Said(row, self.sales.code, self.monthly.code, "", DAY, "", Told(value=Decimal("2.5")))
        return plain._replace(**other)

    def tell(self, *said: Said | Problem, actor: Any = SYSTEM) -> Loaded:
        return tell(source=self.source, said=iter(said), actor=actor, now=NOW)

    def withdraw(self, *said: Said) -> int:
        return withdraw(source=self.source, said=iter(said), actor=SYSTEM, now=NOW)

    def refused(self, *said: Said | Problem) -> list[tuple[int, str, str, str]]:
        with pytest.raises(NotTold) as refusal:
            self.tell(*said)
        assert not Observation.objects.exists()
        assert not Difference.objects.exists()
        return [(each.row, each.field, each.message, each.remedy) for each in refusal.value.problems]


@pytest.fixture
def firm(root: Unit) -> Firm:
    contract = make_segmentation(name="Contract")
    return Firm(
        source=make_source(name="Billing"),
        sales=metric_of(FormulaKind.SUM, name="Sales", segmentation=contract),
        delay=metric_of(FormulaKind.MEAN, name="Delay"),
        contract=contract,
        monthly=make_segment(name="Monthly", segmentation=contract),
        yearly=make_segment(name="Yearly", segmentation=contract),
    )


def kept() -> set[tuple[int, int | None, int | None, date, str, int, int]]:
    places = {place.pk: place for place in Place.objects.all()}
    return {
        (
            each.metric_id,
            places[each.place_id].segment_id,
            places[each.place_id].unit_id,
            each.day,
            each.source_key,
            each.numerator,
            each.n,
        )
        for each in Observation.objects.all()
    }


def test_metrics_and_places_go_by_code_uid_or_name(firm: Firm, claims: Unit) -> None:
    sales, delay = firm.sales, firm.delay
    loaded = firm.tell(
        firm.said(1),
        firm.said(2, metric=str(sales.uid), segment=str(firm.yearly.uid)),
        firm.said(3, metric="Sales", segment="Yearly", key="two"),
        firm.said(4, metric="Delay", segment="", unit="Claims"),
        firm.said(5, metric=delay.code, segment="", unit=claims.code, key="b"),
    )

    assert loaded == Loaded(5, 5)
    half = 25 * SCALE // 10
    assert kept() == {
        (sales.pk, firm.monthly.pk, None, DAY, "", half, 1),
        (sales.pk, firm.yearly.pk, None, DAY, "", half, 1),
        (sales.pk, firm.yearly.pk, None, DAY, "two", half, 1),
        (delay.pk, None, claims.pk, DAY, "", half, 1),
        (delay.pk, None, claims.pk, DAY, "b", half, 1),
    }
    assert set(Observation.objects.values_list("source_id", flat=True)) == {firm.source.pk}


def test_told_again_it_is_corrected_and_the_same_writes_nothing(firm: Firm) -> None:
    firm.tell(firm.said())
    assert firm.tell(firm.said()) == Loaded(1, 0)
    assert firm.tell(firm.said(told=Told(value=Decimal(4)))) == Loaded(1, 1)
    assert Observation.objects.get().numerator == 4 * SCALE
    events = Event.objects.filter(verb=Verb.IMPORTED, object_uid=firm.source.uid)
    assert [event.changes for event in events] == [{"observations": [None, 1]}] * 2


def test_what_another_source_said_stays(firm: Firm) -> None:
    other = replace(firm, source=make_source(name="Survey"))
    firm.tell(firm.said())
    other.tell(other.said(told=Told(value=Decimal(9))))
    assert firm.withdraw(firm.said()) == 1
    assert [*Observation.objects.values_list("source_id", "numerator")] == [(other.source.pk, 9 * SCALE)]


def test_what_is_taken_back_was_never_told(firm: Firm) -> None:
    firm.tell(firm.said(1), firm.said(2, key="b"))

    assert firm.withdraw(firm.said(1), firm.said(2, key="never told")) == 1
    assert [each.source_key for each in Observation.objects.all()] == ["b"]
    assert sum(Difference.objects.values_list("numerator", flat=True)) == 25 * SCALE // 10
    last = Event.objects.filter(verb=Verb.IMPORTED).order_by("-pk")[0]
    assert last.changes == {"observations": [1, None]}
    assert firm.withdraw(firm.said()) == 0


def test_withheld_is_no_zero(firm: Firm) -> None:
    firm.tell(firm.said(told=Told(), is_withheld=True))
    assert Observation.objects.values_list("state", "n").get() == (ObservationState.WITHHELD, 0)
    Observation.objects.all().delete()
    Difference.objects.all().delete()
    assert firm.refused(firm.said(is_withheld=True))[0][:2] == (1, "withheld")


def test_a_day_that_has_not_come_is_refused(firm: Firm) -> None:
    today = NOW.date()
    assert firm.tell(firm.said(day=today)).written == 1
    firm.withdraw(firm.said(day=today))
    Difference.objects.all().delete()
    ((row, field, message, remedy),) = firm.refused(firm.said(7, day=today + timedelta(days=1)))
    assert (row, field, remedy) == (7, "day", "Correct the day.")
    assert "is after today" in message
    assert firm.refused(firm.said(day=date(1969, 12, 31)))[0][1] == "day"


def test_today_is_that_of_the_enterprise(firm: Firm, enterprise: Any) -> None:
    enterprise.time_zone = "Pacific/Kiritimati"
    enterprise.save()
    late = NOW.replace(hour=23)
    day = late.date() + timedelta(days=1)
    assert tell(source=firm.source, said=[firm.said(day=day)], actor=SYSTEM, now=late).written == 1


def test_a_metric_is_told_by_its_segmentations_alone(firm: Firm) -> None:
    region = make_segmentation(name="Region")
    north = make_segment(name="North", segmentation=region)
    row = firm.said(3, segment=north.code)
    other = make_metric(name="Other", segmentation=region)
    assert firm.refused(row) == [
        (
            3,
            "segment",
            f"{north.code} belongs to a segmentation by which Sales is not told.",
            "Add the segmentation to the metric, or name another segment.",
        )
    ]
    cut = make_metric_segmentation(metric=firm.sales, segmentation=region, archived_at=NOW)
    assert firm.refused(row)[0][1] == "segment"
    cut.archived_at = None
    cut.save()
    assert firm.tell(row, firm.said(4, metric=other.name, segment="North")).written == 2


def test_a_name_of_two_segments_is_refused(firm: Firm) -> None:
    region = make_segmentation(name="Region")
    make_segment(name="Monthly", segmentation=region)
    make_metric_segmentation(metric=firm.sales, segmentation=region)
    ((_row, field, message, remedy),) = firm.refused(firm.said(segment="Monthly"))
    assert (field, remedy) == ("segment", "Write its code or uid.")
    assert "several segments" in message


def wrong_rows(firm: Firm) -> Iterator[tuple[Said, str]]:
    yield firm.said(metric="M-99"), "metric"
    yield firm.said(metric=""), "metric"
    yield firm.said(segment="G-99"), "segment"
    yield firm.said(segment=""), "segment"
    yield firm.said(segment="", unit="Claims"), "segment"
    yield firm.said(unit="Claims"), "unit"
    yield firm.said(metric="Delay", segment=""), "unit"
    yield firm.said(metric="Delay", segment="", unit="Nowhere"), "unit"
    yield firm.said(metric="Delay"), "segment"
    yield firm.said(told=Told()), "value"
    yield firm.said(told=Told(denominator=Decimal(2))), "denominator"
    yield firm.said(told=Told(value=Decimal("1e13"))), "value"
    yield firm.said(key="x" * 121), "key"
    yield firm.said(key="a\0b"), "key"
    yield firm.said(key="\ud800"), "key"


def test_everything_wrong_is_told_with_row_field_and_remedy(firm: Firm, claims: Unit) -> None:
    rows = [*wrong_rows(firm)]
    said = [each._replace(row=number) for number, (each, _field) in enumerate(rows, start=2)]
    found = firm.refused(firm.said(1), *said, Problem(99, "day", "No day", "Write one"))

    assert [(row, field) for row, field, _m, _r in found] == [
        *((number, field) for number, (_each, field) in enumerate(rows, start=2)),
        (99, "day"),
    ]
    assert all(message and remedy for _row, _field, message, remedy in found)


def test_of_many_problems_the_first_are_told_and_the_rest_counted(firm: Firm) -> None:
    rows = [firm.said(number, metric="M-99") for number in range(1, MOST_TOLD + 31)]
    with pytest.raises(NotTold) as refusal:
        firm.tell(*rows)
    assert [each.row for each in refusal.value.problems] == [*range(1, MOST_TOLD + 1)]
    assert refusal.value.more == 30


def test_two_rows_with_one_key_name_each_other(firm: Firm) -> None:
    rows = [firm.said(4), firm.said(9, key="b"), firm.said(30)]
    ((row, field, message, _remedy),) = firm.refused(*rows)
    assert (row, field, message) == (30, "key", "Row 4 tells the same metric, place, day and key.")


def test_sums_that_do_not_fit_are_refused(firm: Firm) -> None:
    most = Told(numerator=Decimal(10) ** 12, n=1)
    rows = [firm.said(number, key=str(number), told=most) for number in range(1, 12)]
    assert "larger unit" in firm.refused(*rows)[0][3]


def test_only_who_may_change_metrics_and_units_only_where(
    firm: Firm, claims: Unit, sales: Unit, analyst: User, reader: User, member: User
) -> None:
    mine = firm.said(metric="Delay", segment="", unit="Claims")
    assert firm.tell(firm.said(), mine, actor=analyst).written == 2
    with pytest.raises(NotTold) as refusal:
        firm.tell(mine._replace(unit="Sales"), actor=analyst)
    assert [each.field for each in refusal.value.problems] == ["unit"]
    for person in (reader, member):
        with pytest.raises(PermissionDenied):
            firm.tell(firm.said(), actor=person)


def test_an_archived_source_is_silent(firm: Firm) -> None:
    Source.objects.update(archived_at=NOW)
    assert firm.refused(firm.said())[0][1] == "source"


def test_what_is_archived_is_not_told(firm: Firm) -> None:
    Segment.objects.filter(pk=firm.monthly.pk).update(archived_at=NOW)
    assert firm.refused(firm.said())[0][1] == "segment"
    Metric.objects.update(archived_at=NOW)
    assert firm.refused(firm.said())[0][1] == "metric"


def test_segments_that_are_new_get_their_places(firm: Firm) -> None:
    firm.tell(firm.said())
    late = make_segment(name="Late", segmentation=firm.contract)
    assert firm.tell(firm.said(segment=late.code)).written == 1


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_rows(
    firm: Firm, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm.tell(firm.said(key="before"))
    segments = [make_segment(segmentation=firm.contract) for _ in range(3)]
    firm.tell(*(firm.said(segment=each.code) for each in segments))
    with django_assert_num_queries(4):
        names_for(SYSTEM)
    rows = [firm.said(row, segment=segments[row].code, key="new") for row in range(count)]
    with django_assert_num_queries(23 if has_postgres() else 22):
        firm.tell(*rows)


def test_who_finishes_with_it_writes_in_the_same_transaction(firm: Firm) -> None:
    def fails(loaded: Loaded) -> None:
        assert loaded.written == 1
        raise LookupError

    with pytest.raises(LookupError):
        tell(source=firm.source, said=[firm.said()], actor=SYSTEM, now=NOW, finish=fails)
    assert not Observation.objects.exists()
