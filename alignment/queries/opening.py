"""Which group an address opens: groups are known by code, as the page writes it."""

from __future__ import annotations

from alignment.engine.shapes import Key, Kind
from alignment.models import Benefit, Program
from alignment.queries.labels import NO_SEGMENT, NO_UNIT
from alignment.queries.rows import Rows

NOWHERE = {
    NO_UNIT: Key(Kind.UNIT, None),
    NO_SEGMENT: Key(Kind.SEGMENT, None),
    f"{Benefit.PREFIX}-{NO_UNIT}": Key(Kind.UNIT_BENEFITS, None),
}


def opened_group(code: str, rows: Rows) -> Key | None:
    """The group of that code; nothing where there is none. A query only where the code is that of a program."""
    if code in NOWHERE:
        return NOWHERE[code]
    prefix, _, number = code.rpartition("-")
    if prefix == Program.PREFIX and number.isdecimal() and len(number) < 9:
        found = Program.objects.active().filter(number=number).values_list("pk", flat=True).first()
        return None if found is None else Key(Kind.PROGRAM, found)
    tables = ((Kind.UNIT, rows.units, ""), (Kind.SEGMENT, rows.segments, ""))
    benefits = ((Kind.UNIT_BENEFITS, rows.units, f"{Benefit.PREFIX}-"),)
    return next(
        (
            Key(kind, pk)
            for kind, table, before in (*tables, *benefits)
            for pk, row in table.items()
            if f"{before}{row.code}" == code
        ),
        None,
    )
