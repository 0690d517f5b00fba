"""What a strategy promises in numbers and who stands for it: growth aims, and commitments of its sponsor."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet
from strategies.choices import GrowthKind
from strategies.models.strategy import Strategy


class GrowthAimQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit").order_by("strategy__number", "due_date", "number")


class GrowthAim(Record):
    """Where a unit wants to grow, by how much, by when. ``figure`` is in ``unit_of_measure``, such as % or EUR million."""

    PREFIX = "GA"
    UNIT_LOOKUPS = ("strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("strategy", "name")

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="growth_aims"
    )
    name = models.CharField(_("aim"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=GrowthKind)
    figure = models.DecimalField(_("figure"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit_of_measure = models.CharField(
        _("unit of measure"), max_length=20, blank=True, help_text=_("Such as %, points or EUR million.")
    )
    due_date = models.DateField(_("due"), null=True, blank=True)

    objects = GrowthAimQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("growth aim")
        verbose_name_plural = _("growth aims")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="strategies_growthaim_strategy_name",
                violation_error_message=_("This strategy has an aim of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CommitmentQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit", "strategy__sponsor").order_by(
            "strategy__number", "due_date", "number"
        )


class Commitment(Record):
    """Something the sponsoring executive has promised to do for a strategy; kept on ``kept_date``."""

    PREFIX = "CM"
    DATED_BY = ("kept_date",)
    UNIT_LOOKUPS = ("strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("strategy", "name")

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="commitments"
    )
    name = models.CharField(_("commitment"), max_length=200)
    due_date = models.DateField(_("due"), null=True, blank=True)
    kept_date = models.DateField(_("kept on"), null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="strategies_commitment_strategy_name",
                violation_error_message=_("This strategy has a commitment of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
