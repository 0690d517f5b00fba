"""What a discipline needs from IT. It must not say what a firm has chosen: the answers live in alignment."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet
from strategies.choices import Discipline


class ITNeedQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("discipline", "number")


class ITNeed(Record):
    """One thing a discipline needs from IT, specific enough to act on. A shipped, editable library, known to all."""

    PREFIX = "L"
    NATURAL_KEY = ("discipline", "name")

    discipline = models.CharField(_("discipline"), max_length=30, choices=Discipline)
    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("why the discipline needs it"))
    measures = models.TextField(_("example measures"), blank=True, help_text=_("One on each line."))
    initiatives = models.TextField(_("typical initiatives"), blank=True, help_text=_("One on each line."))
    anti_pattern = models.TextField(
        _("anti-pattern"), blank=True, help_text=_("How it looks when it goes wrong.")
    )

    objects = ITNeedQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("IT need")
        verbose_name_plural = _("IT needs")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["discipline", "name"],
                name="strategies_itneed_discipline_name",
                violation_error_message=_("This discipline has an IT need of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
