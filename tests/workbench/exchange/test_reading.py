"""Files become the same table whatever their encoding, separator or format; row numbers are the file's own."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tests.workbench.exchange.files import refusal, saved, sheet, with_parts, workbook
from workbench.exchange import reading
from workbench.exchange.limits import Exact
from workbench.exchange.reading import Row, Table, read_table

TEXT = "name,note\nCafé,“plain”\nÉtude,€ 5\n"
WANTED = Table(("name", "note"), 1, (Row(2, ("Café", "“plain”")), Row(3, ("Étude", "€ 5"))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert read_table(TEXT.encode(encoding)) == WANTED


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf16_byte_orders(mark: str) -> None:
    assert read_table("\ufeff".encode(mark) + TEXT.encode(mark)) == WANTED


def test_latin1_is_the_last_resort() -> None:
    assert read_table(b"name\nCaf\xe9 \x81\n").rows[0].cells == ("Café \x81",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(separator: str, ending: str) -> None:
    text = TEXT.replace(",", separator).replace("\n", ending)
    assert read_table(text.encode()) == WANTED


def test_a_separator_inside_quotes_does_not_count() -> None:
    table = read_table(b'"a, b, c, d";second\n1;2\n')
    assert table.header == ("a, b, c, d", "second")


def test_a_declared_separator_counts() -> None:
    assert read_table(b"sep=|\r\na,b|c\r\n1|2\r\n") == Table(("a,b", "c"), 2, (Row(3, ("1", "2")),))


def test_rows_are_numbered_by_their_first_line() -> None:
    table = read_table(b'name,note\n\none,"two\nlines\r\nthree"\n , \ntwo,x\n')
    assert table == Table(("name", "note"), 1, (Row(3, ("one", "two\nlines\r\nthree")), Row(7, ("two", "x"))))


def test_the_formula_guard_comes_off() -> None:
    assert read_table(b"name\n'=1+1\n''=1+1\n'tis\n").rows == (
        Row(2, ("=1+1",)),
        Row(3, ("'=1+1",)),
        Row(4, ("'tis",)),
    )


@pytest.mark.parametrize(
    ("data", "row", "message"),
    [
        (b"", 0, "The file has no header row."),
        (b"\n , \n", 0, "The file has no header row."),
        (b'a,b\n1,"2\n', 2, "A quotation mark opens or closes in the wrong place."),
        (b'a,b\n"1"x,2\n', 2, "A quotation mark opens or closes in the wrong place."),
        (b"a,b\n1,2\n3\n", 3, "The row has 1 cells, the header has 2."),
        (b"a,b\n1,2,3\n", 2, "The row has 3 cells, the header has 2."),
        (b"name,Name\n", 1, "Two columns are headed “Name”."),
        (b"a,,c\n1,2,3\n", 2, "A cell of this row stands under no heading."),
        (b"a\n1\x002\n", 0, "This is neither a text file nor a workbook."),
        (b"\xff\xfea\x00\x00\xd8", 0, "The file says it is UTF-16, but byte 4 is not."),
        (b"a\n" + b"x" * 100_001, 2, "A cell holds more than 100000 characters."),
        (b",".join([b"a"] * 301), 1, "The row has more than 300 columns."),
    ],
)
def test_refusals(data: bytes, row: int, message: str) -> None:
    problem = refusal(data)
    assert (problem.row, problem.message) == (row, message)


def test_empty_columns_at_the_end_are_nothing() -> None:
    assert read_table(b"a,b,,\n1,2,,\n") == Table(("a", "b"), 1, (Row(2, ("1", "2")),))


def test_too_many_bytes_are_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10_000_000)
    assert refusal(b"a" * 10_000_001).message == "The file is larger than 10 MB."


def test_a_large_csv_is_read_by_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL", 0)
    assert read_table(TEXT.encode("cp1252")) == WANTED
    assert refusal(b"a,b\n1\n").message == "The row has 1 cells, the header has 2."


def test_a_workbook() -> None:
    data = workbook(
        [
            ["name", "count", "amount", "day", "yes", "at", "note"],
            ["Café", 12, 0.1 + 0.2, date(2026, 11, 2), True, datetime(2026, 11, 2, 9, 30), None],  # noqa: DTZ001 - as in a workbook
            [None] * 7,
            ["007", 1e21, -1.5, None, False, None, "  two\nlines _x000D_"],
        ]
    )
    table = read_table(data)
    assert table == Table(
        ("name", "count", "amount", "day", "yes", "at", "note"),
        1,
        (
            Row(2, ("Café", "12", "0.3", "2026-11-02", "true", "2026-11-02T09:30:00", "")),
            Row(4, ("007", "1000000000000000000000", "-1.5", "", "false", "", "  two\nlines \r")),
        ),
    )
    assert [type(cell) for cell in table.rows[0].cells[:4]] == [str, Exact, Exact, Exact]


def test_a_percentage_keeps_its_sign() -> None:
    book = Workbook()
    book.active.append(["share"])
    book.active.append([0.125])
    book.active["A2"].number_format = "0.0%"
    assert read_table(saved(book)).rows == (Row(2, ("12.5%",)),)


def test_the_first_visible_sheet_is_read() -> None:
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet().append(["shown"])
    assert read_table(saved(book)).header == ("shown",)


def test_an_error_of_a_formula_is_no_text() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
    problem = refusal(with_parts(workbook([["a"]]), {"xl/worksheets/sheet1.xml": sheet(rows)}))
    assert (problem.row, problem.message) == (2, "A formula in this row ends in #REF!.")
