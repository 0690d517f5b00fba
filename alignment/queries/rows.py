"""The rows behind every calculation of alignment: read once, and no more columns than are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Enterprise, ExchangeRate, Unit
from accounts.queries import day_at
from alignment.choices import Hop
from alignment.engine.facts import BenefitFact, InitiativeFact, LinkFact
from alignment.engine.spending import OutlayFact
from alignment.models import (
    Benefit,
    Initiative,
    Program,
    StrategyElement,
)
from alignment.queries.bulk_facts import bulk_facts, promise
from alignment.queries.ended import Direction, parted
from alignment.queries.lazy_records import LazyRecords
from alignment.queries.links import LINKS
from alignment.queries.union import Part, union_of
from customers.models import Need, Segment
from foundation.actors import Actor
from foundation.values import fiscal_year
from metrics.models import Metric
from strategies.models import Objective, Strategy

UNIT = ("uid", "number", "name", "archived_at", "parent_id", "path", "kind")
SEGMENT = ("uid", "number", "name", "archived_at", "parent_id", "segmentation_id", "kind")
PROGRAM = ("uid", "number", "name", "archived_at", "unit_id")
STATED = ("uid", "number", "name", "archived_at")
STRATEGY = (
    *STATED, "unit_id", "discipline", "state", "start_date", "end_date", "version",
    "product_leadership_share", "operational_excellence_share", "customer_intimacy_share",
    "front_office_share", "back_office_share",
)  # fmt: skip
OBJECTIVE = (*STATED, "strategy_id", "discipline", "due_date", "weight")
ELEMENT = (*STATED, "strategy_id")
"""What is looked at of what there are dozens of."""
OUTLAY = ("initiative_id", "kind", "fiscal_year", "amount", "currency")


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that counts, by primary key: neither archived nor stopped, nor of a strategy that has ended.

    Units are all there, for their names; what has ended stands apart, so that lines which stop there can name it.

    They are not narrowed to a viewer, because the state of a chain may not depend on who looks. What a page
    names must be asked for: ``Readable`` says whether the viewer may read it.

    Initiatives, benefits and links are facts, for there are thousands; their records are read when they are named. ``work`` has no amounts yet, which depend on the year asked for.
    """

    enterprise: Enterprise
    today: date
    """The day in the enterprise's zone."""
    units: Mapping[int, Unit]
    strategies: Mapping[int, Strategy]
    objectives: Mapping[int, Objective]
    elements: Mapping[int, StrategyElement]
    segments: Mapping[int, Segment]
    needs: Mapping[int, Need]
    programs: Mapping[int, Program]
    initiatives: LazyRecords[Initiative]
    benefits: LazyRecords[Benefit]
    metrics: LazyRecords[Metric]
    link_records: Mapping[Hop, LazyRecords[Any]]
    work: Sequence[InitiativeFact]
    promises: Sequence[BenefitFact]
    links: Sequence[LinkFact]
    outlays: Sequence[OutlayFact]
    rates: Mapping[str, Decimal]
    """Of one unit of each currency in the enterprise's, as of the day asked for."""
    ended: Direction

    @property
    def currency(self) -> str:
        """Currency of every amount."""
        return self.enterprise.currency

    @property
    def fiscal_year(self) -> int:
        return fiscal_year(self.today, self.enterprise.fiscal_start_month)


def rows(now: datetime, enterprise: Enterprise) -> Rows:
    """Read everything as it stands; rates are those of the enterprise's day at ``now``.

    Four queries, and one where something is in a foreign currency.
    """
    today = day_at(now, enterprise)
    facts = bulk_facts()
    known = rates(
        {fact.currency for fact in facts.outlays} | {row[5] for row in facts.promised},
        enterprise.currency,
        today,
    )
    units, segments, programs = union_of(
        Part(Unit.objects.all(), UNIT),
        Part(Segment.objects.active(), SEGMENT),
        Part(Program.objects.active(), PROGRAM),
    )
    strategies, objectives, elements = _stated()
    stated, ended = parted(strategies, objectives, elements, today)
    counting = Initiative.objects.counting()
    return Rows(
        enterprise=enterprise,
        today=today,
        units=dict(sorted(units.items(), key=lambda pair: pair[1].path)),
        strategies=stated.strategies,
        objectives=stated.objectives,
        elements=stated.elements,
        segments=dict(sorted(segments.items(), key=lambda pair: pair[1].number)),
        needs={row.pk: row for row in Need.objects.active().select_related("owner")},
        programs=programs,
        initiatives=LazyRecords(counting.select_related("owner")),
        benefits=LazyRecords(Benefit.objects.active().select_related("metric")),
        metrics=LazyRecords(Metric.objects.all()),
        link_records={hop: LazyRecords(model.objects.active()) for hop, (model, _, _) in LINKS.items()},
        work=facts.work,
        promises=[promise(row, known) for row in facts.promised],
        links=facts.links,
        outlays=facts.outlays,
        rates=known,
        ended=ended,
    )


def _stated() -> Iterator[list[Any]]:
    """Strategies, objectives and elements, each in the order in which they were made."""
    found = union_of(
        Part(Strategy.objects.active(), STRATEGY),
        Part(Objective.objects.active(), OBJECTIVE),
        Part(StrategyElement.objects.active(), ELEMENT),
    )
    for table in found:
        yield sorted(table.values(), key=lambda row: row.pk)


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
