"""The rows that one record's chain depends on: what is above and below it, and nothing else.

The state of a chain and the money on its lines follow from these rows as they would from all rows, at a cost that
does not grow with the portfolio. One query for each kind of link; the records at both ends come along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Enterprise, Unit
from accounts.queries import day_at
from alignment.choices import Hop, Status
from alignment.engine.facts import BenefitFact, InitiativeFact, Ref
from alignment.engine.spending import OutlayFact
from alignment.models import (
    Benefit,
    BenefitLink,
    ElementNeed,
    ElementObjective,
    Initiative,
    NeedLink,
    Outlay,
    StrategyElement,
)
from alignment.queries.bulk_facts import promise
from alignment.queries.ended import Direction, parted
from alignment.queries.lazy_records import LazyRecords
from alignment.queries.links import STANDING, LinkTables
from alignment.queries.rows import OUTLAY, Rows, rates
from customers.models import Need
from foundation.models import Record
from strategies.models import Objective

Ids = QuerySet[Any, Any] | Collection[int | str]
UNSEEN = ("version", "source", "external_key", "created_at", "updated_at")
"""Columns of every record that neither a chain nor a name needs."""


def rows_of_record(record: Record, ref: Ref, now: datetime, enterprise: Enterprise) -> Rows:
    """What the chain of ``record`` is made of.

    Six queries, and one where rates are needed.
    """
    today = day_at(now, enterprise)
    own = [] if record.is_archived or getattr(record, "status", "") == Status.STOPPED else [record]
    links = _links(ref)
    stated = Outlay.objects.active().filter(initiative__in=_initiatives(ref))
    outlays = [OutlayFact(*row) for row in stated.values_list(*OUTLAY)]
    benefits = {link.benefit_id: link.benefit for link in links.benefit_links}
    stated_in = {fact.currency for fact in outlays} | {row.annual_currency for row in benefits.values()}
    known = rates(stated_in, enterprise.currency, today)
    direction, ended = _direction(own, links, today)
    needs = _ends((*links.need_links, *links.element_needs), "need")
    initiatives = _ends((*links.need_links, *links.benefit_links), "initiative")
    work: dict[int, Initiative] = _by_pk([*own, *initiatives], Initiative)
    return Rows(
        enterprise=enterprise,
        today=today,
        units={row.pk: row for row in Unit.objects.order_by("path").only("uid", "number", "name", "path")},
        strategies=direction.strategies,
        objectives=direction.objectives,
        elements=direction.elements,
        segments={need.segment_id: need.segment for need in needs if need.segment_id},
        needs=_by_pk([*own, *needs], Need),
        programs={},
        initiatives=LazyRecords.holding(work),
        benefits=LazyRecords.holding(benefits),
        metrics=LazyRecords.holding({row.metric.pk: row.metric for row in benefits.values() if row.metric}),
        link_records={hop: LazyRecords.holding(_by_pk(found)) for hop, found in links.by_hop().items()},
        work=[
            InitiativeFact(row.pk, row.unit_id, row.program_id, row.status, None, row.exempt_until)
            for row in work.values()
        ],
        promises=[_promise(row, known) for row in benefits.values()],
        links=links.facts(),
        outlays=outlays,
        rates=known,
        ended=ended,
    )


def _direction(own: Iterable[Record], links: LinkTables, today: date) -> tuple[Direction, Direction]:
    """What the lines run through of strategies that count, and of those that have ended."""
    ends = _ends((*links.element_needs, *links.element_objectives), "element")
    objectives = [*own, *_ends(links.element_objectives, "objective")]
    known = _by_pk(objectives, Objective).values(), _by_pk([*own, *ends], StrategyElement).values()
    strategies = (row.strategy for rows in known for row in rows if not row.strategy.is_archived)
    return parted(strategies, *known, today)


def _links(ref: Ref) -> LinkTables:
    """Each kind after the one it hangs on: statements that name ids cost less than nested ones.

    The records at both ends come along where neither the page nor an earlier statement has them.
    """
    initiatives, work = _initiatives(ref), [] if ref.hop is Hop.INITIATIVE else ["initiative"]
    upward = ref.hop in (Hop.INITIATIVE, Hop.NEED)
    serving = _standing(NeedLink, "need", "need__segment", *work)
    need_links = tuple(serving.filter(initiative__in=initiatives))
    needs = {link.need_id for link in need_links} if ref.hop is Hop.INITIATIVE else _needs(ref)
    asked = [] if upward else ["need", "need__segment"]
    asking = _standing(ElementNeed, "element", "element__strategy", *asked)
    element_needs = tuple(asking.filter(_of_element_needs(ref, needs)))
    elements = {link.element_id for link in element_needs}
    reaching = _standing(
        ElementObjective,
        "objective",
        "objective__strategy",
        *([] if upward else ["element", "element__strategy"]),
    )
    paying = _standing(BenefitLink, "benefit", "benefit__metric", "benefit__owner", *work)
    return LinkTables(
        need_links,
        element_needs,
        tuple(reaching.filter(_of_element_objectives(ref, elements))),
        tuple(paying.filter(initiative__in=initiatives)),
    )


@cache
def _standing(model: type[Any], *ends: str) -> QuerySet[Any]:
    """All links that count, with the records at ``ends``, each without what no chain looks at.

    Put together once: that takes as long as to ask for the links of one record.
    """
    places = ["", *(f"{end}__" for end in ends)]
    unseen = [f"{place}{name}" for place in places for name in UNSEEN]
    links: QuerySet[Any] = model.objects.active().filter(STANDING[model])
    return links.select_related(*ends).defer(*unseen)


def _needs(ref: Ref) -> Ids:
    """Ids of the needs that lines through a need, an element or an objective run through."""
    if ref.hop is Hop.NEED:
        return {ref.id}
    asked = ElementNeed.objects.active()
    if ref.hop is Hop.ELEMENT:
        return asked.filter(element=ref.id).values("need")
    serving = ElementObjective.objects.active().filter(objective=ref.id)
    return asked.filter(element__in=serving.values("element")).values("need")


def _initiatives(ref: Ref) -> Ids:
    """Ids of the initiatives that lines through the record run through."""
    if ref.hop is Hop.INITIATIVE:
        return {ref.id}
    return NeedLink.objects.active().filter(need__in=_needs(ref)).values("initiative")


def _of_element_needs(ref: Ref, needs: Ids) -> Q:
    """Every element of those needs: a need's money is divided among all of them."""
    return Q(need__in=needs) | (Q(element=ref.id) if ref.hop is Hop.ELEMENT else Q())


def _of_element_objectives(ref: Ref, elements: Ids) -> Q:
    own = {Hop.ELEMENT: Q(element=ref.id), Hop.OBJECTIVE: Q(objective=ref.id)}
    return Q(element__in=elements) | own.get(ref.hop, Q())


def _ends(links: Iterable[Record], name: str) -> list[Any]:
    """The records that came along at the ``name`` end of links."""
    return [getattr(link, name) for link in links if name in link._state.fields_cache]


def _by_pk(records: Iterable[Record], model: type[Any] = Record) -> dict[int, Any]:
    return {record.pk: record for record in records if isinstance(record, model)}


def _promise(row: Benefit, known: Mapping[str, Decimal]) -> BenefitFact:
    has_ends = (row.baseline_value is not None, row.target_value is not None)
    columns = (row.pk, row.metric_id, *has_ends, row.annual_amount, row.annual_currency, row.unit_id)
    return promise(columns, known)
