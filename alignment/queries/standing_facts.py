"""What standings are computed from: all of it, or what one station of some records depends on.

The same facts as behind the line of sight, without the money: what is neither archived nor stopped, nor of a strategy
that was put away.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Trim

from alignment.choices import Hop
from alignment.engine.facts import (
    BenefitFact,
    ElementFact,
    EndedFact,
    Facts,
    Id,
    InitiativeFact,
    LinkFact,
    NeedFact,
    ObjectiveFact,
    Ref,
)
from alignment.models import Benefit, Initiative, StrategyElement
from alignment.queries.ended import parted
from alignment.queries.facts import strategy_fact
from alignment.queries.links import LINKS, STANDING
from customers.models import Need
from strategies.models import Objective, Strategy

LINK = ("strength", "known", "evidence_date", "review_months", "pk")
DIRECTION: dict[Hop, type[Any]] = {Hop.OBJECTIVE: Objective, Hop.ELEMENT: StrategyElement}
"""What a strategy states, and so ends with it."""
Ids = Collection[Id]


def facts_on(today: date) -> Facts:
    """Everything as it stands. Ten queries."""
    stated, ended = parted(
        Strategy.objects.active(), Objective.objects.active(), StrategyElement.objects.active(), today
    )
    return Facts(
        strategies=tuple(strategy_fact(row, today) for row in stated.strategies.values()),
        objectives=tuple(ObjectiveFact(row.pk, row.strategy_id, "") for row in stated.objectives.values()),
        elements=tuple(ElementFact(row.pk, row.strategy_id) for row in stated.elements.values()),
        needs=tuple(map(NeedFact, Need.objects.active().order_by().values_list("pk", flat=True))),
        initiatives=tuple(initiatives()),
        benefits=tuple(benefits()),
        links=tuple(link for hop in LINKS for link in links(hop)),
        ended=ended.facts(),
    )


def initiatives(among: Ids | None = None) -> list[InitiativeFact]:
    """Initiatives that count, of some or of all."""
    rows = _of(Initiative.objects.counting(), among)
    columns = rows.order_by().values_list("pk", "unit_id", "exempt_until")
    return [InitiativeFact(pk, unit, exempt_until=exempt) for pk, unit, exempt in columns]


def needs(among: Ids) -> set[Id]:
    """Those of some needs that count."""
    return set(_of(Need.objects.active(), among).order_by().values_list("pk", flat=True))


def benefits(among: Ids | None = None) -> list[BenefitFact]:
    """What can be measured of benefits, of some or of all."""
    rows = _of(Benefit.objects.active(), among).order_by()
    columns = rows.values_list("pk", "metric_id", "baseline_value", "target_value")
    return [
        BenefitFact(pk, metric, start is not None, goal is not None) for pk, metric, start, goal in columns
    ]


def direction(hop: Hop, among: Ids, today: date) -> tuple[list[Any], list[EndedFact]]:
    """Objectives or elements with their strategies: those that count, and those that have ended."""
    rows = DIRECTION[hop].objects.active().filter(pk__in=among, strategy__archived_at=None)
    counting, ended = [], []
    for row in rows.select_related("strategy").order_by("pk"):
        if row.strategy.has_ended_by(today):
            ended.append(EndedFact(Ref(hop, row.pk), row.strategy_id))
        else:
            counting.append(row)
    return counting, ended


def links(hop: Hop, near: str = "", among: Ids | None = None) -> list[LinkFact]:
    """Links between records that count, of some records at their ``near`` end or of all."""
    model, source, target = LINKS[hop]
    rows = model.objects.active().filter(STANDING[model], strength__gt=0)
    rows = rows if among is None else rows.filter(**{f"{near}__in": among})
    known = Case(When(~Q(trimmed=""), then=1), default=0, output_field=IntegerField())
    rows = rows.alias(trimmed=Trim("evidence")).annotate(known=known).order_by()
    return [
        LinkFact(hop, start, end, strength, None, bool(known), day, months, pk)
        for start, end, strength, known, day, months, pk in rows.values_list(source, target, *LINK)
    ]


def linked(hop: Hop, near: str, far: str, among: Ids) -> set[Id]:
    """What links lead to at their ``far`` end from some records at their ``near`` end, whether those count or not."""
    model, _, _ = LINKS[hop]
    rows = model.objects.active().filter(**{f"{near}__in": among})
    return set(rows.order_by().values_list(far, flat=True))


def stated_by(strategies: Ids) -> dict[Hop, set[Id]]:
    """Objectives and elements of some strategies, archived or not. Two queries."""
    return {
        hop: set(model.objects.filter(strategy__in=strategies).order_by().values_list("pk", flat=True))
        for hop, model in DIRECTION.items()
    }


def _of(rows: Any, among: Ids | None) -> Any:
    return rows if among is None else rows.filter(pk__in=among)
