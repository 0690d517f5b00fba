"""Texts and files made from what breaks importers, from a seed that is printed when a test fails."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

RELEASE = os.environ.get("SIGHTLINE_RELEASE") == "1"
PIECES = (
    "=", "+", "-", "@", "'", "''", '"', '""', ",", ";", "\t", "\r", "\n", "\r\n", "|", " ", "  ", "\u00a0", "\ufeff",
    "\u200b", "\u2028", "\x01", "\x1f", "\x7f", "\x85", "\ufffe", "\uffff", "＝", "＋", "－", "＠", "=1+1", "=cmd|' /C calc'!A0",
    "@SUM(A1)", "+1", "-1", "-1.5", "--1", "1e5", "#REF!", "#N/A", "TRUE", "NULL", "NaN", "_x000D_", "_x005F_", "x005F_",
    "_x0041_", "&amp;", "]]>", "<script>", "{{ x }}", "%s", "%(x)s", "·", " · ", "I-01", "I-01 · ", "é", "e\u0301", "İ", "ß", "\u202e",
    "😀", "\U0010ffff", "0", "007", "1,234", "1/2", "2016-12-01", "a", "word", "x" * 300,
)  # fmt: skip
BYTES = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x81", b"=1+1", b"NaN",
    b"9" * 400, b"-", b"sep=;\n", b"name", b"uid", b"2016-02-30", b"P-01", b"U-01", b"00000000-0000-4000-8000-00000000000f", b"",
    b"PK\x03\x04", b"x" * 1000, b"<", b">", b"&#0;", b"<v>1e999</v>", b't="s"', b't="e"', b't="d"', b'r="A0"', b'r="XFE1"',
)  # fmt: skip


def hostile_text(random: Random) -> str:
    return "".join(random.choices(PIECES, k=random.randint(1, 6)))


def mutated(data: bytes, random: Random) -> bytes:
    """``data`` with a few pieces inserted, overwritten, doubled, dropped or cut off."""
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 1, 1, 5, 50)))
        piece = random.choice((random.choice(BYTES), random.randbytes(3), data[start:end] * 2, b""))
        data = data[:start] + piece + (data[end:] if random.random() > 0.03 else b"")
    return data


def mutated_workbook(data: bytes, random: Random) -> bytes:
    """A workbook mutated as a file, or in one of its parts and packed again."""
    if random.random() < 0.2:
        return mutated(data, random)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = random.choice([*old.namelist(), *["xl/worksheets/sheet1.xml"] * 8])
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), random) if name == chosen else old.read(name))
    return stream.getvalue()
