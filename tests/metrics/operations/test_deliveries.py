"""Files of sources are told in the background, whole or not at all, whatever they are like."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from openpyxl import Workbook

from accounts.models import Grant, Unit, User
from audit.models import Event
from customers.models import Segment
from jobs.choices import State
from jobs.models import Job
from jobs.operations.jobs import cancel
from jobs.operations.running import run_job
from metrics.choices import FormulaKind
from metrics.engine.layout import SCALE
from metrics.models import Delivery, DeliveryPart, Difference, Metric, Observation, Source
from metrics.operations import deliveries
from metrics.operations.deliveries import TooLong, drop_old_files, hand_in
from metrics.serializers import observation_files, row_process
from tests.factories.accounts import NOW
from tests.factories.customers import make_segment, make_segmentation
from tests.factories.metrics import make_source
from tests.metrics.observed import metric_of
from workbench.exchange.mapping import Rule

pytestmark = pytest.mark.django_db
HEADER = "metric,segment,day,value\n"


@pytest.fixture
def billing(root: Unit) -> Source:
    return make_source(name="Billing")


@pytest.fixture
def monthly(root: Unit) -> Segment:
    return make_segment(name="Monthly", segmentation=make_segmentation(name="Contract"))


@pytest.fixture
def sold(monthly: Segment) -> Metric:
    return metric_of(FormulaKind.SUM, name="Sales", segmentation=monthly.segmentation)


def handed_in(source: Source, user: User, content: str | bytes, **how: Any) -> Delivery:
    data = content.encode() if isinstance(content, str) else content
    given: dict[str, Any] = {"headings": {}, "decimal": ".", "date_order": "", "pieces": [data], **how}
    return hand_in(source=source, name="sales.csv", actor=user, now=NOW, **given)


def done(delivery: Delivery) -> Delivery:
    """The delivery after its job has been done."""
    job = run_job(uid=delivery.job_uid or UUID(int=0), now=NOW)
    assert job is not None
    assert (job.state, job.last_error) == (State.DONE, "")
    delivery.refresh_from_db()
    return delivery


def told(source: Source, user: User, content: str | bytes, **how: Any) -> Delivery:
    return done(handed_in(source, user, content, **how))


def rows(count: int, *others: str) -> str:
    first = date(2026, 1, 1)
    days = (first + timedelta(days=each % 50) for each in range(count))
    lines = [f"Sales,Monthly,{day},{each}.5,{each}\n" for each, day in enumerate(days)]
    return "metric,segment,day,value,key\n" + "".join(lines) + "".join(others)


def workbook(table: Iterable[Iterable[Any]]) -> bytes:
    book, stream = Workbook(), BytesIO()
    for row in table:
        book.active.append([*row])
    book.save(stream)
    return stream.getvalue()


def values() -> list[tuple[date, float]]:
    found = Observation.objects.order_by("pk").values_list("day", "numerator")
    return [(day, numerator / SCALE) for day, numerator in found]


def test_a_file_is_told_and_forgotten(billing: Source, sold: Metric, analyst: User) -> None:
    delivery = handed_in(
        billing, analyst, HEADER + "Sales,Monthly,2026-03-02,2.5\nSales,Monthly,2026-03-03,4\n"
    )
    assert not Observation.objects.exists()

    delivery = done(delivery)

    assert (delivery.told, delivery.written, delivery.finished_at, delivery.problems) == (2, 2, NOW, [])
    assert values() == [(date(2026, 3, 2), 2.5), (date(2026, 3, 3), 4.0)]
    assert not DeliveryPart.objects.exists()
    job = Job.objects.get()
    assert (job.progress, job.result) == (100, {"told": 2, "written": 2})
    (event,) = Event.objects.filter(object_uid=billing.uid)
    assert (event.actor_uid, event.changes) == (analyst.uid, {"observations": [None, 2]})


def test_the_same_file_again_changes_nothing(billing: Source, sold: Metric, analyst: User) -> None:
    told(billing, analyst, rows(20))
    assert (again := told(billing, analyst, rows(20))).written == 0
    assert again.told == 20


def test_headings_signs_and_orders_are_those_of_the_file(
    billing: Source, sold: Metric, analyst: User
) -> None:
    text = 'Kennzahl;Kunden;Datum;Betrag;Beleg\nSales;Monthly;01.02.2026;"1.234,5";7\nSales;Monthly;2/3/2026;3;8\n'
    headings = {"metric": "Kennzahl", "segment": "kunden", "day": "Datum", "value": "Betrag", "key": "Beleg"}
    how: dict[str, Any] = {"headings": headings, "decimal": ",", "date_order": "mdy"}
    assert told(billing, analyst, text.encode("cp1252"), **how).written == 2
    assert values() == [(date(2026, 2, 1), 1234.5), (date(2026, 2, 3), 3.0)]


def test_a_workbook_says_the_same(billing: Source, sold: Metric, analyst: User) -> None:
    table: list[list[Any]] = [
        ["metric", "segment", "day", "value"],
        ["Sales", "Monthly", date(2026, 3, 2), 2.5],
        [None, None, None, None],
        ["Sales", "Monthly", "2026-03-03", "4"],
    ]
    assert told(billing, analyst, workbook(table), decimal=",").written == 2
    assert values() == [(date(2026, 3, 2), 2.5), (date(2026, 3, 3), 4.0)]


@pytest.mark.parametrize("key", ["a\\tb", "\\N", "ü €", '\\"', "{[", "\\.", "'; --"])
def test_a_key_comes_as_it_was_written(key: str, billing: Source, sold: Metric, analyst: User) -> None:
    quote = '"' + key.replace('"', '""') + '"'
    text = f"key,metric,segment,day,value\n{quote},Sales,Monthly,2026-03-02,1\n"
    assert told(billing, analyst, text).problems == []
    assert [*Observation.objects.values_list("source_key", flat=True)] == [key]


@pytest.mark.parametrize("mark", ["\x1f", "\x1e", "\n", "\r\n"])
def test_what_parts_cells_and_rows_parts_none_in_a_file(
    mark: str, billing: Source, sold: Metric, analyst: User
) -> None:
    extra = f'note,{HEADER}"a{mark}b",Sales,Monthly,2026-03-02,1\nb,Sales,Monthly,2026-03-03,"2"\n'
    assert told(billing, analyst, extra).problems == []
    assert values() == [(date(2026, 3, 2), 1.0), (date(2026, 3, 3), 2.0)]
    hidden = told(
        billing, analyst, f"{HEADER}Sales,Monthly,2026-03-04,1\nSales{mark}x,Monthly,2026-03-05,2\n"
    )
    assert hidden.problems


def test_what_is_wrong_is_told_by_the_row_of_the_file(billing: Source, sold: Metric, analyst: User) -> None:
    text = (
        'metric,segment,day,value,key\nSales,Monthly,2026-03-02,2.5,"two\nlines"\n\nSales,Monthly,soon,1,b\n'
        "Sales,Nowhere,2026-03-02,1,c\nSales,Monthly,2026-03-02,much,d\n"
    )
    delivery = told(billing, analyst, text)

    assert (delivery.told, delivery.written, delivery.more) == (None, None, 0)
    found = [(each["row"], each["field"]) for each in delivery.problems]
    assert found == [(2, "key"), (5, "day"), (6, "segment"), (7, "value")]
    assert all(each["message"] and each["remedy"] for each in delivery.problems)
    assert values() == []
    assert not DeliveryPart.objects.exists()


@pytest.mark.parametrize(
    ("content", "field", "word"),
    [
        ("metric,segment,value\n", "day", "no column headed “day”"),
        ("metric,day,segment\n", "value", "No column holds a figure"),
        ("metric,day,value,Value\n", "value", "Two columns"),
        ("", "", "no header row"),
        ("\n \n", "", "no header row"),
        (HEADER + "Sales,Monthly\n", "", "2 cells"),
        (HEADER + 'Sales,Monthly,2026-03-02,"2\n', "", "quotation mark"),
        (b"\0\1\2\3", "", "neither a text file nor a workbook"),
        (b"PK\3\4 is no archive", "", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "", "old Excel file"),
        (workbook([["metric", "day"]]), "value", "No column holds a figure"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    content: str | bytes, field: str, word: str, billing: Source, sold: Metric, analyst: User
) -> None:
    ((problem),) = told(billing, analyst, content).problems
    assert problem["field"] == field
    assert word in problem["message"]
    assert problem["remedy"]


def bomb() -> bytes:
    """A workbook whose sheet unpacks to a thousand times its size."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return stream.getvalue()


