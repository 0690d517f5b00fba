"""Costs and benefits of the work added up: the single source of their page, their file and their data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Enterprise, Unit
from accounts.rules import lineage
from alignment.choices import Explicitness
from alignment.engine.chains import Chains, chains
from alignment.engine.facts import Id
from alignment.engine.rollup import Line, Promised, Sums, sums
from alignment.models import Benefit
from alignment.queries.contracts import contracts_of
from alignment.queries.facts import gathered, plan_years, year_asked
from alignment.queries.labels import Labels
from alignment.queries.rows import Readable, Rows, rows
from foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class RollUp:
    """What somebody may see of it, of a unit with everything below it or of all.

    ``year`` is the fiscal year whose money counts as cost, None for the whole life. ``units`` are those to choose from.
    """

    sums: Sums
    states: Chains
    rows: Rows
    labels: Labels
    year: int | None
    years: tuple[int, ...]
    units: tuple[Unit, ...]
    unit: Unit | None

    @property
    def whole(self) -> Line:
        return self.sums.whole


def roll_up(
    viewer: Actor,
    now: datetime,
    enterprise: Enterprise,
    *,
    basis: str,
    unit: UUID | None,
) -> RollUp:
    """Add up the initiatives that ``viewer`` may read. Benefits count in financial ones alone, as their contracts do.

    Eight queries, and one where something is in a foreign currency.
    """
    loaded = rows(now, enterprise)
    readable = Readable.to(viewer, loaded.units)
    years = plan_years(loaded)
    year = year_asked(loaded, basis)
    facts = gathered(loaded, loaded.today, year).facts
    states = chains(facts, loaded.today)
    choices = tuple(row for pk, row in loaded.units.items() if pk in readable.units and not row.is_archived)
    chosen = next((row for row in choices if row.uid == unit), None)
    inside = {pk for pk in readable.units if chosen is None or loaded.units[pk].path.startswith(chosen.path)}
    only = frozenset(fact.id for fact in facts.initiatives if fact.unit in inside)
    return RollUp(
        sums=sums(facts, states, _promised(loaded), _above(loaded.units, inside), only, loaded.today),
        states=states,
        rows=loaded,
        labels=Labels.of_rows(loaded, readable),
        year=year,
        years=tuple(years),
        units=choices,
        unit=chosen,
    )


def _above(units: Mapping[int, Unit], inside: set[int]) -> dict[Id, Sequence[Id]]:
    """Each unit with those above it, as far as they are looked at."""
    by_path = {row.path: pk for pk, row in units.items()}
    found = {pk: [by_path[path] for path in lineage(row.path)] for pk, row in units.items()}
    return {pk: [one for one in ways if one in inside] for pk, ways in found.items()}


def _promised(loaded: Rows) -> Promised:
    """What financial benefits are worth a year, by primary key."""
    money = Benefit.objects.active().filter(explicitness=Explicitness.FINANCIAL, annual_amount__isnull=False)
    found = contracts_of(list(money.select_related("metric")), loaded.today, loaded.enterprise, loaded.rates)
    known = [one for one in found if one.realized_money is not None]
    return Promised(
        value={one.benefit.pk: one.value for one in found},
        due={one.benefit.pk: one.promised_money for one in known},
        realized={one.benefit.pk: one.realized_money for one in known},
    )
