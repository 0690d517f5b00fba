"""The rows behind every calculation of alignment: read once, and no more columns than are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Trim

from accounts.models import Enterprise, ExchangeRate, Unit
from accounts.queries import day_at
from alignment.choices import Hop, Status
from alignment.engine.facts import BenefitFact, InitiativeFact, LinkFact
from alignment.engine.spending import OutlayFact, converted
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
from alignment.queries.ended import Direction, parted
from alignment.queries.shelf import Shelf
from customers.models import Need, Segment
from foundation.actors import Actor
from metrics.models import Metric
from strategies.models import Objective, Strategy

LINKS: dict[Hop, tuple[type[Any], str, str]] = {
    Hop.OBJECTIVE: (ElementObjective, "element", "objective"),
    Hop.ELEMENT: (ElementNeed, "need", "element"),
    Hop.NEED: (NeedLink, "initiative", "need"),
    Hop.BENEFIT: (BenefitLink, "initiative", "benefit"),
}
"""The model of the links to each station, and its fields for source and target."""
INITIATIVE = ("pk", "unit_id", "program_id", "status", "exempt_until")
BENEFIT = ("pk", "metric_id", "has_baseline", "has_target", "annual_amount", "annual_currency", "unit_id")
OUTLAY = ("initiative_id", "kind", "fiscal_year", "amount", "currency")


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that counts, by primary key: neither archived nor stopped, nor of a strategy that has ended.

    Units are all there, for their names; what has ended stands apart, so that lines which stop there can name it.

    They are not narrowed to a viewer, because the state of a chain may not depend on who looks. What a page
    names must be asked for: ``Readable`` says whether the viewer may read it.

    Initiatives, benefits and links are facts, for there are thousands; their records, and those of programs, stand on
    shelves. ``work`` has no amounts yet, which depend on the year asked for.
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
    programs: Shelf[Program]
    initiatives: Shelf[Initiative]
    benefits: Shelf[Benefit]
    metrics: Shelf[Metric]
    link_records: Mapping[Hop, Shelf[Any]]
    work: Sequence[InitiativeFact]
    promises: Sequence[BenefitFact]
    links: Sequence[LinkFact]
    outlays: Sequence[OutlayFact]
    rates: Mapping[str, Decimal]
    """Of one unit of each currency in the enterprise's, as of the day asked for."""
    ended: Direction


def rows(now: datetime, enterprise: Enterprise | None = None) -> Rows:
    """Read everything as it stands; rates are those of the enterprise's day at ``now``.

    Ten queries, one more where ``enterprise`` is not given, and one where something is in a foreign currency.
    """
    enterprise = enterprise or Enterprise.objects.get()
    today = day_at(now, enterprise)
    counting = Initiative.objects.active().exclude(status=Status.STOPPED)
    outlays = [OutlayFact(*row) for row in Outlay.objects.active().values_list(*OUTLAY)]
    promised = list(_promised().values_list(*BENEFIT))
    known = rates(
        {fact.currency for fact in outlays} | {row[5] for row in promised}, enterprise.currency, today
    )
    stated, ended = parted(
        Strategy.objects.active(), Objective.objects.active(), StrategyElement.objects.active(), today
    )
    return Rows(
        enterprise=enterprise,
        today=today,
        units={row.pk: row for row in Unit.objects.order_by("path")},
        strategies=stated.strategies,
        objectives=stated.objectives,
        elements=stated.elements,
        segments={row.pk: row for row in Segment.objects.active().order_by("number")},
        needs={row.pk: row for row in Need.objects.active().select_related("owner")},
        programs=Shelf(Program.objects.active()),
        initiatives=Shelf(counting.select_related("owner")),
        benefits=Shelf(Benefit.objects.active().select_related("metric")),
        metrics=Shelf(Metric.objects.all()),
        link_records={hop: Shelf(model.objects.active()) for hop, (model, _, _) in LINKS.items()},
        work=[
            InitiativeFact(pk, unit, program, status, None, exempt)
            for pk, unit, program, status, exempt in counting.values_list(*INITIATIVE)
        ],
        promises=[promise(row, known) for row in promised],
        links=_links(),
        outlays=outlays,
        rates=known,
        ended=ended,
    )


def promise(row: Sequence[Any], known: Mapping[str, Decimal]) -> BenefitFact:
    """What a benefit promises, from its columns ``BENEFIT``."""
    pk, metric, has_baseline, has_target, amount, currency, unit = row
    value = converted(amount, currency, known) if currency else None
    return BenefitFact(pk, metric, has_baseline, has_target, value, unit)


def _promised() -> Any:
    """Benefits with whether their values are stated: thousands of decimals need not be read for that."""
    return Benefit.objects.active().annotate(
        has_baseline=_flag(Q(baseline_value__isnull=False)),
        has_target=_flag(Q(target_value__isnull=False)),
    )


def _flag(condition: Q) -> Case:
    """1 or 0: unlike a Boolean, a number comes from every database as it is."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _links() -> list[LinkFact]:
    """All links in one query. Those that can have a share come first: they say how shares are read."""
    hops = (Hop.NEED, Hop.BENEFIT, Hop.ELEMENT, Hop.OBJECTIVE)
    first, *others = (_link_values(hop, place) for place, hop in enumerate(hops))
    return [LinkFact(hops[row[0]], *row[1:]) for row in first.union(*others, all=True)]


def _link_values(hop: Hop, place: int) -> QuerySet[Any, tuple[Any, ...]]:
    model, source, target = LINKS[hop]
    is_shared = hop in (Hop.NEED, Hop.BENEFIT)
    # "share" is a column only where money is split; elsewhere an empty one stands for it.
    share = {} if is_shared else {"share": Value(None, DecimalField(max_digits=5, decimal_places=2))}
    rows = (
        model.objects.active()
        .alias(trimmed=Trim("evidence"))
        .annotate(
            place=Value(place),
            known=_flag(~Q(trimmed="")),
            **share,
        )
    )
    columns = ("place", source, target, "strength", "share", "known", "evidence_date", "review_months", "pk")
    values: QuerySet[Any, tuple[Any, ...]] = rows.values_list(*columns)
    return values


def link_fact(hop: Hop, record: Any) -> LinkFact:
    """What a link that has been read as a record says."""
    _, source, target = LINKS[hop]
    return LinkFact(
        hop=hop,
        source=getattr(record, f"{source}_id"),
        target=getattr(record, f"{target}_id"),
        strength=record.strength,
        share=getattr(record, "share", None),
        has_evidence=bool(record.evidence.strip()),
        evidence_date=record.evidence_date,
        review_months=record.review_months,
        id=record.pk,
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
