"""The rows behind every calculation of alignment: read once, one query for each table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Enterprise, ExchangeRate, Unit
from alignment.choices import Status
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    Outlay,
    Program,
    StrategyElement,
)
from customers.models import Need, Segment
from foundation.actors import Actor
from strategies.models import Objective, Strategy


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that counts, by primary key: neither archived nor stopped. Units are all there, for their names.

    They are not narrowed to a viewer, because the state of a chain may not depend on who looks. What a page
    names must be asked for: ``Readable`` says whether the viewer may read it.
    """

    enterprise: Enterprise
    today: date
    """In the enterprise's zone."""
    units: Mapping[int, Unit]
    strategies: Mapping[int, Strategy]
    objectives: Mapping[int, Objective]
    elements: Mapping[int, StrategyElement]
    segments: Mapping[int, Segment]
    needs: Mapping[int, Need]
    programs: Mapping[int, Program]
    initiatives: Mapping[int, Initiative]
    benefits: Mapping[int, Benefit]
    element_objectives: tuple[ElementObjective, ...]
    element_needs: tuple[ElementNeed, ...]
    need_links: tuple[NeedLink, ...]
    benefit_links: tuple[BenefitLink, ...]
    outlays: tuple[Outlay, ...]
    rates: Mapping[str, Decimal]
    """Of one unit of each currency in the enterprise's, as of the day asked for."""


def rows(now: datetime, enterprise: Enterprise | None = None) -> Rows:
    """Read everything as it stands; rates are those of the enterprise's day at ``now``.

    Fourteen queries, one more where ``enterprise`` is not given, and one where something is in a foreign currency.
    """
    enterprise = enterprise or Enterprise.objects.get()
    today = now.astimezone(ZoneInfo(enterprise.time_zone)).date()
    benefits = {row.pk: row for row in Benefit.objects.active().select_related("metric")}
    outlays = tuple(Outlay.objects.active())
    stated = {row.currency for row in outlays} | {row.annual_currency for row in benefits.values()}
    return Rows(
        enterprise=enterprise,
        today=today,
        units={row.pk: row for row in Unit.objects.order_by("path")},
        strategies={row.pk: row for row in Strategy.objects.active()},
        objectives={row.pk: row for row in Objective.objects.active()},
        elements={row.pk: row for row in StrategyElement.objects.active()},
        segments={row.pk: row for row in Segment.objects.active().order_by("number")},
        needs={row.pk: row for row in Need.objects.active().select_related("owner")},
        programs={row.pk: row for row in Program.objects.active()},
        initiatives={
            row.pk: row
            for row in Initiative.objects.active().exclude(status=Status.STOPPED).select_related("owner")
        },
        benefits=benefits,
        element_objectives=tuple(ElementObjective.objects.active()),
        element_needs=tuple(ElementNeed.objects.active()),
        need_links=tuple(NeedLink.objects.active()),
        benefit_links=tuple(BenefitLink.objects.active()),
        outlays=outlays,
        rates=rates(stated, enterprise.currency, today),
    )


def rates(stated: Iterable[str], currency: str, today: date) -> dict[str, Decimal]:
    """The latest rate up to ``today`` into ``currency``; asked for only where something is ``stated`` in another."""
    if set(stated) <= {currency, ""}:
        return {currency: Decimal(1)}
    dated = ExchangeRate.objects.active().filter(day__lte=today).order_by("day", "number")
    return {**dict(dated.values_list("currency", "rate")), currency: Decimal(1)}


@dataclass(frozen=True, slots=True)
class Readable:
    """Which units a viewer may read: the same rule as ``visible_to``, asked about rows already loaded."""

    units: frozenset[int]
    directions: frozenset[int]
    """Units whose strategies, with objectives and elements, may be read: also those above."""

    @classmethod
    def to(cls, viewer: Actor, units: Mapping[int, Unit]) -> Readable:
        reads = viewer.access.reads
        return cls(
            frozenset(pk for pk, unit in units.items() if reads([unit.path])),
            frozenset(pk for pk, unit in units.items() if reads([unit.path], from_below=True)),
        )
