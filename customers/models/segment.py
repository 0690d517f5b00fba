"""A segment is a group of customers. It must not become a customer: single customers are not kept here."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.choices import SegmentKind
from customers.engine.tree import below
from customers.models.segmentation import Segmentation
from foundation.models import Record, RecordQuerySet


class SegmentQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("segmentation", "parent").order_by("segmentation__name", "number")

    def paying(self) -> Self:
        """Segments of people who pay the firm."""
        return self.filter(kind=SegmentKind.PAYING_CUSTOMER)

    def with_below(self, top: Segment) -> frozenset[int]:
        """The keys of a segment and of every segment below it. One query."""
        return below(dict(self.model.objects.order_by().values_list("pk", "parent_id")), top.pk)


class Segment(Record):
    """A group of customers within one segmentation; groups may be divided further. Known to the whole enterprise.

    That the groups stay a tree is checked across rows when they are written: ``customers.operations.tree``.
    """

    PREFIX = "G"
    NATURAL_KEY = ("segmentation", "name")

    name = models.CharField(_("name"), max_length=120)
    segmentation = models.ForeignKey(
        Segmentation, verbose_name=_("segmentation"), on_delete=models.PROTECT, related_name="segments"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="segments",
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=SegmentKind, default=SegmentKind.PAYING_CUSTOMER
    )
    description = models.TextField(_("description"), blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["segmentation", "name"],
                name="customers_segment_segmentation_name",
                violation_error_message=_("This segmentation has a segment of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="customers_segment_not_own_parent",
                violation_error_message=_("A segment cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
