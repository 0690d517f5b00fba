"""A strategy's objectives, the arrows between them, and what is unsound about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategies.choices import StrategyState
from strategies.engine.strategy_map import Arrow, MapFinding, Node, arranged, findings
from strategies.models import Effect, Objective, Strategy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User

_ORDER = (StrategyState.IN_FORCE, StrategyState.DRAFT, StrategyState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """The map of one strategy. ``rows`` has the objectives of each perspective from left to right, by primary key."""

    strategy: Strategy
    objectives: Mapping[int, Objective]
    effects: tuple[Effect, ...]
    findings: tuple[MapFinding, ...]
    rows: Mapping[str, tuple[int, ...]]


def strategy_map(strategy: Strategy, viewer: User) -> StrategyMap:
    """The map of a strategy the viewer may read. Two queries."""
    rows = Objective.objects.visible_to(viewer).active().filter(strategy=strategy)
    objectives = {each.pk: each for each in rows.select_related("owner").order_by("number")}
    arrows = Effect.objects.visible_to(viewer).active().filter(cause__in=objectives, outcome__in=objectives)
    effects = tuple(arrows.order_by("number"))
    nodes = [Node(key, each.perspective) for key, each in objectives.items()]
    ends = [Arrow(effect.cause_id, effect.outcome_id) for effect in effects]
    return StrategyMap(strategy, objectives, effects, findings(nodes, ends), arranged(nodes, ends))


def mappable(viewer: User) -> list[Strategy]:
    """The strategies whose map the viewer may see: those in force first, from the root down. One query."""
    found = Strategy.objects.visible_to(viewer).active().select_related("unit")
    return sorted(found.order_by("unit__path", "-number"), key=lambda each: _ORDER.index(each.state))


def own_first(strategies: Sequence[Strategy], viewer: User) -> Strategy | None:
    """The strategy to begin with: that of the person's own unit, else the first; none where there is none."""
    own = [each for each in strategies if each.unit_id == viewer.person.unit_id]
    return next(iter((*own, *strategies)), None)
