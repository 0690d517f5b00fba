"""Spend against intent of a unit: the single source of the page, the API, the file and the challenges about money."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from accounts.models import Enterprise, Unit
from alignment.choices import Office, OutlayKind
from alignment.engine.facts import Id
from alignment.engine.intent import Contradiction, Intent, Prospect, Spend, contradiction, prospect, spend
from alignment.models import Initiative
from alignment.queries.facts import Gathered, gathered, plan_years, year_asked
from alignment.queries.rows import Readable, Rows, rows
from foundation.actors import Actor
from strategies.choices import Discipline
from strategies.models import Strategy
from strategies.queries.in_force import followed_by_units


class Counted(StrEnum):
    """Which amounts count: what is planned, as everywhere else, or only what was spent."""

    PLANNED = "planned"
    ACTUAL = "actual"


@dataclass(frozen=True, slots=True)
class IntentQuestion:
    """What a reader asks. ``basis`` is a fiscal year in digits or ``life``; empty means the usual basis."""

    unit: UUID | None = None
    basis: str = ""
    counted: Counted = Counted.PLANNED


@dataclass(frozen=True, slots=True)
class UnitSpend:
    """The money of a unit with everything below it, against the strategy it follows; ``is_own``: only its own."""

    unit: Unit
    strategy: Strategy | None
    spend: Spend
    against: Contradiction | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class SpendAgainstIntent:
    """The answer: the money of ``chosen`` on one basis, by fiscal year, and by unit below.

    ``prospects`` say of each discipline and office when intent is met; those without intent are left out.
    ``missing_rates`` names currencies without a rate, ``without_rate`` how many initiatives that concerns.
    """

    question: IntentQuestion
    enterprise: Enterprise
    as_of: datetime
    chosen: UnitSpend | None
    year: int | None
    years: tuple[int, ...]
    units: tuple[Unit, ...]
    by_year: tuple[tuple[int, Spend], ...]
    prospects: Mapping[str, Prospect]
    below: tuple[UnitSpend, ...]
    without_rate: int
    missing_rates: tuple[str, ...]

    @property
    def without_amount(self) -> int:
        """Initiatives that state no amount on this basis; those that lack only a rate are not among them."""
        return len(self.chosen.spend.without_amount) - self.without_rate if self.chosen else 0


def spend_against_intent(
    viewer: Actor, question: IntentQuestion, now: datetime, enterprise: Enterprise
) -> SpendAgainstIntent:
    """What ``viewer`` sees of it. The number of queries does not depend on the rows.

    Without a unit, or with one that may not be read, it is about the topmost unit the viewer may read.
    """
    loaded = counting(rows(now, enterprise), question.counted)
    readable = Readable.to(viewer, loaded.units)
    units = tuple(unit for unit in loaded.units.values() if unit.pk in readable.units)
    ledger = Ledger.of(loaded, readable)
    years = tuple(plan_years(loaded))
    year = year_asked(loaded, question.basis)
    unit = next((unit for unit in units if unit.uid == question.unit), units[0] if units else None)
    known = gathered(loaded, loaded.today, year)
    chosen = ledger.of_unit(unit, known) if unit else None
    past = [one for one in reversed(years) if one <= loaded.fiscal_year]
    by_year = tuple(ledger.by_year(chosen, past, known)) if chosen else ()
    lacking = [key for key in known.spending.without_rate if chosen and key in chosen.spend.without_amount]
    return SpendAgainstIntent(
        question=question,
        enterprise=loaded.enterprise,
        as_of=now,
        chosen=chosen,
        year=year,
        years=years,
        units=tuple(unit for unit in units if not unit.is_archived),
        by_year=by_year,
        prospects=_prospects(chosen, by_year),
        below=tuple(ledger.below(unit, known)) if unit else (),
        without_rate=len(lacking),
        missing_rates=_missing_rates(loaded, lacking),
    )


def counting(loaded: Rows, counted: Counted) -> Rows:
    """The same rows with only the amounts that count."""
    if counted is Counted.PLANNED:
        return loaded
    spent = tuple(outlay for outlay in loaded.outlays if outlay.kind == OutlayKind.ACTUAL)
    return replace(loaded, outlays=spent)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Initiatives by unit, with what it takes to split their money: offices, and the strategies that units follow."""

    rows: Rows
    offices: Mapping[Id, str]
    initiatives: Mapping[Id, tuple[Id, ...]]
    strategies: Mapping[int, Strategy]

    @classmethod
    def of(cls, loaded: Rows, readable: Readable | None = None) -> Ledger:
        """Everything, or what a viewer may read. Three queries."""
        offices = dict(Initiative.objects.active().values_list("pk", "office"))
        initiatives: dict[Id, list[Id]] = {}
        for fact in loaded.work:
            if fact.unit is not None and (readable is None or fact.unit in readable.units):
                initiatives.setdefault(fact.unit, []).append(fact.id)
        listed = {unit: tuple(keys) for unit, keys in initiatives.items()}
        return cls(loaded, offices, listed, followed_by_units(loaded.today))

    def of_unit(self, unit: Unit, known: Gathered) -> UnitSpend:
        """The money of a unit and everything below it."""
        return self._of(unit, self._within(unit), known)

    def below(self, unit: Unit, known: Gathered) -> Iterator[UnitSpend]:
        """The units right below one that have work, then the work of the unit itself; none where it has no units."""
        children = [row for row in self.rows.units.values() if row.parent_id == unit.pk]
        for child in children:
            if within := self._within(child):
                yield self._of(child, within, known)
        if children and (own := self.initiatives.get(unit.pk)):
            yield replace(self._of(unit, own, known), is_own=True)

    def by_year(
        self, chosen: UnitSpend, years: Iterable[int], known: Gathered
    ) -> Iterator[tuple[int, Spend]]:
        """The money of a unit in each fiscal year, as links and strategy stand today; one year is ``known``."""
        for year in years:
            if year == known.year:
                yield year, chosen.spend
            else:
                there = gathered(self.rows, self.rows.today, year)
                yield year, self.of_unit(chosen.unit, there).spend

    def _of(self, unit: Unit, only: Collection[Id], known: Gathered) -> UnitSpend:
        strategy = self.strategies.get(unit.pk)
        intent = intent_of(strategy)
        found = spend(known.facts, self.offices, intent, only)
        return UnitSpend(unit, strategy, found, contradiction(found.disciplines, intent.lead))

    def _within(self, unit: Unit) -> frozenset[Id]:
        """Initiatives of a unit and of all below it."""
        below = (row.pk for row in self.rows.units.values() if row.path.startswith(unit.path))
        return frozenset(key for pk in below for key in self.initiatives.get(pk, ()))


