"""Files made to hurt: each is refused in words, and the process that reads it stays small."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.workbench.exchange.files import SHEET, SPREADSHEET, inline, refusal, sheet, with_parts, workbook
from workbench.exchange.limits import CHILD_MEMORY, CHILD_SECONDS
from workbench.exchange.mapping import load_mapping
from workbench.exchange.problems import Refused
from workbench.exchange.reading import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = workbook([["name"], ["one"]])
STRINGS = "xl/sharedStrings.xml"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
LAUGHS = "".join(f"<!ENTITY l{n} '{10 * f'&l{n - 1};'}'>" for n in range(1, 10))
DAMAGED = "The file is damaged and cannot be read."
TOO_MUCH = "Reading the file takes more memory than a file may take."
GROWS = "The workbook unpacks to many times its size."


def with_strings(content: str, before: str = "") -> bytes:
    """A workbook with a table of shared strings."""
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        types = archive.read("[Content_Types].xml")
    entry = f'<Override PartName="/{STRINGS}" ContentType="{SHARED}"/></Types>'.encode()
    text = f'{before}<sst xmlns="{SPREADSHEET}">{content}</sst>'
    parts = {"[Content_Types].xml": types.replace(b"</Types>", entry), STRINGS: text.encode()}
    return with_parts(SMALL, parts)


def padded() -> bytes:
    """One part of a hundred megabytes of nothing: a thousandth of that once packed."""
    return with_parts(SMALL, {"xl/media/image1.png": bytes(100_000_000)})


@cache
def many_strings() -> bytes:
    """Two megabytes that unpack to two hundred, and to four hundred in memory for the sake of one sign."""
    seeds = Random(7)
    texts = ("".join(seeds.choices("0123456789abcdef", k=500)) * 200 for _ in range(1_900))
    return with_strings("".join(f"<si><t>€{text}</t></si>" for text in texts))


def entities() -> bytes:
    return with_strings("<si><t>&l9;</t></si>", f'<!DOCTYPE sst [<!ENTITY l0 "ha">{LAUGHS}]>')


def quadratic_entity() -> bytes:
    """One long entity, referred to often."""
    long = "x" * 20_000
    return with_strings(f"<si><t>{'&e;' * 20_000}</t></si>", f'<!DOCTYPE sst [<!ENTITY e "{long}">]>')


def outside_entity() -> bytes:
    """Asks for a file of the server."""
    declared = '<!DOCTYPE sst [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return with_strings("<si><t>&e;</t></si>", declared)


def many_parts() -> bytes:
    return with_parts(SMALL, {f"xl/media/{n}": b"" for n in range(2_001)})


def far_row() -> bytes:
    return with_parts(SMALL, {SHEET: sheet(f'<row r="1">{inline("A1", "a")}</row><row r="2000000000"/>')})


def far_columns() -> bytes:
    """Each row reaches to the last column a sheet can have."""
    rows = "".join(f'<row r="{n}">{inline(f"XFD{n}", "a")}</row>' for n in range(1, 40_000))
    return with_parts(SMALL, {SHEET: sheet(rows)})


def deep() -> bytes:
    return with_parts(SMALL, {SHEET: sheet("<row>" * 60_000 + "</row>" * 60_000)})


def lying_size() -> bytes:
    """The directory says that a part of five megabytes has ten bytes."""
    data = with_parts(SMALL, {"xl/styles.xml": b" " * 5_000_000})
    return data.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def encrypted() -> bytes:
    data = bytearray(SMALL)
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def odd_compression() -> bytes:
    return with_parts(SMALL, {"xl/media/image1.png": bytes(1_000_000)}, zipfile.ZIP_LZMA)


def huge_numbers() -> bytes:
    cells = f'<row r="1">{inline("A1", "a")}</row><row r="2"><c r="A2"><v>{"9" * 900_000}</v></c></row>'
    return with_parts(SMALL, {SHEET: sheet(cells)})


def plain_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("nested.zip", SMALL)
    return stream.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part of nothing": (padded, GROWS),
    "two hundred megabytes of strings": (many_strings, TOO_MUCH),
    "a billion laughs": (entities, DAMAGED),
    "a quadratic entity": (quadratic_entity, DAMAGED),
    "an entity from outside": (outside_entity, DAMAGED),
    "thousands of parts": (many_parts, GROWS),
    "a row two billion down": (far_row, "The file has more than 50000 rows."),
    "every row to the last column": (far_columns, "The row has more than 300 columns."),
    "elements in elements": (deep, "The file has no header row."),
    "a size that lies": (lying_size, DAMAGED),
    "an encrypted part": (encrypted, "The workbook is protected by a password."),
    "an odd compression": (odd_compression, DAMAGED),
    "a number of a million digits": (huge_numbers, DAMAGED),
    "a workbook cut short": (lambda: SMALL[:-200], DAMAGED),
    "an archive of archives": (plain_archive, "This archive is not an Excel workbook."),
    "an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0" + bytes(512),
        "This is an old Excel file, or one protected by a password.",
    ),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(512), "This is neither a text file nor a workbook."),
    "a cell without end": (
        lambda: b'a\n"' + b"x" * 20_000_000,
        "A cell holds more than 100000 characters.",
    ),
    "too many lines": (lambda: b"a\n" + b"1\n" * 60_000, "The file has more than 50000 rows."),
    "too many separators": (lambda: b"," * 5_000_000 + b"a", "The row has more than 300 columns."),
    "nothing but quotes": (lambda: b'"' * 4_000_001, "A cell holds more than 100000 characters."),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str) -> None:
    made, message = BOMBS[name]
    assert refusal(made()).message == message


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=sys.stdin.buffer, stdout=subprocess.DEVNULL, env={"OPENPYXL_LXML": "False"})
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
UNLIMITED = "import io, sys; from workbench.exchange.workbooks import *; list(workbook_rows(io.BytesIO(sys.stdin.buffer.read())))"


def memory_of(*arguments: str) -> int:
    """Bytes that a Python process with these arguments takes to read the hungriest file."""
    command = [sys.executable, "-c", MEASURED, sys.executable, *arguments]
    ended = subprocess.run(
        command, input=many_strings(), capture_output=True, cwd=settings.BASE_DIR, check=True
    )
    return int(ended.stdout) * (1 if sys.platform == "darwin" else 1024)


def test_the_child_stays_small() -> None:
    assert memory_of("-m", "workbench.exchange.parsing") <= CHILD_MEMORY


def test_without_limits_the_bomb_goes_off() -> None:
    """The control: read without limits, the same file takes more than the child may."""
    assert memory_of("-c", UNLIMITED) > CHILD_MEMORY


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.exchange.reading.CHILD_SECONDS", 0.01)
    assert refusal(SMALL).message == "Reading the file takes longer than a file may take."
    assert CHILD_SECONDS == 20


def test_a_million_empty_rows_are_no_bomb() -> None:
    rows = f'<row r="1">{inline("A1", "name")}</row><row r="1048576">{inline("A1048576", "last")}</row>'
    table = read_table(with_parts(SMALL, {SHEET: sheet(rows)}))
    assert [(row.number, row.cells) for row in table.rows] == [(1_048_576, ("last",))]


@pytest.mark.parametrize(
    "mapping",
    [
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        b"[" * 60_000,
        b"- " * 30_000,
        b"? " * 30_000,
        b"a: [" * 900,
        b"x" * 65_537,
        b"type: !!python/object/apply:os.system [id]\ncolumns: {a: b}\n",
        b"type: \x00\n",
        b"{" * 30_000 + b"}" * 30_000,
    ],
)
def test_bombs_in_a_mapping(mapping: bytes) -> None:
    with pytest.raises(Refused):
        load_mapping(mapping)
