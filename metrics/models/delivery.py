"""What sources hand in: files, and what is pulled from databases. Files must not stay: what came of one is kept, it is not."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from metrics.models.source import Source


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> Self:
        """Neither told nor refused yet."""
        return self.filter(finished_at=None)

    def taken(self) -> Self:
        """Those that were told."""
        return self.exclude(finished_at=None).exclude(told=None)

    def pulled(self) -> Self:
        """From a database."""
        return self.exclude(database="")

    def newest_first(self) -> Self:
        return self.order_by("-handed_in_at", "-pk")


class Delivery(models.Model):
    """One file of a source, or one pull from its ``database``: how it was read, and what came of it.

    ``headings`` says by which heading each field was found, so that the next file of the same shape needs no more.
    ``told`` is empty where it was refused: then ``problems`` are the first, and ``more`` how many rows have another.
    """

    uid = models.UUIDField(_("uid"), default=uuid4, unique=True, editable=False)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="deliveries"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.CASCADE,
        related_name="metrics_deliveries",
    )
    name = models.CharField(_("file name"), max_length=200)
    database = models.CharField(_("database"), max_length=60, blank=True)
    size = models.BigIntegerField(_("bytes"))
    headings = models.JSONField(_("headings"), default=dict)
    decimal = models.CharField(_("decimal sign"), max_length=1, default=".")
    date_order = models.CharField(_("order of days"), max_length=3, blank=True)
    job_uid = models.UUIDField(_("job"), null=True)
    handed_in_at = models.DateTimeField(_("handed in"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    told = models.PositiveIntegerField(_("told"), null=True)
    written = models.PositiveIntegerField(_("written"), null=True)
    problems = models.JSONField(_("problems"), default=list)
    more = models.PositiveIntegerField(_("further rows with problems"), default=0)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return self.name


class DeliveryPart(models.Model):
    """A piece of the file, packed: no process ever holds all of it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("part of a delivery")
        verbose_name_plural = _("parts of deliveries")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "position"], name="metrics_deliverypart_position")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.position}"
