"""Files of observations: which column is which field, and what each row says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from threading import Timer
from typing import IO, Any

from django.utils.translation import gettext as _

from metrics.operations.telling import EVERYTHING, NotTold, Said
from metrics.serializers.observation_rows import CELL, ROW
from metrics.serializers.observations import FIELDS, FIGURES, NEEDED, Hearing
from workbench.exchange.limits import Exact, Refusal
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Problem, quoted
from workbench.exchange.reading import ENVIRONMENT, PROJECT, REASONS
from workbench.exchange.writing import restored

SECONDS = 520
"""After so long a file is given up, before the worker itself is ended."""
NumberedRow = tuple[int, list[str]]
Report = Callable[[int], None]


def observations_in(
    file: IO[bytes], headings: Mapping[str, str], rule: Rule, report: Report
) -> Iterator[Said | Problem]:
    """What each row says, as it is read. ``report`` hears how many percent of the file have been.

    ``headings`` are those of fields that the file calls otherwise. Raises ``NotTold`` where the file cannot be read.
    """
    try:
        with _child(file) as batches:
            yield from _said(batches, file, headings, rule, report)
    except Refusal as refusal:
        message, remedy = REASONS[refusal.code]
        row = refusal.params.get("row", EVERYTHING)
        raise NotTold([Problem(row, "", str(message) % refusal.params, str(remedy))]) from refusal


def _said(
    batches: Iterator[list[NumberedRow]],
    file: IO[bytes],
    headings: Mapping[str, str],
    rule: Rule,
    report: Report,
) -> Iterator[Said | Problem]:
    size, at, hearing = _size(file), 0, None
    pick: Callable[[list[str]], Sequence[str]] = tuple
    for batch in batches:
        rows = iter(batch)
        if hearing is None:
            fields, columns = columns_of(next(rows), headings)
            hearing, pick = Hearing(fields, rule), itemgetter(*columns)
        for number, cells in rows:
            yield hearing.said(number, pick(cells))
        # The child reads on in the same file: where it is, is how far it is.
        at = max(at, os.lseek(file.fileno(), 0, os.SEEK_CUR))
        report(min(100, 100 * at // size))
    if hearing is None:
        raise Refusal("empty")


def columns_of(header: NumberedRow, headings: Mapping[str, str]) -> tuple[list[str], list[int]]:
    """The fields that a file has, and their columns. Raises ``NotTold`` with every column that is missing."""
    row, cells = header
    names = [restored(cell).strip().casefold() for cell in cells]
    problems, found = [], dict[str, int]()
    for field in FIELDS:
        wanted = headings.get(field, "").strip()
        name = (wanted or field).casefold()
        if names.count(name) > 1:
            message = _("Two columns are headed “%s”.") % quoted(name)
            problems.append(Problem(row, field, message, _("Give each column its own name.")))
        elif name in names:
            found[field] = names.index(name)
        elif wanted or field in NEEDED:
            message = _("There is no column headed “%s”.") % quoted(wanted or field)
            remedy = _("Say which heading stands for it. The file has: %s.")
            problems.append(Problem(row, field, message, remedy % _listed(cells)))
    if not problems and not found.keys() & {*FIGURES, "withheld"}:
        message = _("No column holds a figure.")
        problems.append(Problem(row, "value", message, _("Say which heading stands for the value.")))
    if problems:
        raise NotTold(problems)
    return [*found], [*found.values()]


def _listed(cells: Sequence[str]) -> str:
    return ", ".join(quoted(cell) for cell in cells[:20] if cell.strip())


def _size(file: IO[bytes]) -> int:
    return max(1, os.fstat(file.fileno()).st_size)


@contextmanager
def _child(file: IO[bytes]) -> Iterator[Iterator[list[NumberedRow]]]:
    """Batches of rows as a limited process reads them; it is ended with the reading, however that ends."""
    command = [sys.executable, "-m", "metrics.serializers.observation_rows"]
    streams: dict[str, Any] = {"stdin": file, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=PROJECT, env=ENVIRONMENT, **streams)  # noqa: S603 - a fixed command
    watch = Timer(SECONDS, process.kill)
    watch.start()
    try:
        yield _batches(process)
    finally:
        watch.cancel()
        process.kill()
        process.communicate()


def _batches(process: subprocess.Popen[bytes]) -> Iterator[list[NumberedRow]]:
    for line in process.stdout or ():
        if not line.startswith((b"[", b"{")):
            rows = (row.split(CELL) for row in line[:-1].decode().split(ROW))
            yield [(int(cells[0]), cells[1:]) for cells in rows]
            continue
        answer = json.loads(line)
        if isinstance(answer, dict):
            raise Refusal(answer["refused"], **answer["params"])
        yield [(number, [_cell(cell) for cell in cells]) for number, cells in answer]
    if process.wait():  # below zero, ended at its limit of time; above, not even able to say why
        raise Refusal("too_slow" if process.returncode < 0 else "too_large_to_read")


def _cell(cell: Any) -> str:
    return cell if isinstance(cell, str) else Exact(cell[0])
