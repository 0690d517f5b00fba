"""A program holds initiatives together. It must not hold money or needs: those belong to its initiatives."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Unit
from foundation.models import Record, RecordQuerySet


class ProgramQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("unit", "owner").order_by("name", "number")


class Program(Record):
    """A group of initiatives that only pay together."""

    PREFIX = "R"
    UNIT_LOOKUPS = ("unit",)
    NATURAL_KEY = ("unit", "name")

    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="alignment_programs"
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_programs",
    )
    description = models.TextField(_("description"), blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="alignment_program_unit_name",
                violation_error_message=_("This unit has a program of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
