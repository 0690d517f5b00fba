"""Rows of a workbook. Imports nothing of ours but the limits: it runs in the child process."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import IO, Any

from openpyxl import DEFUSEDXML, load_workbook

from workbench.exchange import limits
from workbench.exchange.limits import Exact, Refusal

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How workbooks write a character that XML cannot hold."""


def check_archive(stream: IO[bytes]) -> None:
    """Read a workbook's directory, and refuse what would grow out of bounds, before anything is unpacked."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("protected")
    if len(parts) > limits.MAX_PARTS or sum(part.file_size for part in parts) > limits.MAX_UNPACKED:
        raise Refusal("bomb")
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refusal("damaged")
        if part.file_size > max(limits.RATIO_FROM, limits.MAX_RATIO * part.compress_size):
            raise Refusal("bomb")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise Refusal("not_a_workbook")


def workbook_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first visible sheet, with their numbers there."""
    check_archive(stream)
    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is missing: workbooks cannot be read safely")
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise Refusal("empty")
    sheet.reset_dimensions()  # the size a sheet states may be wrong
    percent: dict[int, bool] = {}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > limits.MAX_SHEET_ROWS:
            raise Refusal("too_many_rows", limit=limits.MAX_ROWS)
        yield number, [cell_text(cell, percent) for cell in cells]


def cell_text(cell: Any, percent: dict[int, bool]) -> str:
    """What a cell says, as text. ``percent`` remembers which styles show a percentage."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            raise Refusal("formula_error", row=cell.row, found=value)
        return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return Exact("true" if value else "false")
    if isinstance(value, int | float):
        return number_text(value, as_percent=shows_percent(cell, percent))
    if isinstance(value, datetime):
        return Exact(value.date().isoformat() if value.time() == time() else value.isoformat())
    return Exact(value)


def number_text(value: float, *, as_percent: bool) -> Exact:
    """A number at the 15 digits a spreadsheet keeps, in plain notation; with its percent sign if it shows one."""
    shown = value * 100 if as_percent else value
    number = Decimal(shown) if isinstance(shown, int) else Decimal(format(shown, ".15g"))
    return Exact((f"{number:f}" if number.is_finite() else str(number)) + "%" * as_percent)


def shows_percent(cell: Any, known: dict[int, bool]) -> bool:
    style: int = cell._style_id
    if style not in known:
        known[style] = "%" in str(cell.number_format)
    return known[style]
