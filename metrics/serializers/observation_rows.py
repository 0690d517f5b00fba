"""Rows of a long file, read as a stream in a process with limits of its own. It therefore imports nothing heavy."""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
from collections.abc import Iterator
from typing import IO, Any

from workbench.exchange import limits
from workbench.exchange.limits import Exact, Refusal
from workbench.exchange.parsing import BOMS, NumberedRow, delimiter_of, is_workbook, limit_this_process

MAX_ROWS = 5_000_000
CPU_SECONDS = 500
BATCH = 1_000
"""Rows that are handed over together."""
CHUNK = 1_000_000
CELL, ROW = "\x1f", "\x1e"
"""What parts cells, and rows, of a batch that is no JSON."""


def encoding_of(file: IO[bytes]) -> str:
    """By its byte order mark, else UTF-8, else Windows-1252, else Latin-1. Reads the file once, and goes back."""
    start = file.read(4)
    file.seek(0)
    for mark, encoding in BOMS.items():
        if start.startswith(mark):
            return encoding
    return next(each for each in ("utf-8", "cp1252", "latin-1") if _is_in(file, each))


def _is_in(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise Refusal("not_text")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def csv_rows(file: IO[bytes]) -> Iterator[NumberedRow]:
    """Rows with the line on which each begins, without holding more than one."""
    encoding = encoding_of(file)
    head = file.read(65_536).decode(encoding, errors="ignore")
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter_of(head), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes"
        raise Refusal(code, row=line, limit=limits.MAX_CELL) from error
    except UnicodeDecodeError as error:
        raise Refusal("encoding", encoding=encoding.upper(), position=error.start) from error


def rows_of(file: IO[bytes]) -> Iterator[NumberedRow]:
    workbook = is_workbook(file.read(8))
    file.seek(0)
    if not workbook:
        return csv_rows(file)
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, and needs it for nothing
    from workbench.exchange.workbooks import workbook_rows  # slow import

    return workbook_rows(file)


def checked(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows that say something, as wide as the first of them."""
    count = width = 0
    for number, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS + 1:  # the header is a row too
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        if len(cells) != (width := width or len(cells)):
            if len(cells) < width or any(cells[width:]):
                raise Refusal("ragged", row=number, found=len(cells), wanted=width)
            cells = cells[:width]
        if width > limits.MAX_COLUMNS:
            raise Refusal("too_many_columns", row=number, limit=limits.MAX_COLUMNS)
        yield number, cells


def answer(content: list[Any] | dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(content).encode() + b"\n")


def answer_rows(file: IO[bytes]) -> None:
    batch: list[NumberedRow] = []
    for row in checked(rows_of(file)):
        batch.append(row)
        if len(batch) == BATCH:
            answer_batch(batch)
            batch = []
    if batch:
        answer_batch(batch)


def answer_batch(batch: list[NumberedRow]) -> None:
    """Plain text is parted by characters that no text has, and costs a tenth of JSON; what has them, or is typed, is JSON."""
    if not any(type(cell) is Exact for _number, cells in batch for cell in cells):
        told = ROW.join(f"{number}{CELL}{CELL.join(cells)}" for number, cells in batch)
        parted = told.count(CELL) == len(batch) * len(batch[0][1]) and told.count(ROW) == len(batch) - 1
        if parted and "\n" not in told:
            sys.stdout.buffer.write(told.encode() + b"\n")
            return
    answer([(number, [[c] if type(c) is Exact else c for c in cells]) for number, cells in batch])


def main() -> None:
    """Write the rows of standard input as JSON lines of many each; at the end, or why not."""
    try:
        limit_this_process(CPU_SECONDS)
        csv.field_size_limit(limits.MAX_CELL)
        answer_rows(sys.stdin.buffer)
    except Refusal as refusal:
        answer({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        answer({"refused": "too_large_to_read", "params": {}})
    except Exception:  # noqa: BLE001 - whatever a parser makes of a crafted file, the answer is the same
        answer({"refused": "damaged", "params": {}})


if __name__ == "__main__":
    main()
