"""What customers adds to the pages of its own records beside their fields."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from customers.models import Need, Segment
from customers.queries.segments import place_of
from customers.queries.series import series_of
from customers.serializers.series import series_page
from customers.serializers.tree import tree_rows
from foundation.actors import Actor
from workbench.links import page_url, url_of
from workbench.types import type_with_key


def answers(*, record: Need, viewer: Actor, **_: Any) -> dict[str, Any]:
    """What customers answered over time, with the opportunity that follows from the newest answer."""
    kind = type_with_key("earlieranswer")
    query = urlencode({"need": record.uid, "next": url_of(record)})
    can_add = viewer.access.allows(kind.permission) and record.asked_date is not None
    return {
        **series_page(series_of(record)),
        "add_url": f"{page_url(kind, 'create')}?{query}" if can_add else "",
    }


def place(*, record: Segment, viewer: Actor, **_: Any) -> dict[str, Any]:
    """Where a segment stands in its tree, and the needs of everything below it."""
    branches = place_of(record, viewer)
    own = next(branch for branch in branches if branch.segment.pk == record.pk)
    return {"rows": tree_rows(branches, current=record.pk), "whole": own.whole}
