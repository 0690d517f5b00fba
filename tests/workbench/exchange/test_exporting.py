"""What is exported imports back to no change, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from alignment.models import Initiative
from foundation.actors import SYSTEM
from tests.factories.accounts import make_person
from tests.factories.alignment import make_initiative, make_outlay, make_program
from tests.workbench.exchange.hostile import RELEASE, hostile_text
from workbench.exchange.exporting import export_header, export_rows
from workbench.exchange.importing import apply_import, plan_import
from workbench.exchange.mapping import mapping_of_header
from workbench.exchange.problems import Refused
from workbench.exchange.reading import read_table
from workbench.exchange.writing import csv_chunks, inert, restored, write_workbook
from workbench.types import type_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import User
    from foundation.actors import Actor

TEXTS = 20_000 if RELEASE else 2_000
FORMULA = re.compile(r"[\s\x00-\x1f\ufeff\u200b-\u200f]*[=+\-@＝＋－＠]")


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    return "".join(csv_chunks(header, rows)).encode()


def as_xlsx(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, header, rows)
    return stream.getvalue()


def is_live(text: str) -> bool:
    """The checker: whether some spreadsheet would calculate a cell with this text."""
    return bool(FORMULA.match(text)) and not re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text)


def exported(key: str, viewer: Actor = SYSTEM, form: Any = as_csv) -> bytes:
    object_type = type_named(key)
    assert object_type
    records = object_type.model.objects.visible_to(viewer).order_by("number")
    rows = list(export_rows(object_type=object_type, records=records, viewer=viewer))
    data: bytes = form(export_header(object_type), rows)
    return data


def imported(key: str, data: bytes, now: datetime, actor: Actor = SYSTEM) -> dict[str, int]:
    object_type = type_named(key)
    assert object_type
    table = read_table(data)
    mapping = mapping_of_header(object_type, table.header)
    plan = plan_import(object_type=object_type, table=table, mapping=mapping, actor=actor)
    apply_import(plan=plan, actor=actor, now=now)
    return plan.batches[0].counts


def test_the_checker_knows_a_formula() -> None:
    """The control: without the guard these cells would be found."""
    assert all(map(is_live, ("=1+1", "@SUM(A1)", "-1+1", "+1", " =1", "\t=1", "＝1")))
    assert not any(map(is_live, ("-1", "-1.5", "'=1", "a=1", "")))


def test_hostile_texts_are_inert_and_come_back() -> None:
    random = Random(20_161)
    for text in (hostile_text(random) for _ in range(TEXTS)):
        guarded = inert(text)
        assert not is_live(guarded), text
        assert not guarded.startswith(("\t", "\r", "\n")), text
        assert restored(guarded) == text


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_hostile_texts_survive_a_file(form: Any) -> None:
    random = Random(2016)
    texts = [hostile_text(random) for _ in range(TEXTS)]
    table = read_table(form(["key", "text"], list(enumerate(texts))))
    assert [row.cells[1] for row in table.rows] == texts


def test_no_cell_of_a_csv_is_live() -> None:
    random = Random(1)
    texts = [hostile_text(random) for _ in range(TEXTS)]
    data = as_csv(["=header"], [[text] for text in texts]).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(data, newline=""))]
    assert [cell for cell in cells if is_live(cell)] == []


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_hostile_records_import_back_to_no_change(claims: Unit, now: datetime, form: Any) -> None:
    random = Random(7)
    records = [
        Initiative(
            name=hostile_text(random)[:200], description=hostile_text(random), unit=claims, number=number,
            source=hostile_text(random)[:60], external_key=f"{hostile_text(random)[:100]}{number}",
            created_at=now, updated_at=now,
        )
        for number in range(1, TEXTS // 4 + 1)
    ]  # fmt: skip
    Initiative.objects.bulk_create(record for record in records if record.name.strip())
    count = Initiative.objects.count()

    counts = imported("initiative", exported("initiative", form=form), now)

    assert counts == {"created": 0, "updated": 0, "unchanged": count}


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_every_kind_of_value_comes_back(claims: Unit, now: datetime, form: Any) -> None:
    owner = make_person("- Ada · Byrne", email="ada@harbor.example")
    parent = make_initiative(
        name="One", unit=claims, owner=owner, program=make_program(unit=claims), status="", start_date=date(1899, 1, 1),
        end_date=date(2026, 12, 31), exempt_reason="Law", exempt_by=owner, exempt_until=date(2030, 1, 1),
    )  # fmt: skip
    for year, amount in ((None, "1234567890123456.78"), (2026, "0.10"), (2027, "1000000")):
        make_outlay(initiative=parent, fiscal_year=year, amount=Decimal(amount))

    for key, count in (("initiative", 1), ("outlay", 3), ("person", 1), ("unit", 2), ("program", 1)):
        counts = imported(key, exported(key, form=form), now)
        assert counts == {"created": 0, "updated": 0, "unchanged": count}, key


def test_an_export_makes_the_same_records_elsewhere(claims: Unit, now: datetime) -> None:
    make_initiative(name="One", unit=claims, end_date=date(2026, 12, 31), description="=1+1")
    table = read_table(exported("initiative"))
    assert table.header[:4] == ("uid", "code", "name", "unit")
    Initiative.objects.all().delete()
    lines = [table.header[1:], *(row.cells[1:] for row in table.rows)]

    assert imported("initiative", as_csv(lines[0], lines[1:]), now) == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
    }
    assert Initiative.objects.values_list("name", "unit", "end_date", "description").get() == (
        "One",
        claims.pk,
        date(2026, 12, 31),
        "=1+1",
    )


def test_a_hidden_relation_keeps_its_name(claims: Unit, sales: Unit, analyst: User, now: datetime) -> None:
    program = make_program(name="Secret", unit=sales)
    make_initiative(name="One", unit=claims, program=program)

    data = exported("initiative", analyst)

    assert b"Secret" not in data
    assert program.code.encode() in data
    assert imported("initiative", data, now, analyst) == {"created": 0, "updated": 0, "unchanged": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_whatever_the_rows(claims: Unit, rows: int) -> None:
    for number in range(rows):
        make_initiative(
            name=f"I {number}", unit=claims, owner=make_person(), program=make_program(unit=claims)
        )
    with CaptureQueriesContext(connection) as queries:
        exported("initiative")
    assert len(queries) == 1


def test_memory_does_not_grow_with_a_csv() -> None:
    rows = ([number, "text " * 20, None, Decimal("1.50")] for number in range(50_000))
    tracemalloc.start()
    length = sum(map(len, csv_chunks(["a", "b", "c", "d"], rows)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 5_000_000
    assert peak < 1_000_000


def test_a_text_too_long_for_a_workbook() -> None:
    with pytest.raises(Refused, match="Export the records as CSV"):
        as_xlsx(["a"], [["x" * 32_768]])
    assert read_table(as_csv(["a"], [["x" * 32_768]])).rows[0].cells == ("x" * 32_768,)
