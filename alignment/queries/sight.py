"""The line of sight as one viewer may see it: the single source of the page, the API and every file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from accounts.models import Enterprise, Unit
from alignment.choices import Hop, Measure
from alignment.engine.chains import Chains
from alignment.engine.facts import Id, Ref, StrategyFact
from alignment.engine.folding import Folding
from alignment.engine.gaps import Gap
from alignment.engine.selection import Found, Selection, tree
from alignment.engine.shapes import Key, Sight
from alignment.engine.sight import View
from alignment.models import Initiative
from alignment.queries.facts import Gathered, gathered, plan_years, strategy_fact, year_asked
from alignment.queries.groups import opened_groups
from alignment.queries.labels import Labels
from alignment.queries.question import Question
from alignment.queries.rows import Readable, Rows, rows
from alignment.queries.sight_memo import Calculated
from foundation.actors import Actor
from foundation.models import Record


@dataclass(frozen=True, slots=True)
class LineOfSight:
    """The calculated line of sight with the rows and names to show it by."""

    question: Question
    sight: Sight
    chains: Chains
    gathered: Gathered
    rows: Rows
    labels: Labels
    years: tuple[int, ...]
    opened: tuple[Key, ...] = ()
    """The groups shown open, as the address names them."""

    @property
    def without_rate(self) -> int:
        """Of the initiatives in its rows, those whose cost is unknown only for want of an exchange rate."""
        if self.question.measure is not Measure.SPEND:
            return 0
        return len(
            {row.initiative for row in self.sight.rows}.intersection(self.gathered.spending.without_rate)
        )


def line_of_sight(
    viewer: Actor,
    question: Question,
    now: datetime,
    enterprise: Enterprise,
    *,
    with_rows: bool = True,
) -> LineOfSight:
    """What ``viewer`` sees of the line of sight. The number of queries does not depend on the rows.

    ``with_rows`` says whether the table is asked for, which has a row for each initiative.
    """
    loaded = rows(now, enterprise)
    today = loaded.today
    readable = Readable.to(viewer, loaded.units)
    years = plan_years(loaded)
    known = gathered(loaded, today, year_asked(loaded, question.basis))
    calculated = Calculated.of(known.facts, today)
    opened = opened_groups(question.opened, loaded)
    view = View(
        selection=_selection(question, loaded, readable),
        measure=question.measure,
        folding=Folding(
            by=question.group,
            opened=frozenset(opened),
            names=question.names,
            units=_parents(loaded.units),
            segments=_parents(loaded.segments),
        ),
        with_rows=with_rows,
    )
    stated = _stated(question, loaded, readable, today)
    drawn = calculated.sight(view, stated)
    labels = Labels.of_rows(loaded, readable)
    drawn = replace(drawn, gaps=_readable(drawn.gaps, loaded, labels))
    return LineOfSight(question, drawn, calculated.chains, known, loaded, labels, tuple(years), opened)


def _selection(question: Question, loaded: Rows, readable: Readable) -> Selection:
    unit = _with_uid(loaded.units, question.unit)
    segment = _with_uid(loaded.segments, question.segment)
    seen = {fact.id for fact in loaded.work if fact.unit in readable.units}
    return Selection(
        units=tree(_parents(loaded.units), unit) if unit is not None else None,
        segments=tree(_parents(loaded.segments), segment) if segment is not None else None,
        status=question.status,
        state=question.state,
        initiatives=frozenset(seen),
        found=_found(question.words, loaded) if question.words else None,
    )


def _found(words: str, loaded: Rows) -> Found:
    """What has the words in its statement or name."""
    needs = {pk for pk, row in loaded.needs.items() if words.casefold() in row.statement.casefold()}
    named = Initiative.objects.active().filter(name__icontains=words).values_list("pk", flat=True)
    return Found(initiatives=frozenset(named), needs=frozenset(needs))


def _with_uid(table: Mapping[int, Record], uid: object) -> int | None:
    return next((pk for pk, row in table.items() if row.uid == uid), None)


def _parents(table: Mapping[int, Any]) -> dict[Id, Id | None]:
    return {pk: row.parent_id for pk, row in table.items()}


def _readable(gaps: Iterable[Gap], loaded: Rows, labels: Labels) -> tuple[Gap, ...]:
    """The gaps of what the viewer may read. Initiatives that may not be read are not among them at all."""
    units = {fact.id: fact.unit for fact in loaded.promises}

    def may_read(ref: Ref) -> bool:
        if ref.hop is Hop.BENEFIT:
            return units[ref.id] in labels.readable.units
        return ref.hop is Hop.INITIATIVE or labels.of(ref).record is not None

    return tuple(gap for gap in gaps if may_read(gap.ref))


def _stated(question: Question, loaded: Rows, readable: Readable, today: date) -> StrategyFact | None:
    """The strategy in force that the unit asked about follows: its own, else that of the nearest unit above it.

    Without a unit it is the one that all the units follow below which lies what the viewer may read; None where they
    follow different ones, because the money of both together is held against neither.
    """
    in_force = {}
    for row in loaded.strategies.values():
        fact = strategy_fact(row, today)
        if fact.in_force:
            in_force[row.unit_id] = fact
    asked = _with_uid(loaded.units, question.unit)
    units = [loaded.units[asked]] if asked is not None else _topmost(loaded, readable)
    followed = {_followed(unit, loaded, in_force) for unit in units}
    one = followed.pop() if len(followed) == 1 else None
    may_read = one is not None and loaded.strategies[int(one.id)].unit_id in readable.directions
    return one if may_read else None


def _topmost(loaded: Rows, readable: Readable) -> list[Unit]:
    """The units that may be read, without those that lie below another of them."""
    return [loaded.units[pk] for pk in readable.units if loaded.units[pk].parent_id not in readable.units]


def _followed(unit: Unit | None, loaded: Rows, in_force: Mapping[int, StrategyFact]) -> StrategyFact | None:
    while unit is not None and unit.pk not in in_force:
        unit = loaded.units.get(unit.parent_id or 0)
    return in_force[unit.pk] if unit is not None else None
