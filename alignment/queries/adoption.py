"""What a discipline needs from IT, and what a strategy has made of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alignment.choices import Verdict
from alignment.models import Adoption, StrategyElement
from foundation.actors import Actor
from strategies.choices import StrategyState
from strategies.models import ITNeed, Strategy
from strategies.queries.in_force import strategy_followed

OPEN = "open"
"""What stands for a verdict where there is none yet."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What would lose its element: needs and objectives linked to it, elements of a former strategy it follows."""

    needs: int
    objectives: int
    formers: int

    def __bool__(self) -> bool:
        return bool(self.needs or self.objectives or self.formers)


def hanging_on(element: StrategyElement) -> Hanging:
    """What hangs on an element. Three queries."""
    return Hanging(
        needs=element.need_links.active().count(),
        objectives=element.objective_links.active().count(),
        formers=element.predecessors.active().count(),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An IT need and what the strategy says to it; None while nobody has answered."""

    it_need: ITNeed
    adoption: Adoption | None

    @property
    def verdict(self) -> str:
        return self.adoption.verdict if self.adoption else OPEN


@dataclass(frozen=True, slots=True)
class Library:
    """The IT needs of one discipline with the answers of one strategy."""

    strategy: Strategy
    discipline: str
    answers: tuple[Answer, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many have which verdict; ``OPEN`` for those without one."""
        return Counter(answer.verdict for answer in self.answers)

    @property
    def answered(self) -> int:
        return len(self.answers) - self.counts[OPEN]

    def of(self, verdict: str) -> tuple[Answer, ...]:
        """Those with one verdict; all for any other word."""
        if verdict not in (OPEN, *Verdict.values):
            return self.answers
        return tuple(answer for answer in self.answers if answer.verdict == verdict)


def library(strategy: Strategy, discipline: str = "") -> Library:
    """The library of a discipline, by default that of the strategy. Two queries.

    An IT need that was put away stays with the strategies that have answered it.
    """
    discipline = discipline or strategy.discipline
    adoptions = strategy.alignment_adoptions.active().filter(it_need__discipline=discipline)
    said = {row.it_need_id: row for row in adoptions.select_related("element")}
    needs = ITNeed.objects.filter(discipline=discipline).order_by("number")
    answers = (Answer(need, said.get(need.pk)) for need in needs)
    kept = tuple(answer for answer in answers if answer.adoption or not answer.it_need.is_archived)
    return Library(strategy, discipline, kept)


def readable_strategies(viewer: Actor) -> list[Strategy]:
    """The strategies somebody may read, those that bind first; what has ended comes last. One query."""
    rows = (
        Strategy.objects.visible_to(viewer).active().select_related("unit").order_by("unit__path", "number")
    )
    states = [StrategyState.IN_FORCE, StrategyState.DRAFT, StrategyState.SUPERSEDED]
    return sorted(rows, key=lambda row: states.index(row.state))


def answerable(viewer: Actor) -> list[Strategy]:
    """Those of which somebody may read the answers too. One query.

    Answers are working papers of the unit that decides: those who only follow its strategy do not read them.
    """
    return [row for row in readable_strategies(viewer) if reads_papers(viewer, row)]


def reads_papers(viewer: Actor, strategy: Strategy) -> bool:
    """Whether somebody may read what a unit has answered and decided on the way, not only its strategy."""
    return viewer.access.reads([strategy.unit.path])


def chosen_strategy(
    strategies: Sequence[Strategy], wanted: UUID | None, viewer: Actor, today: date
) -> Strategy | None:
    """The one asked for, else the one that binds the viewer's own unit, else the first. At most one query."""
    found = next((row for row in strategies if row.uid == wanted), None)
    if found is not None or not strategies:
        return found
    unit = getattr(getattr(viewer, "person", None), "unit", None)
    followed = strategy_followed(unit, today) if unit is not None else None
    return next((row for row in strategies if followed is not None and row.pk == followed.pk), strategies[0])


def answers_of(it_need: ITNeed, viewer: Actor) -> Iterable[Adoption]:
    """What the strategies that ``viewer`` may read say to one IT need. One query."""
    rows = Adoption.objects.visible_to(viewer).active().for_list().filter(it_need=it_need)
    return rows.filter(strategy__archived_at=None)
