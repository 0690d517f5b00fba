"""Work that takes its place before needs do: initiatives without a need, where needs drive priority."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Enterprise
from accounts.queries import day_at
from alignment.choices import Status
from alignment.engine.priority import Unlinked, Work, unlinked
from alignment.engine.spending import OutlayFact, spending
from alignment.models import Initiative, NeedLink, Outlay
from alignment.queries.facts import usual_year
from alignment.queries.gate import drives
from alignment.queries.rows import OUTLAY, rates
from foundation.actors import Actor
from foundation.values import fiscal_year
from strategies.models import Strategy
from strategies.queries.in_force import followed_by_units


@dataclass(frozen=True, slots=True)
class UnlinkedLine:
    """A hard warning about an initiative: the strategy its unit follows, and its money."""

    initiative: Initiative
    follows: Strategy
    warning: Unlinked
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class UnlinkedWork:
    """All hard warnings, by unit and place; amounts are of ``year``, of the whole life where None."""

    year: int | None
    currency: str
    lines: tuple[UnlinkedLine, ...] = ()

    def of(self, initiative: Initiative) -> UnlinkedLine | None:
        """The warning about one initiative."""
        return next((line for line in self.lines if line.initiative.pk == initiative.pk), None)


def unlinked_work(
    viewer: Actor, now: datetime, enterprise: Enterprise, units: Collection[int] | None = None
) -> UnlinkedWork:
    """The warnings about work ``viewer`` may read, in ``units`` or everywhere. Five queries, six with rates.

    Places are counted over all work of a unit, whoever looks.
    """
    today = day_at(now, enterprise)
    followed = {unit: row for unit, row in followed_by_units(today).items() if drives(row)}
    asked = followed.keys() if units is None else followed.keys() & set(units)
    known = list(_owing(asked, today))
    outlays = [OutlayFact(*row) for row in _stated(asked).values_list(*OUTLAY)]
    years = {fact.year for fact in outlays if fact.year is not None}
    year = usual_year(years, fiscal_year(today, enterprise.fiscal_start_month))
    current = rates((fact.currency for fact in outlays), enterprise.currency, today)
    amounts = spending(outlays, current, year).amounts
    found = unlinked(
        Work(pk, unit, serves, status == Status.PROPOSED, amounts.get(pk))
        for pk, unit, status, serves in known
    )
    seen = Initiative.objects.visible_to(viewer).for_list().filter(pk__in=[one.id for one in found])
    rows = {row.pk: row for row in seen}
    lines = tuple(
        UnlinkedLine(rows[int(one.id)], followed[int(one.unit)], one, amounts.get(one.id))
        for one in found
        if one.id in rows
    )
    return UnlinkedWork(year, enterprise.currency, lines)


def _owing(units: Collection[int], today: date) -> list[tuple[int, int, str, bool]]:
    """Work of some units that owes a line of sight, with whether it serves a need."""
    serving = NeedLink.objects.active().filter(
        initiative=OuterRef("pk"), strength__gt=0, need__archived_at=None
    )
    rows = (
        Initiative.objects.counting().owing_on(today).filter(unit__in=units).annotate(serves=Exists(serving))
    )
    found: list[tuple[int, int, str, bool]] = list(rows.values_list("pk", "unit_id", "status", "serves"))
    return found


def _stated(units: Collection[int]) -> QuerySet[Any]:
    return Outlay.objects.active().filter(initiative__unit__in=units, initiative__archived_at=None)
