from __future__ import annotations

from typing import Self
from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import Record, RecordQuerySet

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Write the three letters of the currency, such as EUR."))


class Enterprise(models.Model):
    """The one firm this installation serves. Days, fiscal years and due dates are in its time zone."""

    SOLE_ID = 1
    uid = UUID("00000000-0000-4000-8000-000000000002")
    """How the audit trail names the one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=SOLE_ID, editable=False)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[CURRENCY])
    language = models.CharField(_("language"), max_length=10, default="en")
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    review_months = models.PositiveSmallIntegerField(
        _("months until evidence is stale"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Evidence older than this is shown as stale until somebody looks at it again."),
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprise")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="accounts_enterprise_only_one"),
            models.CheckConstraint(
                condition=Q(fiscal_start_month__range=(1, 12)), name="accounts_enterprise_fiscal_start"
            ),
            models.CheckConstraint(
                condition=Q(review_months__range=(1, 60)), name="accounts_enterprise_review_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("Choose a time zone such as Europe/Dublin.")})


class ExchangeRateQuerySet(RecordQuerySet):
    def for_list(self) -> Self:
        return self.order_by("currency", "-day", "number")


class ExchangeRate(Record):
    """What one unit of a currency was worth in the enterprise's currency, from a day on."""

    PREFIX = "X"
    NATURAL_KEY = ("currency", "day")

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    day = models.DateField(_("from"))
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        help_text=_("One unit of this currency in the enterprise's currency."),
    )

    objects = ExchangeRateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["currency", "day"], name="accounts_exchangerate_currency_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="accounts_exchangerate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day:%Y-%m-%d}"
