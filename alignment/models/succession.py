"""What became of an objective or an element when its strategy was replaced. Nothing ends without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.element import StrategyElement
from foundation.models import Record, RecordQuerySet
from strategies.models import Objective

NOT_THE_SAME = _("Choose one of the strategy that replaces it.")
SAY_WHY = _("Say what goes on in its place, or why it ends.")


class SuccessionQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("former__strategy__unit", "successor__strategy__unit").order_by(
            "former__number", "number"
        )


class Succession(Record):
    """Something of a replaced strategy, ``former``, goes on as ``successor`` of the new one, or ends for a reason."""

    UNIT_LOOKUPS = ("former__strategy__unit",)
    NATURAL_KEY = ("former",)

    if TYPE_CHECKING:
        # Each kind says which records it joins.
        former: Any
        successor: Any

    reason = models.TextField(_("why it ends"), blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | ~Q(reason=""),
                name="%(app_label)s_%(class)s_said",
                violation_error_message=SAY_WHY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.former)

    def clean(self) -> None:
        if self.successor is not None and self.successor.strategy_id == self.former.strategy_id:
            raise ValidationError({"successor": NOT_THE_SAME})


class ObjectiveSuccession(Succession):
    """An objective goes on, or ends."""

    PREFIX = "OS"

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

    class Meta(Succession.Meta):
        verbose_name = _("objective succession")
        verbose_name_plural = _("objective successions")


class ElementSuccession(Succession):
    """An element goes on, or ends."""

    PREFIX = "ES"

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

    class Meta(Succession.Meta):
        verbose_name = _("element succession")
        verbose_name_plural = _("element successions")
