"""Which group an address opens: groups are known by code, as the page writes it."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.engine.shapes import Key, Kind
from alignment.models import Program
from alignment.queries.labels import GROUPED, NO_OBJECTIVE, NO_UNIT
from alignment.queries.rows import Rows

NEEDS, BENEFITS = GROUPED[Kind.OBJECTIVE_NEEDS.value], GROUPED[Kind.UNIT_BENEFITS.value]
NOWHERE = {
    NO_UNIT: Key(Kind.UNIT, None),
    NEEDS + NO_OBJECTIVE: Key(Kind.OBJECTIVE_NEEDS, None),
    BENEFITS + NO_UNIT: Key(Kind.UNIT_BENEFITS, None),
}


def opened_group(code: str, rows: Rows) -> Key | None:
    """The group of that code; nothing where there is none. A query only where the code is that of a program."""
    if code in NOWHERE:
        return NOWHERE[code]
    prefix, _, number = code.rpartition("-")
    if prefix == Program.PREFIX and number.isdecimal() and len(number) < 9:
        found = Program.objects.active().filter(number=number).values_list("pk", flat=True).first()
        return None if found is None else Key(Kind.PROGRAM, found)
    return next((key for name, key in _codes(rows) if name == code), None)


def _codes(rows: Rows) -> Iterator[tuple[str, Key]]:
    for pk, unit in rows.units.items():
        yield unit.code, Key(Kind.UNIT, pk)
        yield BENEFITS + unit.code, Key(Kind.UNIT_BENEFITS, pk)
    for pk, objective in rows.objectives.items():
        yield NEEDS + objective.code, Key(Kind.OBJECTIVE_NEEDS, pk)
