"""A strategy element ties objectives to needs. It must not become an objective: it has no measure of its own."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from alignment.models.link import Link
from customers.models import Need
from foundation.models import WHILE_ACTIVE, Record, RecordQuerySet
from strategies.models import Objective, Strategy


class StrategyElementQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit").order_by("strategy__unit__path", "number")


class StrategyElement(Record):
    """One thing a strategy asks for that customers would notice: the hinge between objectives and needs."""

    PREFIX = "E"
    UNIT_LOOKUPS = ("strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("strategy", "name")

    name = models.CharField(_("name"), max_length=160)
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="alignment_elements"
    )
    statement = models.TextField(_("what it asks for"), blank=True)

    objects = StrategyElementQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("strategy element")
        verbose_name_plural = _("strategy elements")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="alignment_strategyelement_strategy_name",
                violation_error_message=_("This strategy has an element of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ElementObjectiveQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("element__strategy__unit", "objective__strategy__unit").order_by(
            "element__number", "objective__number"
        )


class ElementObjective(Link):
    """A strategy element contributes to an objective."""

    PREFIX = "EO"
    UNIT_LOOKUPS = ("element__strategy__unit", "objective__strategy__unit")
    READ_FROM_BELOW = True
    NATURAL_KEY = ("element", "objective")

    element = models.ForeignKey(
        StrategyElement,
        verbose_name=_("strategy element"),
        on_delete=models.CASCADE,
        related_name="objective_links",
    )
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        on_delete=models.PROTECT,
        related_name="alignment_element_links",
    )

    objects = ElementObjectiveQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name = _("objective link")
        verbose_name_plural = _("objective links")
        constraints = [
            *Link.Meta.constraints,
            models.UniqueConstraint(
                fields=["element", "objective"],
                condition=WHILE_ACTIVE,
                name="alignment_elementobjective_pair",
                violation_error_message=_("This element and this objective are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} → {self.objective}"


class ElementNeedQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("element__strategy__unit", "need").order_by(
            "element__number", "need__number"
        )


class ElementNeed(Link):
    """A customer need is what a strategy element is about."""

    PREFIX = "EN"
    UNIT_LOOKUPS = ("element__strategy__unit",)
    READ_FROM_BELOW = True
    NATURAL_KEY = ("element", "need")

    element = models.ForeignKey(
        StrategyElement,
        verbose_name=_("strategy element"),
        on_delete=models.CASCADE,
        related_name="need_links",
    )
    need = models.ForeignKey(
        Need, verbose_name=_("need"), on_delete=models.PROTECT, related_name="alignment_element_links"
    )

    objects = ElementNeedQuerySet.as_manager()

    class Meta(Link.Meta):
        verbose_name = _("element need link")
        verbose_name_plural = _("element need links")
        constraints = [
            *Link.Meta.constraints,
            models.UniqueConstraint(
                fields=["element", "need"],
                condition=WHILE_ACTIVE,
                name="alignment_elementneed_pair",
                violation_error_message=_("This element and this need are linked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} → {self.element}"
