"""Giving places their positions. Whoever does it, or writes observations, holds the cut until the transaction ends."""

from __future__ import annotations

from django.db.models import Max

from accounts.models import Unit
from customers.models import Segment, Segmentation
from metrics.models import Cut, Place
from metrics.models.place import WHOLE


def hold_cut(segmentation: Segmentation | None) -> Cut:
    """The cut by a segmentation, or by units, with a place for all there is in it; held."""
    made, is_new = Cut.objects.get_or_create(segmentation=segmentation)
    cut: Cut = Cut.objects.select_for_update().get(pk=made.pk)
    if is_new:
        Place.objects.create(cut=cut, position=WHOLE)
    give_places(cut)
    return cut


def give_places(cut: Cut) -> int:
    """Give whatever has come into a cut since its places; how many were given. The cut is held."""
    if cut.segmentation_id:
        segments = Segment.objects.filter(segmentation=cut.segmentation_id, metrics_place=None)
        made = [Place(cut=cut, segment_id=key) for (key,) in segments.order_by("pk").values_list("pk")]
    else:
        units = Unit.objects.filter(metrics_place=None).order_by("pk")
        made = [Place(cut=cut, unit_id=key) for (key,) in units.values_list("pk")]
    if made:
        highest = Place.objects.filter(cut=cut).aggregate(Max("position"))["position__max"]
        for position, place in enumerate(made, start=highest + 1):
            place.position = position
        Place.objects.bulk_create(made)
    return len(made)
