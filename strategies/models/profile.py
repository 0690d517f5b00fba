"""What a discipline asks of a firm, in words each firm may edit. It must not score: the engine does."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet
from strategies.choices import Discipline, Facing


class DisciplineProfileQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("number")


class DisciplineProfile(Record):
    """One of the three disciplines as this enterprise understands it. Shipped once, editable, known to all."""

    PREFIX = "DP"
    NATURAL_KEY = ("discipline",)

    discipline = models.CharField(
        _("discipline"),
        max_length=30,
        choices=Discipline,
        unique=True,
        error_messages={"unique": _("This discipline has a profile already.")},
    )
    promise = models.TextField(_("promise"))
    core_processes = models.TextField(_("core processes"), blank=True)
    structure = models.TextField(_("structure"), blank=True)
    management_systems = models.TextField(_("management systems"), blank=True)
    culture = models.TextField(_("culture"), blank=True)
    it_focus = models.TextField(_("IT focus"), blank=True)
    typical_metrics = models.TextField(_("typical metrics"), blank=True, help_text=_("One on each line."))
    it_faces = models.CharField(_("IT faces"), max_length=20, choices=Facing)

    objects = DisciplineProfileQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("discipline profile")
        verbose_name_plural = _("discipline profiles")
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return self.get_discipline_display()
