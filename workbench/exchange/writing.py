"""Rows as a file. No cell is a formula: what a spreadsheet would calculate gets an apostrophe that reading takes off."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from workbench.exchange.problems import refused

BOM = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""
BUFFER = 64_000
"""Characters of CSV handed on at once."""
LONGEST_CELL = 32_767
"""Characters a workbook's cell can hold."""
ACTIVE = re.compile(r"'*(?:[\s\x00-\x1f\ufeff\u200b-\u200f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
"""Beginnings that some spreadsheet takes for a formula, behind any number of apostrophes."""
PLAIN_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook writes as ``_xHHHH_``: characters XML cannot hold, and what would be read as one."""


def inert(text: str) -> str:
    """``text`` as a cell no spreadsheet calculates."""
    return f"'{text}" if ACTIVE.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """What ``inert`` was given; any other text is left alone."""
    return text[1:] if text.startswith("'") and ACTIVE.match(text) else text


def plain(value: Any) -> str:
    """A value as text that reads the same everywhere."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A CSV file in pieces, so that memory does not grow with it."""
    buffer = io.StringIO(newline="")
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow([inert(name) for name in header])
    for row in rows:
        writer.writerow([inert(plain(value)) for value in row])
        if buffer.tell() >= BUFFER:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_workbook(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """An Excel workbook with one sheet. Raises ``Refused`` for text a workbook cannot hold."""
    from openpyxl import Workbook  # slow import: a quarter of the memory of a worker

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    kept: IO[bytes] = io.BytesIO()  # thrown away where a row fails: only saving closes what openpyxl has open
    try:
        sheet.append([workbook_cell(sheet, name) for name in header])
        for row in rows:
            sheet.append([workbook_cell(sheet, value) for value in row])
        kept = stream
    finally:
        book.save(kept)


def workbook_cell(sheet: Any, value: Any) -> Any:
    """A day or a number where a workbook keeps it exactly, else text."""
    from openpyxl.cell import WriteOnlyCell  # slow import

    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= 15:
        return float(value)
    if (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, date) and value.year > 1900
    ):
        return value
    text = UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", inert(plain(value)))
    if len(text) > LONGEST_CELL:
        raise refused(_("A text is too long for a workbook."), _("Export the records as CSV."))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