def test_a_crafted_workbook_is_refused(billing: Source, sold: Metric, analyst: User) -> None:
    ((problem),) = told(billing, analyst, bomb()).problems
    assert "unpacks to many times its size" in problem["message"]


def test_a_cell_that_does_not_end_is_refused(billing: Source, sold: Metric, analyst: User) -> None:
    """A cell that does not end would have to be held whole."""
    ((problem),) = told(billing, analyst, HEADER + "x" * 200_000).problems
    assert "more than" in problem["message"]


def test_a_reader_that_takes_too_long_is_ended(
    billing: Source, sold: Metric, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_process, "SECONDS", 0)
    delivery = told(billing, analyst, rows(100_000))
    assert [problem["message"] for problem in delivery.problems] == [
        "Reading the file takes longer than a file may take."
    ]
    assert values() == []


@pytest.mark.django_db(transaction=True)
def test_an_error_in_the_last_of_many_rows_leaves_nothing_behind(
    billing: Source, sold: Metric, analyst: User
) -> None:
    told(billing, analyst, rows(3))
    before = [*Observation.objects.order_by("pk").values_list()], Difference.objects.count()

    delivery = told(billing, analyst, rows(50_000, "Sales,Monthly,2026-03-02,much,last\n"))

    ((problem),) = delivery.problems
    assert (problem["row"], problem["field"]) == (50_002, "value")
    assert ([*Observation.objects.order_by("pk").values_list()], Difference.objects.count()) == before
    with connection.cursor() as cursor, pytest.raises(Exception, match="staged"):
        cursor.execute("SELECT 1 FROM staged")
    assert told(billing, analyst, rows(50_000)).told == 50_000
    assert Observation.objects.count() == 50_000


