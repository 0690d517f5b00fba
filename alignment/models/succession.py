"""What became of an objective or an element when its strategy was replaced. Nothing ends without a reason."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.element import StrategyElement
from foundation.models import Record, RecordQuerySet
from strategies.models import Objective

NOT_THE_SAME = _("Choose one of the strategy that replaces it.")
SAY_WHY = _("Say what goes on in its place, or why it ends.")


def _goes_on_or_ends() -> Q:
    return Q(successor__isnull=False) | ~Q(reason="")


class ObjectiveSuccessionQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("former__strategy__unit", "successor__strategy__unit").order_by(
            "former__number", "number"
        )


class ObjectiveSuccession(Record):
    """An objective of a replaced strategy goes on as one of the new strategy, or ends for a reason."""

    PREFIX = "OS"
    UNIT_LOOKUPS = ("former__strategy__unit",)
    NATURAL_KEY = ("former",)

    former = models.OneToOneField(
        Objective,
        verbose_name=_("former objective"),
        on_delete=models.CASCADE,
        related_name="alignment_succession",
    )
    successor = models.ForeignKey(
        Objective,
        verbose_name=_("goes on as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alignment_predecessors",
    )
    reason = models.TextField(_("why it ends"), blank=True)

    objects = ObjectiveSuccessionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("objective succession")
        verbose_name_plural = _("objective successions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=_goes_on_or_ends(),
                name="alignment_objectivesuccession_said",
                violation_error_message=SAY_WHY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.former)

    def clean(self) -> None:
        if self.successor is not None and self.successor.strategy_id == self.former.strategy_id:
            raise ValidationError({"successor": NOT_THE_SAME})


class ElementSuccessionQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("former__strategy__unit", "successor__strategy__unit").order_by(
            "former__number", "number"
        )


class ElementSuccession(Record):
    """An element of a replaced strategy goes on as one of the new strategy, or ends for a reason."""

    PREFIX = "ES"
    UNIT_LOOKUPS = ("former__strategy__unit",)
    NATURAL_KEY = ("former",)

    former = models.OneToOneField(
        StrategyElement, verbose_name=_("former element"), on_delete=models.CASCADE, related_name="succession"
    )
    successor = models.ForeignKey(
        StrategyElement,
        verbose_name=_("goes on as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    reason = models.TextField(_("why it ends"), blank=True)

    objects = ElementSuccessionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("element succession")
        verbose_name_plural = _("element successions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=_goes_on_or_ends(),
                name="alignment_elementsuccession_said",
                violation_error_message=SAY_WHY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.former)

    def clean(self) -> None:
        if self.successor is not None and self.successor.strategy_id == self.former.strategy_id:
            raise ValidationError({"successor": NOT_THE_SAME})
