"""A segmentation is one way to divide all customers. It must not be mixed with another: their segments overlap."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet


class SegmentationQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("-is_primary", "name", "number")


class Segmentation(Record):
    """One way to divide the customers, such as by contract, tenure or region.

    The primary one gives a metric its figure for the whole enterprise; figures of different segmentations are
    never added together.
    """

    PREFIX = "SG"
    NATURAL_KEY = ("name",)

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("Another segmentation has this name.")},
    )
    basis = models.CharField(
        _("divided by"), max_length=120, blank=True, help_text=_("Such as contract, tenure or region.")
    )
    description = models.TextField(_("description"), blank=True)
    is_primary = models.BooleanField(_("primary"), default=False)

    objects = SegmentationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("segmentation")
        verbose_name_plural = _("segmentations")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_primary"],
                condition=Q(is_primary=True),
                name="customers_segmentation_one_primary",
                violation_error_message=_("Another segmentation is the primary one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
