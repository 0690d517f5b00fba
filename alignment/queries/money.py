"""Where money contradicts the discipline, unit by unit: the single source of every page, file and mail that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Enterprise, Unit
from alignment.choices import Rule
from alignment.engine.intent import Contradiction
from alignment.engine.rules import MoneyFact, RuleFacts, proposals
from alignment.models import Challenge
from alignment.queries.challenges import decisions
from alignment.queries.facts import gathered, year_asked
from alignment.queries.intent import Ledger, UnitSpend
from alignment.queries.rows import Readable, Rows, rows
from foundation.actors import Actor
from strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class MoneyWarning:
    """A unit whose money contradicts the strategy it follows, with what became of challenging that.

    ``challenge`` is the newest that came of it, ``proposal`` the key of the one to decide about, empty where somebody
    has or the strategy is that of another unit.
    """

    unit: Unit
    strategy: Strategy
    against: Contradiction
    challenge: Challenge | None = None
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class MoneyWarnings:
    """The warnings as of ``as_of``, on the plan of the fiscal ``year`` or the whole life where None.

    ``judged`` are all strategies of units that were held against the money, warned of or not.
    """

    as_of: datetime
    today: date
    year: int | None
    lines: tuple[MoneyWarning, ...]
    judged: tuple[Strategy, ...]


def money_warnings(
    viewer: Actor, now: datetime, enterprise: Enterprise, unit: UUID | None = None
) -> MoneyWarnings:
    """The warnings ``viewer`` may read: of every unit that states a strategy, or of ``unit`` and those below it.

    A unit that is asked for is judged by the strategy it follows. The number of queries does not depend on the rows.
    """
    loaded = rows(now, enterprise)
    ledger = Ledger.of(loaded, Readable.to(viewer, loaded.units))
    known = gathered(loaded, loaded.today, year_asked(loaded))
    readable = Readable.to(viewer, loaded.units).units
    spends = [ledger.of_unit(one, known) for one in _asked(loaded, ledger, unit) if one.pk in readable]
    against = [one for one in spends if one.against]
    found = tuple(_warnings(against, known.year, viewer)) if against else ()
    judged = tuple(one.strategy for one in spends if one.strategy)
    return MoneyWarnings(now, loaded.today, known.year, found, judged)


def _asked(loaded: Rows, ledger: Ledger, uid: UUID | None) -> Iterator[Unit]:
    """The units that are judged, in the order of the tree."""
    chosen = next((unit for unit in loaded.units.values() if unit.uid == uid), None)
    for unit in loaded.units.values():
        strategy = ledger.strategies.get(unit.pk)
        if strategy is None or (chosen and not unit.path.startswith(chosen.path)):
            continue
        if strategy.unit_id == unit.pk or unit == chosen:
            yield unit


def _warnings(spends: Collection[UnitSpend], year: int | None, viewer: Actor) -> Iterator[MoneyWarning]:
    """Three queries."""
    own = [one for one in spends if one.strategy and one.strategy.unit_id == one.unit.pk]
    facts = RuleFacts(money=tuple(MoneyFact(str(one.strategy.uid), year, one.against) for one in own))  # type: ignore[union-attr]
    decided = decisions()
    proposed = {one.strategy: one.key for one in proposals(facts) if one.identity not in decided}
    raised = Challenge.objects.visible_to(viewer).active().filter(rule=Rule.MONEY_AGAINST_DISCIPLINE)
    challenges = {row.strategy_id: row for row in raised.order_by("number")}
    for one in spends:
        if one.strategy is None or one.against is None:
            continue
        is_own = one.strategy.unit_id == one.unit.pk
        yield MoneyWarning(
            unit=one.unit,
            strategy=one.strategy,
            against=one.against,
            challenge=challenges.get(one.strategy.pk) if is_own else None,
            proposal=proposed.get(str(one.strategy.uid), "") if is_own else "",
        )
