"""What re-mapping knows of objectives, for the comparison of two versions of a strategy."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from alignment.models import ObjectiveSuccession
from strategies.models import Strategy


def successors(strategies: Collection[Strategy]) -> Mapping[str, str]:
    """Uid of each objective of these strategies that goes on → uid of the one as which it does. One query."""
    rows = ObjectiveSuccession.objects.active().filter(
        former__strategy__in=strategies, successor__isnull=False
    )
    return {
        str(former): str(successor) for former, successor in rows.values_list("former__uid", "successor__uid")
    }