def test_progress_is_that_of_the_reading(
    billing: Source, sold: Metric, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, heard = handed_in(billing, analyst, rows(30_000)), list[int]()
    with deliveries.file_of(delivery) as file:
        rule = Rule("")
        said = [*observation_files.observations_in(file, {}, rule, heard.append)]
    assert len(said) == 30_000
    assert heard == sorted(heard)
    assert heard[-1] == 100
    assert len(set(heard)) > 2


def test_a_file_that_is_called_off_is_not_told(billing: Source, sold: Metric, analyst: User) -> None:
    delivery = handed_in(billing, analyst, rows(3))
    assert delivery.job_uid
    assert cancel(uid=delivery.job_uid, actor=analyst)
    assert run_job(uid=delivery.job_uid, now=NOW) is None
    assert values() == []


def test_a_job_that_is_repeated_tells_nothing_twice(billing: Source, sold: Metric, analyst: User) -> None:
    delivery = told(billing, analyst, rows(3))
    Job.objects.update(state=State.WAITING, finished_at=None)
    assert done(delivery).told == 3
    assert Event.objects.filter(object_uid=billing.uid).count() == 1


def test_who_may_no_longer_is_refused(billing: Source, sold: Metric, analyst: User) -> None:
    delivery = handed_in(billing, analyst, rows(3))
    Grant.objects.filter(user=analyst).delete()
    job = run_job(uid=delivery.job_uid or UUID(int=0), now=NOW)
    assert job is not None
    assert "PermissionDenied" in job.last_error
    assert values() == []


def test_only_who_may_import_hands_in(billing: Source, reader: User, member: User) -> None:
    for person in (reader, member):
        with pytest.raises(PermissionDenied):
            handed_in(billing, person, HEADER)
    assert not Delivery.objects.exists()


def test_a_file_has_so_many_bytes(
    billing: Source, sold: Metric, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PART", 10)
    text = rows(3)
    monkeypatch.setattr(deliveries, "MAX_BYTES", len(text) - 1)
    with pytest.raises(TooLong):
        handed_in(billing, analyst, text)
    assert not Delivery.objects.exists()
    monkeypatch.setattr(deliveries, "MAX_BYTES", len(text))
    pieces = [text[:25].encode(), text[25:].encode()]
    delivery = handed_in(billing, analyst, "", pieces=pieces)
    assert (delivery.size, delivery.parts.count()) == (len(text), -(-len(text) // 10))
    assert done(delivery).told == 3


def test_files_that_nobody_told_are_forgotten(billing: Source, analyst: User) -> None:
    handed_in(billing, analyst, HEADER)
    assert drop_old_files(now=NOW + timedelta(days=7)) == 0
    assert drop_old_files(now=NOW + timedelta(days=7, seconds=1)) == 1
