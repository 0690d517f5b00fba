"""Where something is observed. A place must not hold a name: the segment or unit behind it has that.

Plain tables, not records: they are made when first needed and nobody edits them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from customers.models import Segment, Segmentation

if TYPE_CHECKING:
    from collections.abc import Iterable

WHOLE = 0
"""The position of the place that stands for everything in its cut."""


class Cut(models.Model):
    """A way in which observations are divided: by the segments of a segmentation or, without one, by units.

    Figures of different cuts are never added together.
    """

    segmentation = models.OneToOneField(
        Segmentation,
        verbose_name=_("segmentation"),
        null=True,
        on_delete=models.PROTECT,
        related_name="metrics_cut",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(segmentation=None), name="metrics_cut_one_of_units"
            )
        ]

    def __str__(self) -> str:
        return str(self.segmentation or _("Units"))


class PlaceQuerySet(models.QuerySet["Place"]):
    def in_order(self) -> PlaceQuerySet:
        """By cut and position, with what they are part of."""
        return self.select_related("segment", "unit").order_by("cut", "position")

    def of_segments(self, segments: Iterable[Segment]) -> PlaceQuerySet:
        return self.filter(segment__in=segments)


class Place(models.Model):
    """A segment or a unit in its cut, or at position 0 the whole of it.

    A position is given once and never changes, whatever becomes of the segment or unit: figures are kept by it.
    """

    cut = models.ForeignKey(Cut, verbose_name=_("cut"), on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField(_("position"))
    segment = models.OneToOneField(
        Segment,
        verbose_name=_("segment"),
        null=True,
        on_delete=models.PROTECT,
        related_name="metrics_place",
    )
    unit = models.OneToOneField(
        Unit, verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="metrics_place"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "position"], name="metrics_place_position"),
            models.CheckConstraint(
                condition=Q(position=WHOLE, segment=None, unit=None)
                | Q(position__gt=WHOLE, segment=None, unit__isnull=False)
                | Q(position__gt=WHOLE, segment__isnull=False, unit=None),
                name="metrics_place_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.segment or self.unit or _("All"))
