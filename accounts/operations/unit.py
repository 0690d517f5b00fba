from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from accounts.models import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence


def place_units(*, records: Sequence[Unit]) -> None:
    """Give every unit its path below its parent; a unit that moves takes along everything below it.

    Runs inside the write operation, before validation. A unit that would become part of itself is left
    where it is, and ``Unit.clean`` refuses it.
    """
    taken: dict[str, int] = {}
    for unit in records:
        above = unit.parent.path if unit.parent else ""
        if unit.path and (unit.path[: -Unit.STEP] == above or above.startswith(unit.path)):
            continue
        old, unit.path = unit.path, above + _next_step(above, taken)
        if old:
            below = Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk)
            below.update(path=Concat(Value(unit.path), Substr(F("path"), len(old) + 1)))


def _next_step(above: str, taken: dict[str, int]) -> str:
    """The next free segment below a path, also counting the ones given out in this call."""
    if above not in taken:
        beside = Unit.objects.filter(path__startswith=above, path__regex=rf"^.{{{len(above) + Unit.STEP}}}$")
        last = beside.order_by("-path").values_list("path", flat=True).first()
        taken[above] = int(last[-Unit.STEP : -1]) if last else 0
    taken[above] += 1
    return f"{taken[above]:04d}."
