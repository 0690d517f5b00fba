"""Links of several kinds as records, for the actions that mend them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from alignment.choices import Hop
from alignment.queries.counted import LINKS
from alignment.queries.shelf import Shelf
from alignment.queries.together import Part, together


def read_links(shelves: Mapping[Hop, Shelf[Any]], wanted: Mapping[Hop, Collection[Any]]) -> None:
    """Put the wanted links on their shelves: one query for all kinds, none where they are there."""
    missing = {hop: keys for hop, ids in wanted.items() if (keys := shelves[hop].missing(ids))}
    if not missing:
        return
    parts = [_part(hop, keys) for hop, keys in missing.items()]
    for hop, table in zip(missing, together(*parts), strict=True):
        shelves[hop].put(missing[hop], table)


def _part(hop: Hop, keys: Collection[Any]) -> Part:
    """What an action is told of a link: how it is named in an address, and whose it is."""
    model, source, target = LINKS[hop]
    return Part(model.objects.active().filter(pk__in=keys), ("uid", "number", f"{source}_id", f"{target}_id"))
