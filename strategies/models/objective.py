"""An objective is what a strategy wants to reach. It must not become a metric: measures live in metrics."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from foundation.models import Record, RecordQuerySet
from strategies.choices import Discipline, Perspective, StrategyState
from strategies.models.strategy import Strategy


class ObjectiveQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit", "owner").order_by("strategy__unit__path", "number")

    def in_force(self) -> Self:
        """Objectives of strategies that bind their unit now."""
        return self.filter(strategy__state=StrategyState.IN_FORCE)


class Objective(Record):
    """Something a strategy wants to reach by a day.

    ``discipline`` may differ from the lead discipline of the strategy: the other two have minimum levels to keep.
    ``weight`` is relative to the other objectives of the same strategy, 1 to 100.
    """

    PREFIX = "O"
    UNIT_LOOKUPS = ("strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("strategy", "name")

    name = models.CharField(_("name"), max_length=160)
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="objectives"
    )
    discipline = models.CharField(_("discipline"), max_length=30, choices=Discipline)
    perspective = models.CharField(_("perspective"), max_length=20, choices=Perspective, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Relative to the other objectives of the strategy."),
    )
    due_date = models.DateField(_("due"), null=True, blank=True)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="strategies_objectives",
    )
    description = models.TextField(_("description"), blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="strategies_objective_strategy_name",
                violation_error_message=_("This strategy has an objective of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)),
                name="strategies_objective_weight",
                violation_error_message=_("The weight is between 1 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
