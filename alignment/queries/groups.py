"""How groups of the line of sight are known: by the code of what they are grouped by, as pages and addresses write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from alignment.engine.facts import Id
from alignment.engine.shapes import Key, Kind
from alignment.models import Benefit, Initiative, Program
from customers.models import Need, Segment
from strategies.choices import Discipline
from strategies.models import Objective

if TYPE_CHECKING:
    from alignment.queries.rows import Rows
    from foundation.models import Record

DISCIPLINE_PREFIX = "D"


class Family(NamedTuple):
    """Groups of one kind: what stands before the code of the record they are grouped by, and those of no record."""

    before: str
    nowhere: str
    nameless: str | Promise


def _family(column: str, prefix: str, nameless: str | Promise) -> Family:
    return Family(f"{column}-" if column else "", f"{prefix}-0", nameless)


_UNIT, _GOAL = _("No unit"), _("No objective")
_SEGMENT, _DISCIPLINE = _("No segment"), _("No discipline in force")
FAMILIES: Mapping[Kind, Family] = {
    Kind.UNIT: _family("", Unit.PREFIX, _UNIT),
    Kind.PROGRAM: _family("", Program.PREFIX, ""),
    Kind.DISCIPLINE: _family(Objective.PREFIX, DISCIPLINE_PREFIX, _DISCIPLINE),
    Kind.OBJECTIVE_NEEDS: _family(Need.PREFIX, Objective.PREFIX, _GOAL),
    Kind.DISCIPLINE_NEEDS: _family(Need.PREFIX, DISCIPLINE_PREFIX, _DISCIPLINE),
    Kind.SEGMENT_NEEDS: _family(Need.PREFIX, Segment.PREFIX, _SEGMENT),
    Kind.OBJECTIVE_ITEMS: _family(Initiative.PREFIX, Objective.PREFIX, _GOAL),
    Kind.DISCIPLINE_ITEMS: _family(Initiative.PREFIX, DISCIPLINE_PREFIX, _DISCIPLINE),
    Kind.SEGMENT_ITEMS: _family(Initiative.PREFIX, Segment.PREFIX, _SEGMENT),
    Kind.UNIT_BENEFITS: _family(Benefit.PREFIX, Unit.PREFIX, _UNIT),
}
DISCIPLINES = {Kind.DISCIPLINE, Kind.DISCIPLINE_NEEDS, Kind.DISCIPLINE_ITEMS}
"""Groups of no record: a discipline is known by its initials."""


def discipline_code(name: Id | None) -> str:
    """``D-CI`` for customer intimacy; ``D-0`` for none."""
    initials = "".join(word[0] for word in str(name or "").split("_") if word).upper()
    return f"{DISCIPLINE_PREFIX}-{initials or 0}"


def opened_groups(codes: str, rows: Rows) -> tuple[Key, ...]:
    """The groups of codes parted by commas, in their order; what names no group is passed over."""
    asked = [code for code in codes.split(",") if code]
    known = dict(_codes(rows)) if asked else {}
    return tuple(known[code] for code in asked if code in known)


def _codes(rows: Rows) -> Iterator[tuple[str, Key]]:
    tables: dict[str, Mapping[int, Record]] = {
        Unit.PREFIX: rows.units,
        Program.PREFIX: rows.programs,
        Objective.PREFIX: rows.objectives,
        Segment.PREFIX: rows.segments,
    }
    for kind, family in FAMILIES.items():
        if kind in DISCIPLINES:
            yield from (
                (family.before + discipline_code(name), Key(kind, name)) for name in ("", *Discipline)
            )
            continue
        yield family.before + family.nowhere, Key(kind, None)
        for pk, record in tables[family.nowhere.partition("-")[0]].items():
            yield family.before + record.code, Key(kind, pk)
