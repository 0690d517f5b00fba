"""Who tells observations. It must not hold them: they name it by its key."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from foundation.models import Record, RecordQuerySet
from metrics.choices import SourceKind


class SourceQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("owner").order_by("name", "number")


class Source(Record):
    """A program, a file or a person that tells what was observed. Known to the whole enterprise.

    Each tells in its own name: what one source says never replaces what another has said.
    """

    PREFIX = "MS"
    NATURAL_KEY = ("name",)

    name = models.CharField(
        _("name"),
        max_length=160,
        unique=True,
        help_text=_("Such as Billing system, or Survey of the call center."),
        error_messages={"unique": _("Another source has this name.")},
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind, default=SourceKind.FILE)
    note = models.TextField(
        _("note"), blank=True, help_text=_("What it tells, how often, and what is to be minded.")
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="metrics_sources",
        help_text=_("Who is asked when something is wrong with it."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name
