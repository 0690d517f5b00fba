"""The content this app brings along: what each discipline asks of a firm, and what it needs from IT."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from strategies.models import DisciplineProfile, ITNeed
from workbench.operations.content import read_content, ship, shipped_uid
from workbench.types import type_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from foundation.models import Record

CONTENT = Path(__file__).resolve().parent.parent / "content"
IN_LINES = ("typical_metrics", "measures", "initiatives")
"""Fields that a pack gives as a list and the record keeps one to a line."""


@transaction.atomic
def ship_content(*, now: datetime, deleted_too: bool = False) -> int:
    """Create what has not been shipped yet; return how many shipped records are there now.

    What people have edited stays as they left it, and what they deleted stays away unless ``deleted_too``. Where a firm has a record of its
    own in the place of a shipped one, the firm's counts. A constant number of statements.
    """
    profiles = _shipped(DisciplineProfile, profile_rows(), now, deleted_too)
    return profiles + _shipped(ITNeed, it_need_rows(), now, deleted_too)


def profile_rows() -> list[dict[str, Any]]:
    """The three profiles, with the values of their fields."""
    return [_in_lines(row) for row in read_content(CONTENT / "disciplines.yaml")]


def it_need_rows() -> list[dict[str, Any]]:
    """The library of IT needs, discipline by discipline."""
    pack = read_content(CONTENT / "it_needs.yaml")
    return [_in_lines({**row, "discipline": discipline}) for discipline, rows in pack.items() for row in rows]


def _in_lines(row: dict[str, Any]) -> dict[str, Any]:
    return {name: "\n".join(value) if name in IN_LINES else value for name, value in row.items()}


def _shipped(model: type[Record], rows: Sequence[dict[str, Any]], now: datetime, deleted_too: bool) -> int:
    object_type = type_for(model)
    there = {tuple(key): uid for uid, *key in model.objects.values_list("uid", *model.NATURAL_KEY)}

    def is_free(row: dict[str, Any]) -> bool:
        ours = shipped_uid(object_type, row["key"])
        return there.get(tuple(row[name] for name in model.NATURAL_KEY), ours) == ours

    free = [row for row in rows if is_free(row)]
    return len(ship(object_type=object_type, rows=free, now=now, deleted_too=deleted_too))
