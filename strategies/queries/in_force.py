"""Which strategy a unit follows on a day: its own, or that of the nearest unit above it which has one.

No viewer is asked: everybody may read what the units above their own have decided (docs/adr/0014), and figures need
the strategy whoever looks at them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Unit
from accounts.rules import lineage
from strategies.models import Strategy

if TYPE_CHECKING:
    from datetime import date

    from strategies.models.strategy import StrategyQuerySet


def strategy_followed(unit: Unit, day: date) -> Strategy | None:
    """The strategy that binds ``unit`` on ``day``, with its unit and sponsor loaded; none where nobody above has one either.

    Where two versions of a unit claim the same day, the later one counts. One query.
    """
    found: Strategy | None = _binding(day).filter(unit__path__in=lineage(unit.path)).last()
    return found


def followed_by_units(day: date) -> dict[int, Strategy]:
    """The same for all units at once, by primary key; units that follow none are left out. Two queries."""
    own = {strategy.unit.path: strategy for strategy in _binding(day)}
    by_path: dict[str, Strategy] = {}
    followed: dict[int, Strategy] = {}
    for pk, path in Unit.objects.order_by("path").values_list("pk", "path"):
        strategy = own.get(path) or by_path.get(path[: -Unit.STEP])
        if strategy is not None:
            by_path[path] = followed[pk] = strategy
    return followed


def _binding(day: date) -> StrategyQuerySet:
    """Strategies in force on a day, from the root down; one put away counts for the days before that."""
    kept = Q(archived_at=None) | Q(archived_at__date__gt=day)
    rows: StrategyQuerySet = Strategy.objects.in_force_on(day).filter(kept).select_related("unit", "sponsor")
    return rows.order_by("unit__path", "start_date", "number")
