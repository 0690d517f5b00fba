"""The trees of segments, and how well the needs in each branch are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from customers.choices import OpportunityBand
from customers.engine.coverage import Coverage, with_below
from customers.engine.tree import above, walk
from customers.models import Need, Segment, Segmentation
from foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Branch:
    """A segment in its tree, with the needs of everything below it."""

    segment: Segment
    depth: int
    own: Coverage
    whole: Coverage


@dataclass(frozen=True, slots=True)
class Tree:
    """One segmentation, its segments in the order of the tree, and the needs of all of them."""

    segmentation: Segmentation
    branches: tuple[Branch, ...]
    coverage: Coverage


def forest(viewer: Actor, *, at_most: int | None = None) -> tuple[Tree, ...] | None:
    """Every segmentation with its tree; nothing where there are more segments than ``at_most``.

    Three queries at any number of segments and any depth.
    """
    rows = Segment.objects.visible_to(viewer).active().order_by("name", "number")
    segments = list(rows if at_most is None else rows[: at_most + 1])
    if at_most is not None and len(segments) > at_most:
        return None
    own = _coverage(viewer)
    segmentations = Segmentation.objects.visible_to(viewer).active().for_list()
    return tuple(
        _tree(one, [segment for segment in segments if segment.segmentation_id == one.pk], own)
        for one in segmentations
    )


def place_of(segment: Segment, viewer: Actor) -> tuple[Branch, ...]:
    """What a segment is part of, the segment itself, and its direct parts. Two queries at any depth."""
    rows = Segment.objects.visible_to(viewer).active().filter(segmentation=segment.segmentation_id)
    segments = {one.pk: one for one in rows.order_by("name", "number")} | {segment.pk: segment}
    parents = {pk: one.parent_id for pk, one in segments.items()}
    shown = {*above(parents, segment.pk), segment.pk}
    shown |= {pk for pk, parent in parents.items() if parent == segment.pk}
    branches = _branches(list(segments.values()), _coverage(viewer))
    return tuple(branch for branch in branches if branch.segment.pk in shown)


def _tree(segmentation: Segmentation, segments: Sequence[Segment], own: dict[int, Coverage]) -> Tree:
    branches = _branches(segments, own)
    coverage = sum((branch.own for branch in branches), Coverage())
    return Tree(segmentation, branches, coverage)


def _branches(segments: Sequence[Segment], own: dict[int, Coverage]) -> tuple[Branch, ...]:
    by_key = {segment.pk: segment for segment in segments}
    parents = {pk: segment.parent_id for pk, segment in by_key.items()}
    whole = with_below(parents, own)
    return tuple(Branch(by_key[pk], depth, own.get(pk, Coverage()), whole[pk]) for pk, depth in walk(parents))


def _coverage(viewer: Actor) -> dict[int, Coverage]:
    """The needs directly in each segment."""
    answered, extreme = Q(band__isnull=False), Q(band=OpportunityBand.EXTREME)
    rows = Need.objects.visible_to(viewer).active().order_by().values_list("segment")
    counted = rows.annotate(
        needs=Count("pk"), answered=Count("pk", filter=answered), extreme=Count("pk", filter=extreme)
    )
    return {segment: Coverage(*counts) for segment, *counts in counted}
