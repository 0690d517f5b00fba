"""The content this app brings along: the weights of the alignment index until somebody decides otherwise."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from alignment.models import IndexWeights
from workbench.operations.content import read_content, ship, shipped_uid
from workbench.types import type_with_key

CONTENT = Path(__file__).resolve().parent.parent / "content"


@transaction.atomic
def ship_content(*, now: datetime, deleted_too: bool = False) -> int:
    """Create the shipped weights unless they are there, were deleted, or weights of the firm begin on their day.

    With ``deleted_too`` also where people deleted them.
    """
    rows = read_content(CONTENT / "index_weights.yaml")
    weights = type_with_key("indexweights")
    taken = dict(IndexWeights.objects.values_list("start_date", "uid"))
    free = [
        row
        for row in rows
        if taken.get(row["start_date"], shipped_uid(weights, row["key"])) == shipped_uid(weights, row["key"])
    ]
    return len(ship(object_type=weights, rows=free, now=now, deleted_too=deleted_too))
