"""The places a metric is told by, as a tree to go down in, and what it was in each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef

from accounts.models import Unit
from accounts.permissions import Permission
from foundation.actors import Actor
from metrics.choices import Grain, Standing
from metrics.engine.chart import ControlChart
from metrics.engine.layout import RECORD, VALUE, Floats
from metrics.engine.periods import start_of, starts_between
from metrics.models import Cut, Metric, Place, Run, Snapshot
from metrics.models.place import WHOLE
from metrics.queries.charts import Spot, charts, figures_in, first_shown
from metrics.queries.readings import grain_of

YEAR = 12
"""Months."""
PERIODS = 13
"""Told of each part: a year, and the period it is compared with."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place with its name; ``above`` is the position it is part of, none for the whole itself.

    ``keys`` are the primary keys of the places that observations name for it.
    """

    position: int
    name: str
    keys: tuple[int, ...]
    above: int | None = None
    uid: UUID | None = None
    thing: int | None = None
    """The primary key of the segment; of the unit in a cut by units."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The places of a cut that the viewer may read, by position; ``is_whole`` where these are all."""

    cut: Cut
    branches: Mapping[int, Branch]
    is_whole: bool = True
    _below: Mapping[int, Sequence[Branch]] = field(default_factory=dict)

    def below(self, branch: Branch) -> Sequence[Branch]:
        """Its parts, in the order of names."""
        return self._below.get(branch.position, ())

    def inside(self, branch: Branch) -> list[Branch]:
        """A branch and all below it."""
        found = [branch]
        for each in found:
            found += self.below(each)
        return found

    def key(self, branch: Branch) -> str:
        """What it is asked for by; the whole goes without saying."""
        return "" if branch.above is None else str(branch.uid)

    def line(self, branch: Branch) -> list[Branch]:
        """From the whole down to a branch."""
        found = [branch]
        while found[0].above is not None:
            found.insert(0, self.branches[found[0].above])
        return found

    def named(self, uid: UUID | None) -> Branch | None:
        """The one with a uid; without one the whole."""
        if uid is None:
            return self.branches[WHOLE]
        return next((branch for branch in self.branches.values() if branch.uid == uid), None)


@dataclass(frozen=True, slots=True)
class Part:
    """What a metric was in a place: values of periods, the oldest first, and the rest of the period looked at."""

    branch: Branch
    values: tuple[float | None, ...]
    low: float | None = None
    high: float | None = None
    n: int = 0
    standing: Standing = Standing.UNKNOWN

    @property
    def value(self) -> float | None:
        """In the period looked at: the last one."""
        return self.values[-1] if self.values else None

    def change(self, periods: int) -> float | None:
        """Against so many periods before; none where either is not known."""
        before = self.values[-1 - periods] if len(self.values) > periods else None
        return None if before is None or self.value is None else self.value - before


def cuts_of(metric: Metric) -> list[Cut]:
    """The ways in which a metric is told, the one that gives its figure for the enterprise first. One query."""
    told = Snapshot.objects.current().filter(metric=metric, cut=OuterRef("pk"))
    found = Cut.objects.select_related("segmentation").filter(Exists(told)).order_by("pk")
    return sorted(found, key=lambda cut: cut.segmentation_id != metric.segmentation_id)


def tree_of(cut: Cut, viewer: Actor) -> Tree:
    """The places of a cut; below the enterprise, whose figures all may read, the units that the viewer may. Two queries at most.

    Where a unit's parent may not be read, it hangs from the whole.
    """
    thing = "segment" if cut.segmentation_id else "unit"
    columns = ("pk", "position", thing, f"{thing}__name", f"{thing}__uid", f"{thing}__parent")
    rows = Place.objects.filter(cut=cut).order_by("position").values_list(*columns, named=True)
    known = [_Row(*row) for row in rows]
    places = known if cut.segmentation_id else _readable(known, viewer)
    at = {row.thing: row.position for row in places if row.position != WHOLE}
    branches = {
        row.position: Branch(
            position=row.position,
            name=row.name or str(cut),
            keys=row.keys,
            above=None if row.position == WHOLE else at.get(row.parent, WHOLE),
            uid=row.uid,
            thing=row.thing,
        )
        for row in places
    }
    below: dict[int, list[Branch]] = defaultdict(list)
    for branch in sorted(branches.values(), key=lambda each: each.name):
        if branch.above is not None:
            below[branch.above].append(branch)
    return Tree(cut, branches, len(places) + (not cut.segmentation_id) == len(known), below)


