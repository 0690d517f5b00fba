"""A unit's strategy over time: what was in force when, and what changed between two days.

What was in force follows from the dates as they are known now; what it said is rebuilt as it was recorded at the end
of the day. A strategy that was entered after a day it is in force on is shown as of the day it was entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import Enterprise, Person, Unit
from accounts.rules import lineage
from audit.queries import left_since
from foundation.values import months_after
from strategies.choices import StrategyState
from strategies.engine.difference import FieldChange, Part, PartsDifference, changes, compared
from strategies.engine.timeline import Span, Stretch, followed, last_turn, timeline
from strategies.models import Commitment, GrowthAim, Objective, Strategy
from strategies.models.strategy import DISCIPLINE_SHARES, MINIMUMS, OFFICE_SHARES
from strategies.queries.past import Past, past_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from foundation.actors import Actor
    from foundation.models import Record

FIELDS = (
    *("name", "discipline", "customer", "statement", "will_not", "sponsor", "engaged_date"),
    *DISCIPLINE_SHARES,
    *MINIMUMS,
    *OFFICE_SHARES,
)
PARTS: dict[type[Record], tuple[str, ...]] = {
    Objective: ("name", "discipline", "perspective", "weight", "due_date", "owner", "description"),
    GrowthAim: ("name", "kind", "figure", "unit_of_measure", "due_date"),
    Commitment: ("name", "due_date", "kept_date"),
}
"""What a statement consists of besides its own fields, and what is compared of each part."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a unit followed on a day: the strategy as a record of now, and what it said then."""

    day: date
    strategy: Strategy
    entered: date | None
    """The day it was entered, where that was later than ``day``."""
    values: Mapping[str, Any]
    parts: Mapping[type[Record], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class OverTime:
    """The answer to: what did this unit follow on two days, and what is the difference?"""

    unit: Unit
    days: tuple[date, date]
    stretches: tuple[Stretch, ...]
    strategies: Mapping[int, Strategy]
    stated: tuple[Stated | None, Stated | None]
    fields: tuple[FieldChange, ...]
    parts: Mapping[type[Record], PartsDifference]
    people: Mapping[str, str]
    """Names of the people that values refer to, by uid."""

    @property
    def is_same(self) -> bool:
        """Whether something was in force on both days and nothing differs."""
        told = all(self.stated) and not self.fields
        return bool(told and all(difference.is_empty for difference in self.parts.values()))


def readable_units(viewer: Actor) -> list[Unit]:
    """The units of which the viewer may read every strategy they follow, from the root down. One query."""
    rows = Unit.objects.visible_to(viewer).active().order_by("path")
    return [unit for unit in rows if viewer.access.reads([unit.path], from_below=True)]


def last_changed(units: Sequence[Unit], viewer: Actor, today: date) -> Unit | None:
    """Of these units the one whose own strategy came into force last, up to today. One query.

    The one nearest the root where several did on one day; nothing where none ever did.
    """
    rows = Strategy.objects.visible_to(viewer).active().filter(start_date__lte=today, unit__in=units)
    rows = rows.exclude(state=StrategyState.DRAFT).order_by("-start_date", "unit__path", "number")
    newest = rows.values_list("unit", flat=True).first()
    return next((unit for unit in units if unit.pk == newest), None)


def over_time(
    unit: Unit, days: tuple[date, date] | None, viewer: Actor, enterprise: Enterprise, today: date
) -> OverTime:
    """What ``unit`` followed on two days, earlier first. Thirteen queries at most, whatever there is.

    Without ``days`` it is the last change: the most recent day on which a strategy came into force, and the day
    before; where none ever did, today and a year ago.
    """
    zone = ZoneInfo(enterprise.time_zone)
    versions = _versions(unit, viewer)
    strategies = {strategy.pk: strategy for strategy in versions}
    spans = [span for strategy in versions if (span := _span(strategy, zone))]
    stretches = timeline(spans)
    days = days or _last_days(stretches, today)
    chosen = [strategies.get(span.id) if (span := followed(spans, day)) else None for day in days]
    instants = [_instant(day, strategy, zone) for day, strategy in zip(days, chosen, strict=True)]
    pasts = _pasts([strategy for strategy in chosen if strategy], min(instants))
    before, after = (
        _stated(day, strategy, instant, pasts, zone)
        for day, strategy, instant in zip(days, chosen, instants, strict=True)
    )
    known = import_string(settings.SUCCESSORS)(versions) if before and after else {}
    return OverTime(
        unit=unit,
        days=days,
        stretches=stretches,
        strategies=strategies,
        stated=(before, after),
        fields=changes(before.values, after.values) if before and after else (),
        parts={model: compared(before.parts[model], after.parts[model], known) for model in PARTS}
        if before and after
        else {},
        people=_people((before, after)),
    )


def _last_days(stretches: Sequence[Stretch], today: date) -> tuple[date, date]:
    turn = last_turn(stretches, today)
    return (turn - timedelta(days=1), turn) if turn else (months_after(today, -12), today)


def _versions(unit: Unit, viewer: Actor) -> list[Strategy]:
    """Every version of the unit and of those above that was ever in force, archived ones too. One query."""
    rows = Strategy.objects.visible_to(viewer).for_list().select_related("unit", "sponsor")
    rows = rows.filter(unit__path__in=lineage(unit.path), start_date__isnull=False)
    return list(rows.exclude(state=StrategyState.DRAFT))


def _span(strategy: Strategy, zone: ZoneInfo) -> Span | None:
    """The days of a strategy; one put away counts for the days before that."""
    start = strategy.start_date or date.min
    ends = [strategy.end_date] if strategy.end_date else []
    if strategy.archived_at:
        ends.append(strategy.archived_at.astimezone(zone).date() - timedelta(days=1))
    end = min(ends, default=None)
    return None if end and end < start else Span(strategy.pk, strategy.unit.depth, start, end)


def _instant(day: date, strategy: Strategy | None, zone: ZoneInfo) -> datetime:
    """The end of the day, or of the day on which the strategy was entered where that was later."""
    entered = strategy.created_at.astimezone(zone).date() if strategy else day
    return datetime.combine(max(day, entered) + timedelta(days=1), time(), zone)


def _pasts(strategies: Sequence[Strategy], since: datetime) -> dict[type[Record], Past]:
    """The past of the strategies and of their parts, those that left them included."""
    pasts: dict[type[Record], Past] = {Strategy: past_of(Strategy, FIELDS, strategies, since)}
    for model, fields in PARTS.items():
        gone = left_since(model._meta.label_lower, "strategy", [s.uid for s in strategies], since)
        relations = [name for name in ("strategy", "owner") if name in {*fields, "strategy"}]
        rows = model.objects.select_related(*relations).filter(Q(strategy__in=strategies) | Q(uid__in=gone))
        pasts[model] = past_of(model, (*fields, "strategy"), rows.order_by("number"), since, gone=gone)
    return pasts


def _stated(
    day: date,
    strategy: Strategy | None,
    instant: datetime,
    pasts: Mapping[type[Record], Past],
    zone: ZoneInfo,
) -> Stated | None:
    if strategy is None:
        return None
    entered = strategy.created_at.astimezone(zone).date()
    values = pasts[Strategy].at(instant, put_away=True).get(strategy.uid, {})
    return Stated(
        day=day,
        strategy=strategy,
        entered=entered if entered > day else None,
        values=values,
        parts={model: _parts(pasts[model], instant, strategy.uid) for model in PARTS},
    )


def _parts(past: Past, instant: datetime, strategy: UUID) -> tuple[Part, ...]:
    found = []
    for uid, values in past.at(instant).items():
        if values.pop("strategy") == str(strategy):
            found.append(Part(str(uid), values.pop("name") or "", values))
    return tuple(found)


def _people(stated: tuple[Stated | None, ...]) -> dict[str, str]:
    """Names of sponsors and owners. One query."""
    told = [one for one in stated if one]
    uids = {one.values.get("sponsor") for one in told}
    uids |= {part.values.get("owner") for one in told for part in one.parts[Objective]}
    rows = Person.objects.filter(uid__in=[uid for uid in uids if uid]).values_list("uid", "name")
    return {str(uid): name for uid, name in rows}
