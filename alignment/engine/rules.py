"""By what Sightline notices that a plan may not hold: pure rules over gathered facts, each with its evidence.

A rule says nothing where its facts are missing. It returns codes and numbers; pages put them into words. A proposal
carries a fingerprint of the facts it rests on, so coarse that noise does not change it: who has decided about a
proposal is not asked again until the facts have changed. Our own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from alignment.choices import Rule
from alignment.engine.intent import Contradiction

IMPORTANT = Decimal(8)
"""Importance, 0 to 10, from which a need may not go unserved."""
WORSE = 3
"""Periods in a row that have to be worse than the one before."""
STEP = 10
"""Points that money has to move for a decision about it to be asked for again."""

Figure = Decimal | int | str | date | None


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """Where the money of a strategy's unit goes: in which fiscal year, and how that contradicts the strategy."""

    strategy: str
    year: int | None
    against: Contradiction | None


@dataclass(frozen=True, slots=True)
class NeedService:
    """A customer need: its importance on 0 to 10 with who was asked when, and what its chain lacks.

    ``strategy`` is whose plan leaves it out.
    """

    id: str
    strategy: str
    importance: Decimal | None
    has_initiative: bool
    has_objective: bool
    respondents: int | None = None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveService:
    """An objective of a strategy in force: when it is due, and whether work reaches it."""

    id: str
    strategy: str
    due: date | None
    has_initiative: bool


@dataclass(frozen=True, slots=True)
class MetricHistory:
    """A metric that measures an objective, by period from the earliest; ``rises`` where higher is better."""

    id: str
    strategy: str
    objective: str
    rises: bool
    values: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """Everything the rules look at, in any order."""

    money: tuple[MoneyFact, ...] = ()
    needs: tuple[NeedService, ...] = ()
    objectives: tuple[ObjectiveService, ...] = ()
    metrics: tuple[MetricHistory, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A challenge that the facts suggest.

    ``subject`` is the uid of the record it is about, ``finding`` the code of what is wrong with it, ``figures`` are
    the numbers that show it. ``weight`` orders proposals of one rule, the largest first.
    """

    rule: Rule
    strategy: str
    subject: str
    finding: str
    figures: tuple[tuple[str, Figure], ...]
    fingerprint: str
    objective: str = ""
    weight: Decimal = Decimal()

    @property
    def key(self) -> str:
        """Names this proposal on these facts; with other facts it is another proposal."""
        return fingerprint(self.rule, self.strategy, self.subject, self.fingerprint)[:24]

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """By what a decision about it is recognized."""
        return (self.strategy, self.rule.value, self.subject, self.fingerprint)


def fingerprint(*facts: object) -> str:
    """A stable hash over some facts: the same in every process and on every day."""
    return sha256("\x1f".join(str(fact) for fact in facts).encode()).hexdigest()


def proposals(facts: RuleFacts) -> tuple[Proposal, ...]:
    """What all rules propose: rule by rule, the weightiest first, then by what it is about."""
    found = []
    for rule in RULES:
        found += sorted(rule(facts), key=lambda one: (-one.weight, one.subject, one.strategy))
    return tuple(found)


def money_against_discipline(facts: RuleFacts) -> list[Proposal]:
    """The money of a strategy's unit contradicts the discipline it leads with.

    Fingerprint: how, the year, what is intended, who gets most, and the size of it in whole steps of 10 points.
    """
    found = []
    for fact in facts.money:
        if (against := fact.against) is None:
            continue
        lead, other = against.lead, against.other
        figures: dict[str, Figure] = {
            "lead": lead.key,
            "lead_share": lead.share,
            "intended": lead.intended,
            "other": other.key,
            "other_share": other.share,
            "year": fact.year,
        }
        mark = fingerprint(
            against.kind, fact.year, lead.key, lead.intended, other.key, int(against.size // STEP)
        )
        found.append(
            Proposal(
                rule=Rule.MONEY_AGAINST_DISCIPLINE,
                strategy=fact.strategy,
                subject=fact.strategy,
                finding=against.kind.value,
                figures=tuple(figures.items()),
                fingerprint=mark,
                weight=against.size,
            )
        )
    return found


def need_unserved(facts: RuleFacts) -> list[Proposal]:
    """A need of high importance with no initiative, or with no objective in force that asks for it.

    Fingerprint: what is lacking, and the importance in whole points.
    """
    found = []
    for need in facts.needs:
        if (
            need.importance is None
            or need.importance < IMPORTANT
            or (need.has_initiative and need.has_objective)
        ):
            continue
        lacks = "nothing" if not need.has_initiative and not need.has_objective else "no_initiative"
        lacks = "no_objective" if need.has_initiative else lacks
        figures: dict[str, Figure] = {
            "importance": need.importance,
            "respondents": need.respondents,
            "asked": need.asked,
        }
        found.append(
            Proposal(
                rule=Rule.NEED_UNSERVED,
                strategy=need.strategy,
                subject=need.id,
                finding=lacks,
                figures=tuple(figures.items()),
                fingerprint=fingerprint(lacks, int(need.importance)),
                weight=need.importance,
            )
        )
    return found


def target_unmoved(facts: RuleFacts) -> list[Proposal]:
    """An objective that is due on a day, and no initiative reaches it.

    Fingerprint: the day. What is due first comes first.
    """
    return [
        Proposal(
            rule=Rule.TARGET_UNMOVED,
            strategy=objective.strategy,
            subject=objective.id,
            finding="no_initiative",
            figures=(("due", objective.due),),
            fingerprint=fingerprint(objective.due),
            objective=objective.id,
            weight=Decimal(-objective.due.toordinal()),
        )
        for objective in facts.objectives
        if objective.due is not None and not objective.has_initiative
    ]


def metric_worse(facts: RuleFacts) -> list[Proposal]:
    """A metric of an objective that has become worse three periods running, up to the latest one.

    Fingerprint: since when it has been getting worse, and how many times three periods that is by now.
    """
    found = []
    for metric in facts.metrics:
        run = worsening(metric.values, rises=metric.rises)
        if len(run) <= WORSE:
            continue
        periods = len(run) - 1
        figures: dict[str, Figure] = {
            "periods": periods,
            "since": run[0][0],
            "first": run[0][1],
            "until": run[-1][0],
            "latest": run[-1][1],
        }
        found.append(
            Proposal(
                rule=Rule.METRIC_WORSE,
                strategy=metric.strategy,
                subject=metric.id,
                finding="worse",
                figures=tuple(figures.items()),
                fingerprint=fingerprint(metric.objective, run[0][0], periods // WORSE),
                objective=metric.objective,
                weight=Decimal(periods),
            )
        )
    return found


def worsening(values: Iterable[tuple[date, Decimal]], *, rises: bool) -> Sequence[tuple[date, Decimal]]:
    """The latest values each of which is worse than the one before, with the one they fell from."""
    run: list[tuple[date, Decimal]] = []
    for day, value in sorted(values):
        is_worse = bool(run) and (value < run[-1][1] if rises else value > run[-1][1])
        run = [*run, (day, value)] if is_worse else [(day, value)]
    return run


RULES: tuple[Callable[[RuleFacts], list[Proposal]], ...] = (
    money_against_discipline,
    need_unserved,
    target_unmoved,
    metric_worse,
)
"""What is asked, in the order in which it is shown."""