class _Row(NamedTuple):
    pk: int
    position: int
    thing: int | None
    name: str | None
    uid: UUID | None
    parent: int | None
    more: tuple[int, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        return (self.pk, *self.more)


def _readable(known: Sequence[_Row], viewer: Actor) -> list[_Row]:
    """Units that may be read; the topmost is the whole, under its name."""
    rows = viewer.access.narrow_to(Permission.READ, Unit.objects.all(), [""])
    units = set(rows.values_list("pk", flat=True))
    (whole,) = (row for row in known if row.position == WHOLE)
    (top,) = (row for row in known if row.thing is not None and row.parent is None)
    found = [top._replace(pk=whole.pk, position=WHOLE, more=(top.pk,))]
    return found + [row for row in known if row.parent is not None and row.thing in units]


def parts_of(metric: Metric, cut: Cut, grain: Grain, branches: Iterable[Branch], until: date) -> list[Part]:
    """What a metric was in those of some places in which it was known, up to a period. One query for any number of them."""
    starts = starts_between(grain, first_shown(grain, until, PERIODS), until)
    rows = Snapshot.objects.current().filter(metric=metric, cut=cut, grain=grain, start_date__in=starts)
    kept = {
        start: (values, records)
        for start, values, records in rows.values_list("start_date", "values", "records")
    }
    values = {start: np.frombuffer(told[0], VALUE) for start, told in kept.items()}
    last = np.frombuffer(kept[starts[-1]][1], RECORD) if starts[-1] in kept else np.zeros(0, RECORD)
    found = []
    for branch in branches:
        told = tuple(_value(values.get(start), branch.position) for start in starts)
        rest = (
            figures_in(metric, told[-1] or 0.0, last[branch.position]) if branch.position < len(last) else {}
        )
        if not any(each is not None for each in told):
            continue
        found.append(Part(branch, told, **{name: each for name, each in rest.items() if name != "value"}))
    return found


def _value(values: Floats | None, position: int) -> float | None:
    if values is None or position >= len(values) or np.isnan(values[position]):
        return None
    return float(values[position])


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to look at; what they leave open is chosen for them.

    ``segmentation`` is its uid, or ``units``; ``against`` so many periods before.
    """

    segmentation: str = ""
    place: UUID | None = None
    grain: Grain | None = None
    against: int = 1

    def cut_of(self, cuts: Sequence[Cut]) -> Cut:
        """The way of dividing that is asked for, else the first."""
        return next((each for each in cuts if key_of(each) == self.segmentation), cuts[0])


@dataclass(frozen=True, slots=True)
class Look:
    """A metric in one place of a cut, and in the places below it; ``run`` is the one whose figures these are."""

    metric: Metric
    grain: Grain
    run: Run
    cuts: Sequence[Cut]
    tree: Tree
    branch: Branch
    spot: Spot
    chart: ControlChart
    parts: Sequence[Part]


def look_at(metric: Metric, viewer: Actor, asked: Asked) -> Look | None:
    """None where nothing has been published, or no such place is that the viewer may read. Seven queries, eight by units."""
    run = Run.objects.without_plan().last_good()
    cuts = cuts_of(metric) if run else []
    if run is None or not cuts:
        return None
    cut = asked.cut_of(cuts)
    tree = tree_of(cut, viewer)
    branch = tree.named(asked.place)
    if branch is None:
        return None
    grain = asked.grain or grain_of(metric.frequency)
    segment = branch.thing if cut.segmentation_id else None
    spot = Spot(metric, cut.pk, grain, branch.position, segment, key_of(cut), tree.key(branch))
    (chart,) = charts([spot], run.as_of_date)
    until = chart.newest.start if chart.newest else start_of(grain, run.as_of_date)
    parts = parts_of(metric, cut, grain, tree.below(branch), until)
    return Look(metric, grain, run, cuts, tree, branch, spot, chart, parts)


def key_of(cut: Cut) -> str:
    """What a cut is asked for by."""
    return str(cut.segmentation.uid) if cut.segmentation else "units"
