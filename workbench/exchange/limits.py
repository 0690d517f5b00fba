"""How large a file may be, and how one that is refused says why. Imports nothing of ours: the child uses it."""

from __future__ import annotations

from typing import Any

MAX_BYTES = 25_000_000
"""Bytes of an uploaded file."""
MAX_ROWS = 50_000
MAX_COLUMNS = 300
MAX_CELL = 100_000
"""Characters in one cell."""
MAX_TEXT = 50_000_000
"""Characters in the whole file."""
MAX_SHEET_ROWS = 1_048_576
"""Rows of a worksheet, blank ones included."""
MAX_PARTS = 2_000
"""Entries in a workbook's directory."""
MAX_UNPACKED = 200_000_000
"""Bytes of all parts of a workbook once unpacked."""
MAX_RATIO = 200
"""How many times its packed size a part above ``RATIO_FROM`` bytes may be."""
RATIO_FROM = 1_000_000
CHILD_MEMORY = 256 * 1024 * 1024
"""Bytes of address space of the process that reads a file."""
CHILD_CPU_SECONDS = 18
CHILD_SECONDS = 20


class Refusal(Exception):
    """Why a file is not read: a code that ``reading`` puts into words, and what the words need."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Exact(str):
    """A cell the workbook has typed: a number with a decimal point, an ISO date. No convention applies to it."""

    __slots__ = ()
