"""Files of observations: which column is which field, and what each row says."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import IO

from django.utils.translation import gettext as _

from metrics.operations.telling import EVERYTHING, NotTold, Said
from metrics.serializers.observations import FIELDS, FIGURES, NEEDED, Hearing
from metrics.serializers.row_process import NumberedRow, rows_by
from workbench.exchange.limits import Refusal
from workbench.exchange.mapping import Rule
from workbench.exchange.problems import Problem, quoted
from workbench.exchange.reading import REASONS
from workbench.exchange.writing import restored

Report = Callable[[int], None]
READER = "metrics.serializers.observation_rows"


def observations_in(
    file: IO[bytes], headings: Mapping[str, str], rule: Rule, report: Report
) -> Iterator[Said | Problem]:
    """What each row says, as it is read. ``report`` hears how many percent of the file have been.

    ``headings`` are those of fields that the file calls otherwise. Raises ``NotTold`` where the file cannot be read.
    """
    try:
        with rows_by(READER, file) as batches:
            yield from said_in(batches, headings, rule, _progress(file, report))
    except Refusal as refusal:
        message, remedy = REASONS[refusal.code]
        row = refusal.params.get("row", EVERYTHING)
        raise NotTold([Problem(row, "", str(message) % refusal.params, str(remedy))]) from refusal


def said_in(
    batches: Iterable[list[NumberedRow]],
    headings: Mapping[str, str],
    rule: Rule,
    after: Callable[[], None] = lambda: None,
) -> Iterator[Said | Problem]:
    """What rows say whose first one names the columns; ``after`` is called when some of them have been read."""
    hearing = None
    pick: Callable[[list[str]], Sequence[str]] = tuple
    for batch in batches:
        rows = iter(batch)
        if hearing is None:
            fields, columns = columns_of(next(rows), headings)
            hearing, pick = Hearing(fields, rule), itemgetter(*columns)
        for number, cells in rows:
            yield hearing.said(number, pick(cells))
        after()
    if hearing is None:
        raise Refusal("empty")


def _progress(file: IO[bytes], report: Report) -> Callable[[], None]:
    """The child reads on in the same file: where it is, is how far it is."""
    size, at = max(1, os.fstat(file.fileno()).st_size), 0

    def after() -> None:
        nonlocal at
        at = max(at, os.lseek(file.fileno(), 0, os.SEEK_CUR))
        report(min(100, 100 * at // size))

    return after


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
