"""What serves each element of a strategy, and what serves each need: from the links that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Enterprise
from alignment.choices import Status
from alignment.engine.coverage import Coverage, coverage
from alignment.models import Adoption, Initiative, NeedLink
from alignment.queries.adoption import chosen_strategy, readable_strategies
from alignment.queries.facts import gathered
from alignment.queries.labels import Labels
from alignment.queries.rows import Readable, Rows, rows
from customers.models import Need
from foundation.actors import Actor
from strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The elements of a strategy with what serves them; ``adoptions`` by element, as far as they may be read."""

    strategy: Strategy
    strategies: tuple[Strategy, ...]
    lines: tuple[Coverage, ...]
    adoptions: Mapping[int, Adoption]
    rows: Rows
    labels: Labels

    @property
    def has_ended(self) -> bool:
        """Whether the strategy asks for nothing any more; then there are no lines."""
        return self.strategy.pk in self.rows.ended.strategies

    @property
    def served(self) -> int:
        return sum(line.is_served for line in self.lines)

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """Elements of which something is missing."""
        return tuple(line for line in self.lines if line.gap)


def coverage_report(
    viewer: Actor, now: datetime, enterprise: Enterprise, wanted: UUID | None
) -> CoverageReport | None:
    """The coverage of the strategy asked for, or of the one that binds the viewer's unit; None where none is open.

    The number of queries does not depend on the rows.
    """
    strategies = readable_strategies(viewer)
    loaded = rows(now, enterprise)
    chosen = chosen_strategy(strategies, wanted, viewer, loaded.today)
    if chosen is None:
        return None
    known = gathered(loaded, loaded.today, None)
    # A strategy that has ended asks for nothing any more: its elements are not among those that count.
    own = [row for row in loaded.elements.values() if row.strategy_id == chosen.pk]
    elements = [row.pk for row in sorted(own, key=lambda row: row.number)]
    adopted = Adoption.objects.visible_to(viewer).active().filter(strategy=chosen, element__isnull=False)
    return CoverageReport(
        strategy=chosen,
        strategies=tuple(strategies),
        lines=coverage(known.facts, elements),
        adoptions={row.element_id: row for row in adopted.select_related("it_need")},
        rows=loaded,
        labels=Labels.of_rows(loaded, Readable.to(viewer, loaded.units)),
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """How many initiatives serve a need, and the strongest of those the viewer may read, if any."""

    count: int = 0
    strongest: Initiative | None = None
    strength: int = 0


def serving(needs: Sequence[Need], viewer: Actor) -> list[Serving]:
    """What serves each of ``needs``, in their order. Two queries.

    Every initiative counts that is neither archived nor stopped, so that no need looks forgotten to those who may
    not read who serves it.
    """
    links = NeedLink.objects.active().filter(
        need__in=[need.pk for need in needs], strength__gt=0, initiative__archived_at=None
    )
    links = links.exclude(initiative__status=Status.STOPPED).order_by("-strength", "initiative__number")
    found = list(links.values_list("need_id", "initiative_id", "strength"))
    seen = Initiative.objects.visible_to(viewer).filter(pk__in={initiative for _, initiative, _ in found})
    names = {row.pk: row for row in seen}
    result = []
    for need in needs:
        own = [(initiative, strength) for key, initiative, strength in found if key == need.pk]
        named = next(((names[key], strength) for key, strength in own if key in names), (None, 0))
        result.append(Serving(len(own), *named))
    return result
