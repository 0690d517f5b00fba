"""An outlay is one statement of an initiative's money. It must not be rolled up here: currencies differ."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.enterprise import CURRENCY
from alignment.choices import OutlayKind
from alignment.models.initiative import Initiative
from foundation.fields import YearField
from foundation.models import Record, RecordQuerySet
from foundation.values import Money

YEARS = (1900, 2200)


class OutlayQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.select_related("initiative__unit").order_by(
            "initiative__number", "fiscal_year", "kind", "number"
        )


class Outlay(Record):
    """What an initiative was given, has cost or will cost in a fiscal year, in the currency it was stated in.

    The year is named after the calendar year in which it ends. Without one, the amount counts only in the
    whole life of the initiative. An unknown amount has no row: it is never zero.
    """

    PREFIX = "L"
    UNIT_LOOKUPS = ("initiative__unit",)
    NATURAL_KEY = ("initiative", "kind", "fiscal_year")

    initiative = models.ForeignKey(
        Initiative, verbose_name=_("initiative"), on_delete=models.CASCADE, related_name="outlays"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=OutlayKind)
    fiscal_year = YearField(
        _("fiscal year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])],
        help_text=_("Named after the calendar year in which it ends; empty for the whole life."),
    )
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])

    objects = OutlayQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("outlay")
        verbose_name_plural = _("outlays")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "kind", "fiscal_year"],
                name="alignment_outlay_once_a_year",
                violation_error_message=_("The initiative has an amount of this kind for this year already."),
            ),
            models.UniqueConstraint(
                fields=["initiative", "kind"],
                condition=Q(fiscal_year=None),
                name="alignment_outlay_once_without_year",
                violation_error_message=_(
                    "The initiative has an amount of this kind without a year already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="alignment_outlay_amount",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year=None) | Q(fiscal_year__range=YEARS),
                name="alignment_outlay_year",
                violation_error_message=_("Write the fiscal year with four digits."),
            ),
        ]

    def __str__(self) -> str:
        year = _("whole life") if self.fiscal_year is None else self.fiscal_year
        return f"{self.initiative}: {self.get_kind_display()}, {year}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
