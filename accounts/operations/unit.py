from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@transaction.atomic
def place_units(*, records: Sequence[Unit], **_who_and_when: object) -> None:
    """Give every unit its path below its parent; a unit that moves takes along everything below it.

    Runs inside the write operation, before validation, and locks the tree. Raises ``ValidationError`` for a
    unit that would become part of itself.
    """
    tree = {unit.pk: unit for unit in Unit.objects.select_for_update().order_by("path")}
    before = {pk: unit.path for pk, unit in tree.items()}
    known = [unit for unit in records if unit.pk in tree]
    moved = {unit.pk for unit in known if unit.parent_id != tree[unit.pk].parent_id}
    tree |= {unit.pk: unit for unit in known}
    steps = Steps(before.values())
    placed: dict[int, str] = {}
    for pk in before:
        _place(pk, tree, before, moved, steps, placed, ())
    for unit in known:
        unit.path = placed[unit.pk]
    for unit in records:
        if unit.pk not in placed:
            unit.path = steps.next_below(placed.get(unit.parent_id or 0, ""))
    others = [unit for unit in tree.values() if unit.path != placed[unit.pk]]
    for unit in others:
        unit.path = placed[unit.pk]
    Unit.objects.bulk_update(others, ["path"], batch_size=200)


class Steps:
    """Gives out the next free segment below a path; one that was in use before the moves stays unused."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.last: dict[str, int] = {}
        for path in paths:
            above, step = path[: -Unit.STEP], int(path[-Unit.STEP : -1])
            self.last[above] = max(step, self.last.get(above, 0))

    def next_below(self, above: str) -> str:
        """The path of one more unit below ``above``."""
        self.last[above] = self.last.get(above, 0) + 1
        return f"{above}{self.last[above]:04d}."


def _place(
    pk: int,
    tree: dict[int, Unit],
    before: dict[int, str],
    moved: set[int],
    steps: Steps,
    placed: dict[int, str],
    waiting: tuple[int, ...],
) -> str:
    """The path of a unit after all moves: its parent's, and its own segment or a new one where it moved."""
    if pk in waiting:
        raise ValidationError({"parent": _("A unit cannot be part of itself or of a unit below it.")})
    if pk not in placed:
        parent = tree[pk].parent_id
        above = _place(parent, tree, before, moved, steps, placed, (*waiting, pk)) if parent else ""
        placed[pk] = steps.next_below(above) if pk in moved else above + before[pk][-Unit.STEP :]
    return placed[pk]