def intent_of(strategy: Strategy | None) -> Intent:
    """What a strategy intends, the larger share first; without one there are only the names."""
    shares = (strategy.intended_shares if strategy else None) or {}
    lead = strategy.discipline if strategy else ""
    ranked = sorted(Discipline.values, key=lambda value: (-shares.get(value, 0), value != lead))
    offices = {office.value: getattr(strategy, f"{office.value}_office_share", None) for office in Office}
    return Intent(
        lead=lead,
        disciplines={value: _decimal(shares.get(value)) for value in ranked},
        offices={office: _decimal(share) for office, share in offices.items()},
    )


def _decimal(share: int | None) -> Decimal | None:
    return None if share is None else Decimal(share)


def _prospects(chosen: UnitSpend | None, by_year: Collection[tuple[int, Spend]]) -> dict[str, Prospect]:
    parts = chosen.spend.parts if chosen else ()
    shares = [(year, {part.key: part.share for part in found.parts}) for year, found in by_year]
    return {
        part.key: prospect([(year, known[part.key]) for year, known in shares], part.intended)
        for part in parts
        if part.intended is not None
    }


def _missing_rates(loaded: Rows, initiatives: Collection[Id]) -> tuple[str, ...]:
    stated = {outlay.currency for outlay in loaded.outlays if outlay.initiative in initiatives}
    return tuple(sorted(stated - set(loaded.rates)))
