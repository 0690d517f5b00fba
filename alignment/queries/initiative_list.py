"""What the list of initiatives shows beside the fields: the needs served and the money of the plan year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Enterprise
from alignment.choices import Health
from alignment.engine.facts import Id
from alignment.engine.spending import OutlayFact, spending
from alignment.models import Initiative, NeedLink, Outlay
from alignment.queries.facts import usual_year
from alignment.queries.rows import rates
from foundation.actors import Actor
from foundation.values import fiscal_year


@dataclass(frozen=True, slots=True)
class Work:
    """Short names of the needs each initiative serves, strongest first, and what it costs."""

    needs: Mapping[int, Sequence[str]]
    amounts: Mapping[Id, Decimal]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many initiatives serve no need or are off track, and the plan year whose amounts count; the whole life where empty."""

    without_need: int
    off_track: int
    year: int | None


def tally(viewer: Actor, enterprise: Enterprise, today: date) -> Tally:
    """Over all initiatives that the viewer may see and that count. One query.

    One owes a need that serves none and is not exempt; what is stopped owes nothing, as on the line of sight.
    """
    current = fiscal_year(today, enterprise.fiscal_start_month)
    served = NeedLink.objects.active().filter(initiative=OuterRef("pk"), strength__gt=0)
    counting = Initiative.objects.visible_to(viewer).counting()
    # Asked beside the enterprise's row, not in a sum over initiatives, which would ask again for each of them.
    row = Enterprise.objects.filter(pk=enterprise.pk).values_list(
        _count(counting.owing_on(today).filter(~Exists(served))),
        _count(counting.filter(health=Health.OFF)),
        Exists(Outlay.objects.active().filter(fiscal_year=current)),
    )
    without_need, off_track, is_stated = row.get()
    return Tally(without_need, off_track, usual_year([current] if is_stated else [], current))


def _count(rows: QuerySet[Initiative]) -> Coalesce:
    """How many there are, asked inside another statement."""
    return Coalesce(Subquery(rows.order_by().values(of=Value(1)).values(count=Count("pk"))), 0)


def work_of(initiatives: Sequence[Initiative], enterprise: Enterprise, year: int | None, today: date) -> Work:
    """The needs and the money of some initiatives: the same amounts as on the line of sight. Two queries."""
    ids = [initiative.pk for initiative in initiatives]
    served: defaultdict[int, list[str]] = defaultdict(list)
    links = NeedLink.objects.active().filter(initiative__in=ids, strength__gt=0)
    in_order = links.order_by("-strength", F("share").desc(nulls_last=True), "need__number")
    for initiative, short, statement in in_order.values_list(
        "initiative", "need__short_name", "need__statement"
    ):
        served[initiative].append(short or statement)
    stated = Outlay.objects.active().filter(initiative__in=ids)
    columns = ("initiative", "kind", "fiscal_year", "amount", "currency")
    facts = [OutlayFact(*row) for row in stated.values_list(*columns)]
    known = rates((fact.currency for fact in facts), enterprise.currency, today)
    return Work(served, spending(facts, known, year).amounts)
