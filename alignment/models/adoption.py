"""A strategy's answer to one IT need of its discipline. It must not be the element: that is what an adoption makes."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.choices import Verdict
from alignment.models.element import StrategyElement
from foundation.models import Record, RecordQuerySet
from strategies.models import ITNeed, Strategy


class AdoptionQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("strategy__unit", "it_need", "element").order_by(
            "strategy__number", "it_need__number"
        )


class Adoption(Record):
    """A strategy adopts, adapts or rejects an IT need of the library, and says why.

    One that is adopted or adapted has become a strategy element; one that is rejected has none.
    """

    PREFIX = "AD"
    UNIT_LOOKUPS = ("strategy__unit",)
    NATURAL_KEY = ("strategy", "it_need")

    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.CASCADE, related_name="alignment_adoptions"
    )
    it_need = models.ForeignKey(
        ITNeed, verbose_name=_("IT need"), on_delete=models.PROTECT, related_name="alignment_adoptions"
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"))
    element = models.OneToOneField(
        StrategyElement,
        verbose_name=_("strategy element"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoption",
    )

    objects = AdoptionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["strategy", "it_need"],
                name="alignment_adoption_pair",
                violation_error_message=_("This strategy has answered this IT need already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.REJECTED, element=None)
                | (~Q(verdict=Verdict.REJECTED) & Q(element__isnull=False)),
                name="alignment_adoption_element",
                violation_error_message=_(
                    "An IT need that is adopted or adapted names its strategy element; a rejected one has none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.it_need}: {self.get_verdict_display()}"

    def clean(self) -> None:
        if self.element is not None and self.element.strategy_id != self.strategy_id:
            raise ValidationError({"element": _("Choose an element of the same strategy.")})
