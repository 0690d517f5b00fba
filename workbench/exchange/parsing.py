"""File bytes to rows of text, within limits.

Runs in the web process for small CSV files, and as a child process with limits of its own for everything else: a
crafted workbook of half a megabyte can take a parser to a gigabyte. It therefore imports nothing heavy.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from workbench.exchange import limits
from workbench.exchange.limits import Exact, Refusal

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"

NumberedRow = tuple[int, "list[str]"]


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a workbook. Its content decides, not its name."""
    if start.startswith(OLD_OFFICE):
        raise Refusal("old_workbook")
    return start.startswith(b"PK")


def decoded(data: bytes) -> str:
    """Text of a CSV file: by its byte order mark, else UTF-8, else Windows-1252, else Latin-1."""
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Refusal("encoding", encoding=encoding.upper(), position=error.start) from error
    if b"\0" in data:
        raise Refusal("not_text")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def delimiter_of(text: str) -> str:
    """The separator most frequent outside quotes in the first line that says anything; a comma where none is."""
    head = re.sub(r'"[^"]*"', "", text[:65_536])
    line = next((line for line in head.splitlines() if line.strip()), "")
    return max(",;\t", key=line.count)


def csv_rows(data: bytes) -> Iterator[NumberedRow]:
    """Rows of a CSV file, each with the line on which it begins."""
    text = decoded(data)
    stream = io.StringIO(text, newline="")
    declared = re.match(r"sep=([,;\t|])\r?\n", text)  # how some spreadsheets tell each other the separator
    skipped = 1 if declared and stream.readline() else 0
    reader = csv.reader(stream, delimiter=declared.group(1) if declared else delimiter_of(text), strict=True)
    line, width = skipped + 1, 0
    try:
        for cells in reader:
            if len(cells) < width and any(cells):  # after a lost separator, cells land in the wrong columns
                raise Refusal("ragged", row=line, found=len(cells), wanted=width)
            yield line, cells
            line, width = reader.line_num + skipped + 1, width or len(cells)
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes"
        raise Refusal(code, row=line, limit=limits.MAX_CELL) from error


def limited(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """The rows that say something, as long as they stay within the limits."""
    count = total = 0
    for number, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        count += 1
        total += sum(map(len, cells))
        if count > limits.MAX_ROWS + 1:  # the header is a row too
            raise Refusal("too_many_rows", limit=limits.MAX_ROWS)
        if len(cells) > limits.MAX_COLUMNS and any(cells[limits.MAX_COLUMNS :]):
            raise Refusal("too_many_columns", row=number, limit=limits.MAX_COLUMNS)
        if max(map(len, cells)) > limits.MAX_CELL:
            raise Refusal("cell_too_long", row=number, limit=limits.MAX_CELL)
        if total > limits.MAX_TEXT:
            raise Refusal("too_much_text", limit=limits.MAX_TEXT // 1_000_000)
        yield number, cells[: limits.MAX_COLUMNS]


def limit_this_process(cpu_seconds: int = limits.CHILD_CPU_SECONDS) -> None:
    """Hold the child to its memory, time and output, where the system can."""
    import resource  # optional dependency: absent on Windows

    most_of = (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 8 * limits.MAX_TEXT),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in most_of:
        with suppress(ValueError, OSError):  # macOS does not limit address space
            resource.setrlimit(kind, (most, most))


def rows_of_input() -> Iterator[NumberedRow]:
    """Rows of the file that is standard input."""
    source = sys.stdin.buffer
    workbook = is_workbook(source.read(8))
    source.seek(0)
    if not workbook:
        return limited(csv_rows(source.read()))
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, and needs it for nothing
    from workbench.exchange.workbooks import workbook_rows  # slow import

    return limited(workbook_rows(source))


def answer(content: list[Any] | dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(content) + "\n")


def main() -> None:
    """Write the rows of standard input as JSON lines, a typed cell as a list of one; at the end, or why not."""
    try:
        limit_this_process()
        for number, cells in rows_of_input():
            answer([number, [[cell] if type(cell) is Exact else cell for cell in cells]])
    except Refusal as refusal:
        answer({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        answer({"refused": "too_large_to_read", "params": {}})
    except Exception:  # noqa: BLE001 - whatever a parser makes of a crafted file, the answer is the same
        answer({"refused": "damaged", "params": {}})


if __name__ == "__main__":
    main()
