"""What a source may name: metrics, and the places they are told by. As many statements for one row as for millions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from accounts.models import Unit
from accounts.permissions import Permission
from customers.models import Segment
from foundation.actors import Actor
from foundation.models import Record
from metrics.choices import FormulaKind
from metrics.models import Metric, MetricSegmentation


class Spot(NamedTuple):
    """A segment of a segmentation, or a unit, with its place; no place where it has not been observed yet."""

    segmentation: int | None
    place: int | None
    cut: int | None
    is_allowed: bool


class Measured(NamedTuple):
    """A metric as a source has to know it. Without ``segmentations`` of its own, ``of_units``."""

    pk: int
    name: str
    kind: FormulaKind
    satisfied_from: int | None
    segmentations: frozenset[int]
    of_units: bool


@dataclass(frozen=True, slots=True)
class Names:
    """By uid, code and name. What a segment is called counts within its segmentation."""

    metrics: Mapping[str, Measured]
    segments: Mapping[tuple[int, str], Spot]
    units: Mapping[str, Spot]
    segmentations: Mapping[str, int]
    """Uid and code of a segment → its segmentation, to say why it is not taken."""

    @property
    def without_place(self) -> set[int | None]:
        """Segmentations, and None for the units, in which something has no place yet."""
        spots = (*self.segments.values(), *self.units.values())
        return {spot.segmentation for spot in spots if spot.place is None}


def names_for(actor: Actor) -> Names:
    """What there is to name, save for what has been archived. Four statements."""
    further: dict[int, set[int]] = {}
    pairs = MetricSegmentation.objects.active().values_list("metric", "segmentation")
    for metric, segmentation in pairs:
        further.setdefault(metric, set()).add(segmentation)
    metrics = {
        each: Measured(
            each.pk,
            each.name,
            FormulaKind(each.formula),
            each.satisfied_from,
            frozenset(further.get(each.pk, set()) | {each.segmentation_id} - {None}),
            each.segmentation_id is None,
        )
        for each in Metric.objects.active().order_by("pk")
    }
    used = {key for each in metrics.values() for key in each.segmentations}
    segments = Segment.objects.active().filter(segmentation__in=used).select_related("metrics_place")
    spots = [(each, _spot(each, each.segmentation_id, True)) for each in segments.order_by("pk")]
    units = Unit.objects.active().select_related("metrics_place").order_by("path")
    may = actor.access.allows
    return Names(
        metrics={name: told for each, told in metrics.items() for name in _called(each)},
        segments={(spot.segmentation or 0, name): spot for each, spot in spots for name in _called(each)},
        units=_unmistakable(
            (name, _spot(unit, None, may(Permission.EDIT_METRICS, [unit.path])))
            for unit in units
            for name in _called(unit)
        ),
        segmentations={name: spot.segmentation or 0 for each, spot in spots for name in _called(each)[:2]},
    )


def _called(record: Any) -> tuple[str, str, str]:
    return str(record.uid), record.code, record.name


def _spot(record: Record, segmentation: int | None, is_allowed: bool) -> Spot:
    place = getattr(record, "metrics_place", None)
    return Spot(segmentation, place and place.pk, place and place.cut_id, is_allowed)


def _unmistakable(named: Iterable[tuple[str, Spot]]) -> dict[str, Spot]:
    """Names that only one of them has: units of different branches may be called the same."""
    found: dict[str, Spot] = {}
    twice: set[str] = set()
    for name, spot in named:
        if name in found:
            twice.add(name)
        found[name] = spot
    return {name: spot for name, spot in found.items() if name not in twice}
