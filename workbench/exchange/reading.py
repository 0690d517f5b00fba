"""A file as a table of text, or a clear refusal."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from workbench.exchange.limits import CHILD_SECONDS, MAX_BYTES, Exact, Refusal
from workbench.exchange.parsing import csv_rows, is_workbook, limited
from workbench.exchange.problems import refused
from workbench.exchange.writing import restored

SMALL = 1_000_000
"""Bytes of a CSV file that the web process reads itself."""
PROJECT = Path(__file__).resolve().parents[2]
SPLIT = _("Split it into several files.")
AS_CSV = _("Open it in a spreadsheet program and save it as CSV (UTF-8).")
OPEN = _("Open it in a spreadsheet program and save it as .xlsx without a password.")
SEPARATORS = _("Look for a missing or additional separator or quotation mark in this row or the one before.")
ENVIRONMENT = {"OPENPYXL_LXML": "False"}
"""What the child sees: no secrets, and openpyxl without lxml, because with it it would not use defusedxml."""

REASONS: dict[str, tuple[Any, Any]] = {
    "too_large": (_("The file is larger than %(limit)s MB."), SPLIT),
    "too_many_rows": (_("The file has more than %(limit)s rows."), SPLIT),
    "too_many_columns": (_("The row has more than %(limit)s columns."), _("Remove the columns not needed.")),
    "cell_too_long": (_("A cell holds more than %(limit)s characters."), _("Shorten its text.")),
    "too_much_text": (_("The file holds more than %(limit)s million characters."), SPLIT),
    "encoding": (_("The file says it is %(encoding)s, but byte %(position)s is not."), AS_CSV),
    "not_text": (_("This is neither a text file nor a workbook."), _("Save the table as CSV or as .xlsx.")),
    "quotes": (
        _("A quotation mark opens or closes in the wrong place."),
        _('Write "" for one inside a cell.'),
    ),
    "ragged": (_("The row has %(found)s cells, the header has %(wanted)s."), SEPARATORS),
    "old_workbook": (_("This is an old Excel file, or one protected by a password."), OPEN),
    "protected": (_("The workbook is protected by a password."), OPEN),
    "not_a_workbook": (_("This archive is not an Excel workbook."), _("Save the table as .xlsx or as CSV.")),
    "bomb": (_("The workbook unpacks to many times its size."), AS_CSV),
    "too_large_to_read": (_("Reading the file takes more memory than a file may take."), SPLIT),
    "too_slow": (_("Reading the file takes longer than a file may take."), AS_CSV),
    "damaged": (_("The file is damaged and cannot be read."), AS_CSV),
    "formula_error": (_("A formula in this row ends in %(found)s."), _("Correct it or clear the cell.")),
    "empty": (_("The file has no header row."), _("Write the names of the columns into the first row.")),
    "header_twice": (_("Two columns are headed “%(found)s”."), _("Give each column its own name.")),
    "no_header": (_("A cell of this row stands under no heading."), _("Head its column or clear the cell.")),
}
"""Refusals in words, with what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, as many as the header has, and its number in the file: the line on which it begins in CSV."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows that say something."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]


def read_table(data: bytes) -> Table:
    """Read a CSV file or the first visible sheet of an Excel workbook. Raises ``Refused``."""
    try:
        if len(data) > MAX_BYTES:
            raise Refusal("too_large", limit=MAX_BYTES // 1_000_000)
        return table_of(limited(csv_rows(data)) if is_small_csv(data) else rows_from_child(data))
    except Refusal as refusal:
        message, remedy = REASONS[refusal.code]
        raise refused(message % refusal.params, remedy, row=refusal.params.get("row", 0)) from refusal


def is_small_csv(data: bytes) -> bool:
    return len(data) <= SMALL and not is_workbook(data[:8])


def table_of(numbered: Iterable[tuple[int, list[str]]]) -> Table:
    """Divide the header from the rows, and see that every cell stands under a heading."""
    rows = iter(numbered)
    header_row, names = next(rows, (0, []))
    header = tuple(restored(name).strip() for name in names)
    while header and not header[-1]:
        header = header[:-1]
    if not header:
        raise Refusal("empty")
    seen: set[str] = set()
    for name in filter(None, header):
        if name.casefold() in seen:
            raise Refusal("header_twice", row=header_row, found=name)
        seen.add(name.casefold())
    return Table(header, header_row, tuple(_fitted(number, cells, header) for number, cells in rows))


def _fitted(number: int, cells: list[str], header: tuple[str, ...]) -> Row:
    width = len(header)
    if any(cell.strip() for cell in cells[width:]):
        raise Refusal("ragged", row=number, found=len(cells), wanted=width)
    cells = cells[:width] + [""] * (width - len(cells))
    if any(cell.strip() for name, cell in zip(header, cells, strict=True) if not name):
        raise Refusal("no_header", row=number)
    return Row(number, tuple(map(restored, cells)))


def rows_from_child(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of a file as a limited child process reads them."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as rows:
        source.write(data)
        source.seek(0)
        _run_child(source, rows)
        rows.seek(0)
        for line in rows:
            answer = json.loads(line)
            if isinstance(answer, dict):
                raise Refusal(answer["refused"], **answer["params"])
            yield answer[0], [cell if isinstance(cell, str) else Exact(cell[0]) for cell in answer[1]]


def _run_child(source: IO[bytes], rows: IO[bytes]) -> None:
    command = [sys.executable, "-m", "workbench.exchange.parsing"]
    streams: dict[str, Any] = {"stdin": source, "stdout": rows, "stderr": subprocess.DEVNULL}
    bounds: dict[str, Any] = {"cwd": PROJECT, "env": ENVIRONMENT, "timeout": CHILD_SECONDS}
    try:
        ended = subprocess.run(command, check=False, **streams, **bounds)  # noqa: S603 - a fixed command
    except subprocess.TimeoutExpired as late:
        raise Refusal("too_slow") from late
    if ended.returncode:  # below zero, ended at its limit of time; above, not even able to say why
        raise Refusal("too_slow" if ended.returncode < 0 else "too_large_to_read")
