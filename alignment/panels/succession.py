"""What re-mapping adds to the page of a strategy."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from alignment.queries.adoption import reads_papers
from alignment.queries.succession import remapping, successors_of
from alignment.serializers.succession import summary
from foundation.actors import Actor
from strategies.models import Strategy
from workbench.reach import changed_in, may_see


def succession_panel(
    *, record: Strategy, viewer: Actor, successor: Strategy | None = None, **_: Any
) -> dict[str, Any]:
    """Where it is loaded from once the page is shown: it reads two strategies with all that hangs on them.

    ``successor`` is the one about to replace ``record``, where a page asks before that has happened.
    """
    to = f"?to={successor.uid}" if successor else ""
    return {
        "summary_url": reverse("strategy_remap_summary", args=[record.uid]) + to,
        "page_url": reverse("strategy_remap", args=[record.uid]) + to if reads_papers(viewer, record) else "",
    }


def succession_rows(record: Strategy, viewer: Actor, successor: Strategy | None = None) -> dict[str, Any]:
    """How far the strategy it replaces, and the strategy itself where it is replaced, are re-mapped.

    With a ``successor`` only what is still to be re-mapped for it.
    """
    if not reads_papers(viewer, record):
        return {"rows": [], "record": record, "is_closed": True}
    may_edit = viewer.access.allows(Permission.EDIT_STRATEGY, changed_in(record))
    if successor is not None:
        rows = [summary(remapping(record, successor), may_edit)]
        return {"rows": rows, "record": None, "is_closed": False}
    followers = successors_of(record, viewer)
    found = [remapping(record, followers[0])] if followers and _is_replaced(record, followers[0]) else []
    if record.replaces is not None and may_see(viewer, record.replaces):
        found.append(remapping(record.replaces, record))
    return {"rows": [summary(one, may_edit) for one in found], "record": record, "is_closed": False}


def _is_replaced(record: Strategy, follower: Strategy) -> bool:
    return follower.replaces_id == record.pk or record.end_date is not None
