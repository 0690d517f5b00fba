"""How the places of cuts hang together, by position, as the engine takes it."""

from __future__ import annotations

from metrics.engine.rolling import Tree
from metrics.models import Place
from metrics.models.place import WHOLE


def trees() -> dict[int, Tree]:
    """Of each cut, by primary key. One query."""
    rows = Place.objects.order_by("cut", "position").values_list(
        "cut", "position", "segment", "segment__parent", "unit", "unit__parent"
    )
    places = [
        (cut, position, segment or unit, above or up) for cut, position, segment, above, unit, up in rows
    ]
    at: dict[tuple[int, int | None], int] = {
        (cut, thing): position for cut, position, thing, _above in places
    }
    parents: dict[int, list[int]] = {}
    for cut, position, _thing, above in places:
        parents.setdefault(cut, []).append(-1 if position == WHOLE else at[cut, above])
    return {cut: Tree(tuple(each)) for cut, each in parents.items()}
