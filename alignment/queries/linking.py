"""What is linked already of the cells somebody marked."""

from __future__ import annotations

from collections.abc import Collection

from alignment.models import Initiative, NeedLink
from customers.models import Need


def linked_already(pairs: Collection[tuple[Initiative, Need]]) -> int:
    """How many of the initiatives are linked to their needs."""
    wanted = {(initiative.pk, need.pk) for initiative, need in pairs}
    rows = NeedLink.objects.active().filter(initiative__in={pair[0] for pair in wanted})
    return sum(pair in wanted for pair in rows.values_list("initiative", "need"))
