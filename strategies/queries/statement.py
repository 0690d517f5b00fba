"""What a strategy says, gathered for its page: its parts, how clear it is, and the versions around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from strategies.choices import Discipline, StrategyState
from strategies.engine.clarity import AimFact, Clarity, ClarityFacts, clarity
from strategies.models import Commitment, DisciplineProfile, GrowthAim, Objective, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Statement:
    """One strategy as of ``today``, with everything its page shows of it."""

    strategy: Strategy
    today: date
    aims: tuple[GrowthAim, ...]
    commitments: tuple[Commitment, ...]
    clarity: Clarity
    versions: tuple[Strategy, ...]
    """All strategies of the unit that are not archived: drafts first, then the latest."""
    promise: str
    """What the lead discipline promises, in the words of its profile."""

    @property
    def successor(self) -> Strategy | None:
        """The version that replaced this one, once it has been in force."""
        others = (each for each in self.versions if each.replaces_id == self.strategy.pk)
        return next((each for each in others if each.state != StrategyState.DRAFT), None)


def statement_of(strategy: Strategy, viewer: Actor, today: date) -> Statement:
    """Everything a strategy says. Five queries."""
    aims = tuple(GrowthAim.objects.visible_to(viewer).active().for_list().filter(strategy=strategy))
    commitments = tuple(Commitment.objects.visible_to(viewer).active().for_list().filter(strategy=strategy))
    versions = Strategy.objects.visible_to(viewer).active().for_list().filter(unit=strategy.unit_id)
    profiles = DisciplineProfile.objects.active().filter(discipline=strategy.discipline)
    return Statement(
        strategy=strategy,
        today=today,
        aims=aims,
        commitments=commitments,
        clarity=clarity(clarity_facts(strategy, aims, commitments, today)),
        versions=tuple(versions.order_by(F("start_date").desc(nulls_first=True), "-number")),
        promise=profiles.values_list("promise", flat=True).first() or "",
    )


def clarity_of(strategy: Strategy, today: date) -> Clarity:
    """How clear a strategy is. Three queries."""
    aims, commitments = strategy.growth_aims.active(), strategy.commitments.active()
    return clarity(clarity_facts(strategy, aims, commitments, today))


def clarity_facts(
    strategy: Strategy, aims: Iterable[GrowthAim], commitments: Iterable[Commitment], today: date
) -> ClarityFacts:
    """What the engine asks about; the days of objectives are read here. One query."""
    days = Objective.objects.active().filter(strategy=strategy).order_by("number")
    return ClarityFacts(
        today=today,
        customer=strategy.customer,
        statement=strategy.statement,
        discipline=strategy.discipline,
        minimums=tuple((name, getattr(strategy, f"{name}_minimum")) for name in Discipline.values),
        has_shares=strategy.intended_shares is not None,
        aims=tuple(AimFact(aim.figure, aim.due_date) for aim in aims),
        will_not=strategy.will_not,
        has_sponsor=strategy.sponsor_id is not None,
        commitments=tuple(commitment.due_date for commitment in commitments),
        engaged=strategy.engaged_date,
        objectives=tuple(days.values_list("due_date", flat=True)),
    )


def promises() -> dict[str, str]:
    """What each discipline promises, in the words of its profile. One query."""
    rows = DisciplineProfile.objects.active().order_by("number")
    return dict(rows.values_list("discipline", "promise"))
